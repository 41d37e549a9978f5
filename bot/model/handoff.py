"""A handing over: what is open, how each trouble stands now compared with before, and what needs attention first."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.case import CaseId, Strength
from bot.model.conversation import ConversationId
from bot.model.finding import Finding, State
from bot.model.judgement import Outcome
from bot.model.oncall import Change, Duty
from bot.model.snapshot import PodRef
from bot.model.text import SafeText


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
class OpenItem:
    """An open conversation with all that a successor has to know."""

    id: ConversationId
    opened_at: datetime
    duty: Duty
    title: SafeText = field(default=SafeText(""), repr=False)
    """The line that proves the case, else the first that was asked; redacted, not escaped."""
    case: CaseId | None = None
    strength: Strength = Strength.NONE
    pods: tuple[PodRef, ...] = ()
    where: str = ""
    """Slack's channel and thread, in that order, a blank between; empty in a terminal."""
    url: str = ""
    """Slack's own link to its thread; empty where Slack was not asked."""
    tried: tuple[Change, ...] = ()
    """The notes, oldest first."""
    before: Reading | None = None
    now: Reading | None = None
    """None when it was not read now."""


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

    @property
    def urgent(self) -> tuple[Card, ...]:
        """The cards that need attention first."""
        return tuple(card for card in self.cards if card.attention)
