"""A handing over: what is open, how each trouble stands now compared with before, and what needs attention first."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.model.case import CaseId, Strength
from bot.model.conversation import ConversationId, Place
from bot.model.finding import Finding, State
from bot.model.judgement import Outcome
from bot.model.oncall import Change, Duty
from bot.model.snapshot import PodRef
from bot.model.text import Lang, SafeText

HandoffId = NewType("HandoffId", int)
"""The number of a handing over in the log, from 1."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pod's cluster said at one time: as much as is needed to compare it with another time."""

    pod: PodRef
    at: datetime
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    """What is wrong and what could not be read, along the mount chain; what is fine is left out."""
    case: CaseId | None = None
    context: str = ""

    @property
    def troubles(self) -> tuple[Finding, ...]:
        """What is wrong."""
        return tuple(one for one in self.findings if one.state is State.TROUBLE)


class Trend(StrEnum):
    """How a trouble stands now compared with before."""

    WORSE = "worse"
    SAME = "same"
    BETTER = "better"
    HEALED = "healed"
    FIRST = "first"
    """It was read now, and never before."""
    UNREAD = "unread"
    """It could not be read now: that says nothing about it."""
    NO_POD = "no-pod"
    """No pod is named, so that there is nothing to read."""


class Attention(StrEnum):
    """Why a conversation is to be looked at first, in this order."""

    WORSE = "worse"
    UNOWNED = "unowned"
    OVERDUE = "overdue"
    """Its next check is past."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A pod as it was and as it is."""

    pod: PodRef
    before: Reading | None = None
    now: Reading | None = None
    unread: Mapping[Lang, str] = field(default_factory=dict)
    """Why it could not be read now, in each language; empty where it was read or nobody tried."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An open conversation with all that a successor has to know."""

    id: ConversationId
    opened_at: datetime
    duty: Duty
    touched_at: datetime | None = None
    """When anything was last said or done in it; None where only its opening is known."""
    title: SafeText = field(default=SafeText(""), repr=False)
    """The line that proves the case, else the first that was asked; redacted, not escaped."""
    tracked: bool = False
    """Whether somebody opened it on purpose: then there may be no text of it, and no case."""
    case: CaseId | None = None
    strength: Strength = Strength.NONE
    pods: tuple[PodRef, ...] = ()
    where: str = ""
    """Slack's channel and thread, in that order, a blank between; empty in a terminal."""
    url: str = ""
    """Slack's own link to its thread; empty where Slack was not asked."""
    tried: tuple[Change, ...] = ()
    """The notes, oldest first."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What the authors of these are called, by their ids, as far as Slack was asked; not escaped."""
    readings: tuple[Reading, ...] = ()
    """What the cluster said last of each of its pods, the newest first."""
    before: Reading | None = None
    """The newest of these; once its pods were read again, that of the pod that stands worst."""
    now: Reading | None = None
    """Of the same pod; None when it was not read now."""
    unread: Mapping[Lang, str] = field(default_factory=dict)
    """Why that pod could not be read now, in each language; empty where it was read or nobody tried."""
    beside: tuple[Compared, ...] = ()
    """Its other pods, once they were read again."""
    ts: str = ""
    """Slack's `ts` of its card in the thread of a handing over; empty where it has none."""
    accepted_by: str = ""
    """Who accepted it in that handing over; empty until somebody has."""
    accepted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One open conversation, judged."""

    item: OpenItem
    trend: Trend
    attention: tuple[Attention, ...]
    appeared: tuple[Finding, ...] = ()
    """What is wrong now and was not before."""
    gone: tuple[Finding, ...] = ()
    """What was wrong before and was read to be so no more."""


@dataclass(frozen=True, slots=True)
class Handoff:
    """Everything that is handed over, what needs attention first on top."""

    at: datetime
    cards: tuple[Card, ...]
    sender: str = ""
    """Empty when the schedule hands over."""
    receiver: str = ""
    """A person's or a group's id; empty for nobody."""
    note: SafeText = field(default=SafeText(""), repr=False)
    closed: tuple[Card, ...] = ()
    """Those that were handed over and are resolved or dismissed by now."""

    @property
    def urgent(self) -> tuple[Card, ...]:
        """The cards that need attention first."""
        return tuple(card for card in self.cards if card.attention)


@dataclass(frozen=True, slots=True)
class Asked:
    """A handing over as somebody asked for it, or as the schedule did.  `key` is the same however often it arrives."""

    key: str
    place: Place
    """The channel; with the thread that it is told in, or without one when the bot's own post begins it."""
    at: datetime
    lang: Lang
    sender: str = ""
    """Empty: the schedule."""
    receiver: str = ""
    """A person's or a group's id; empty: whoever comes next."""
    note: SafeText = field(default=SafeText(""), repr=False)


@dataclass(frozen=True, slots=True)
class Handing:
    """A handing over as the log has it, step by step: asked for, read, told."""

    id: HandoffId
    asked: Asked
    thread: str = ""
    """The thread that it is told in; empty until the bot's own post has begun it."""
    parent: str = ""
    """The `ts` of the post that begins with from whom and to whom; empty until it stands."""
    read_at: datetime | None = None
    """When the pods were read; what was before and what is now does not change any more then."""
    posted_at: datetime | None = None
    """When all of it stood in the thread; also when it was refused."""
    reminded_at: datetime | None = None
    told_at: datetime | None = None
    """When the sender was told that nobody has accepted."""

    @property
    def place(self) -> Place:
        """The thread that it is told in."""
        return replace(self.asked.place, thread=self.thread or None)


@dataclass(frozen=True, slots=True)
class HandedThread:
    """One conversation that somebody handed over alone, in its own thread."""

    place: Place
    """That thread."""
    at: datetime
    sender: str
    receiver: str
    """A person's or a group's id."""
    accepted_by: str = ""
    """Empty until somebody has; also when it was taken back, closed, or handed to somebody else before."""


class ErrandKind(StrEnum):
    """What the bot still has to do about a handing over."""

    POST = "post"
    """Read, tell and offer it."""
    REMIND = "remind"
    """Its receiver has not accepted yet."""
    TELL = "tell"
    """Nobody has accepted: the sender is to know."""
    ACCEPTED = "accepted"
    """Write into a conversation's thread who accepted it; without one, into its own thread that all of it is."""
    CARD = "card"
    """Write a conversation's card anew: somebody has done something about it."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to be done once, by one bot, whatever stops in between."""

    id: int
    kind: ErrandKind
    handoff: HandoffId
    due_at: datetime
    conversation: ConversationId | None = None
