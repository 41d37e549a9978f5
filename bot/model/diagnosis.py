"""What is known about a trouble after all evidence was weighed, and the reply made of it.

A `Reply` is one value with three faces: Slack blocks, terminal text and JSON are each made from it, so that they
cannot say different things.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.case import CaseId, Risk, Status, Strength, Where
from bot.model.finding import State
from bot.model.judgement import ClusterView, Outcome
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
    HEALTHY = "healthy"
    """A pod was looked at, and it is well."""
    ELSEWHERE = "elsewhere"
    """A pod was looked at, and what is wrong is not JuiceFS'."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything known about one text, one pod, or both."""

    verdict: Verdict
    matches: tuple[Match, ...]
    names: Names
    lang: Lang
    others: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    cluster: ClusterView | None = None
    """What the cluster says, when a pod was named."""


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
    judgement: str = ""
    """How the text and the cluster come together, when a pod was looked at."""
    against: tuple[str, ...] = ()
    """What speaks against it, a sentence each."""


@dataclass(frozen=True, slots=True)
class ReplyFinding:
    """One finding: the object, what was found in a sentence, and the raw line or field that shows it (or nothing)."""

    state: State
    code: str
    subject: str
    sentence: str
    line: SafeText


@dataclass(frozen=True, slots=True)
class ReplyCluster:
    """What a person is told of a pod that was looked at."""

    pod: str
    where: str
    """The node, the mount mode and the time of the reading, in a short line."""
    outcome: Outcome
    findings: tuple[ReplyFinding, ...]
    """Every one, along the mount chain."""
    gaps: tuple[str, ...]
    """What could not be read, a sentence for each reason."""


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
    cluster: ReplyCluster | None = None
