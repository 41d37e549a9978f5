"""What is known about a trouble after all evidence was weighed, and the reply made of it.

A `Reply` is one value with three faces: Slack blocks, terminal text and JSON are each made from it, so that they
cannot say different things.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.case import CaseId, Risk, Status, Strength, Where
from bot.model.match import Evidence, Match, Names
from bot.model.text import Hidden, Lang, SafeText


class Verdict(StrEnum):
    """What kind of answer this is."""

    MATCHED = "matched"
    """A case is likely or certain."""
    UNSURE = "unsure"
    """Cases are possible, none is likely."""
    NO_CASE = "no-case"
    """It is about JuiceFS, and no case fits."""
    NOT_JUICEFS = "not-juicefs"
    """Nothing in it names JuiceFS, and no case fits."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything known about one text (the cluster's side joins with the probes)."""

    verdict: Verdict
    matches: tuple[Match, ...]
    names: Names
    lang: Lang
    others: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplyCommand:
    """A command with the names filled in that are valid names; other `{placeholders}` stay."""

    run: str
    where: Where
    question: str
    read: str


@dataclass(frozen=True, slots=True)
class ReplyStep:
    """A numbered fix step with its risk."""

    text: str
    risk: Risk


@dataclass(frozen=True, slots=True)
class ReplyCase:
    """One case as a reader meets it, in one language."""

    case: CaseId
    title: str
    strength: Strength
    status: Status
    score: float
    evidence: tuple[Evidence, ...]
    meaning: str
    cause: str | None
    commands: tuple[ReplyCommand, ...]
    steps: tuple[ReplyStep, ...]
    look_alikes: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """A further case in one line: its id, its title, how strong, and its first proving line."""

    case: CaseId
    title: str
    strength: Strength
    line: SafeText


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person is told.  Texts are redacted and not escaped."""

    lang: Lang
    verdict: Verdict
    headline: str
    """The verdict in one line; starts with the case's title when there is one."""
    cases: tuple[ReplyCase, ...]
    """Every likely or certain case, best first; empty when none is."""
    runners_up: tuple[RunnerUp, ...]
    advice: tuple[str, ...]
    """Sentences for the person: what to send next, that a secret was hidden and the message should be deleted…"""
    names: Mapping[str, str] = field(default_factory=dict)
    """Slot name -> the name that commands were filled with."""
