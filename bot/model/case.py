"""A documented trouble: how it looks in text, what it means, what to run and how to mend it, in two languages.

The shape of a file in `knowledge/cases/` is taught in `knowledge/README.md`; `bot.edge.casebook` reads it into these
values and refuses what does not fit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import NewType

from bot.model.finding import FindingText
from bot.model.text import Lang

CaseId = NewType("CaseId", str)
"""The symptom's name in kebab-case; the stem of the case's file."""


class Status(StrEnum):
    """Where a case comes from: JuiceFS' own troubleshooting document, users' threads, or the reader's own folder."""

    DOCUMENTED = "documented"
    FIELD = "field"
    OWN = "own"


class Strength(IntEnum):
    """How far a person may rely on a match."""

    NONE = 0
    POSSIBLE = 1
    """Worth a mention only to somebody who asked the bot directly."""
    LIKELY = 2
    """Worth a reply in a channel."""
    CERTAIN = 3
    """A person may act on it."""

    @property
    def word(self) -> str:
        """The strength as printed and stored: none, possible, likely or certain."""
        return self.name.lower()


class Ours(StrEnum):
    """What makes a signature JuiceFS' own and not another product's twin."""

    ALWAYS = "always"
    """Only JuiceFS prints this text."""
    SIGN = "sign"
    """Others print it too: something in the paste must name JuiceFS."""
    DRIVER = "driver"
    """The text names its CSI driver in the slot {driver}, and that must be JuiceFS'."""


class Risk(StrEnum):
    """What a fix step may cost."""

    SAFE = "safe"
    DISRUPTIVE = "disruptive"
    DATA_LOSS = "data-loss"


class Where(StrEnum):
    """Where a command is run."""

    TERMINAL = "terminal"
    NODE = "node"
    MOUNT_POD = "mount-pod"


Phrase = tuple[str, ...]
"""Words in a row, as `bot.core.matching.lines.words` makes them."""

Group = tuple[Phrase, ...]
"""Phrases of which any one will do."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One way in which a case shows in text.

    `text` is the literal as printed, with `{slots}` for what varies; it is empty for a symptom told in prose, which
    stands on its `must` groups alone.  `refute` are phrases whose presence beside it makes it another trouble.
    """

    text: str
    must: tuple[Group, ...]
    refute: tuple[Phrase, ...] = ()
    unless: tuple[Phrase, ...] = ()
    """As `refute`, but anywhere in the paste."""
    helps: tuple[Group, ...] = ()
    """When given, at least one has to be near, or the signature is no more than possible."""
    ours: Ours = Ours.SIGN
    strength: Strength = Strength.CERTAIN
    alone: Strength = Strength.POSSIBLE
    """The strongest it may be when nothing in the paste names JuiceFS (and nothing names another product)."""
    cause: str | None = None
    generic: bool = False
    """It accompanies many troubles: any more specific match in the same paste ranks above it."""
    line: int = 0
    """Where it stands in the case's file, for messages."""


@dataclass(frozen=True, slots=True)
class Command:
    """A read-only command with `{slots}`; `causes` limits it to those sub-causes."""

    id: str
    run: str
    where: Where = Where.TERMINAL


@dataclass(frozen=True, slots=True)
class Reading:
    """Why a command is run, and how its output is to be read, in one language."""

    question: str
    read: str


@dataclass(frozen=True, slots=True)
class Step:
    """One fix step in one language; `text` may hold `{slots}` inside its back-quoted code."""

    text: str
    risk: Risk = Risk.SAFE
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Another case (or other trouble) that reads alike, and what tells it apart, in one language."""

    case: CaseId | None
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a case says in one language."""

    title: str
    meaning: str
    causes: Mapping[str, str]
    """Sub-cause or cause id -> one sentence.  The ids are the same in both languages."""
    readings: Mapping[str, Reading]
    """Command id -> why it is run and how to read its output."""
    steps: tuple[Step, ...]
    look_alikes: tuple[LookAlike, ...]
    more: str
    """Background in Markdown: everything else that the sources say; shown by `cases show`."""
    link: str
    """The documentation page, with its anchor."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text that must lead to this case, or (as a look-alike) must not; `leads_to` is then the case it is, if any."""

    text: str
    leads_to: CaseId | None
    line: int


@dataclass(frozen=True, slots=True)
class Case:
    """One trouble, whole."""

    id: CaseId
    status: Status
    signatures: tuple[Signature, ...]
    commands: tuple[Command, ...]
    pages: Mapping[Lang, Page]
    examples: tuple[Example, ...]
    explains: tuple[CaseId, ...] = ()
    """Cases that this one is the cause of: found together, this one ranks first."""
    confirmed_by: tuple[str, ...] = ()
    """Finding codes (knowledge/findings.yaml) that speak for the case."""
    cause_of: Mapping[str, str] = field(default_factory=dict)
    """Finding code -> the sub-cause that it proves; only codes of `confirmed_by`, and not all of them prove one."""
    ruled_out_by: tuple[str, ...] = ()
    """Finding codes that speak against it."""
    sources: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """What in a text says that it is about JuiceFS, and what says that it is about another product."""

    juicefs: tuple[Phrase, ...]
    others: Mapping[str, tuple[Phrase, ...]]
    """Product -> the words that name it."""
    weak: tuple[Phrase, ...] = ()
    """Terms that hardly anybody else uses: they name JuiceFS where no other product is named."""
    trade: tuple[Phrase, ...] = ()
    """Words of our trade: a text that holds none of them and names no JuiceFS is no business of ours."""


@dataclass(frozen=True, slots=True)
class Casebook:
    """Every case that is in force, in the order of their ids, and the signs that all of them share."""

    cases: tuple[Case, ...]
    signs: Signs
    by_id: Mapping[CaseId, Case] = field(default_factory=dict)
    findings: Mapping[str, FindingText] = field(default_factory=dict)
    """Finding code -> its sentence and weight."""

    def only(self, statuses: frozenset[Status]) -> "Casebook":
        """The same book with the cases of these statuses alone."""
        return casebook(tuple(case for case in self.cases if case.status in statuses), self.signs, self.findings)


def casebook(
    cases: tuple[Case, ...], signs: Signs, findings: Mapping[str, FindingText] = MappingProxyType({})
) -> Casebook:
    """A book of these cases, sorted by id; ids must differ (the loader sees to it)."""
    ordered = tuple(sorted(cases, key=lambda case: case.id))
    return Casebook(ordered, signs, {case.id: case for case in ordered}, findings)
