"""A past conversation in short: what the memory, the figures and the lists look at."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model.case import CaseId, Strength
from bot.model.chat import ChannelKind
from bot.model.conversation import ConversationId, Place
from bot.model.diagnosis import Verdict
from bot.model.oncall import Status
from bot.model.snapshot import PodRef
from bot.model.text import SafeText


@dataclass(frozen=True, slots=True)
class About:
    """What a trouble is about, as far as its text or its cluster named it."""

    pods: frozenset[PodRef] = frozenset()
    namespaces: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Episode:
    """One conversation: where and when, what it was, what became of it, and what people said of the answer."""

    id: ConversationId
    place: Place
    kind: ChannelKind
    """Unknown counts as private."""
    opened_at: datetime
    case: CaseId | None = None
    strength: Strength = Strength.NONE
    verdict: Verdict | None = None
    """Of the newest message; None where nothing was pasted (opened on purpose)."""
    line: SafeText = field(default=SafeText(""), repr=False)
    """The line that proves the case, else the first that was asked."""
    about: About = About()
    status: Status = Status.OPEN
    owner: str = ""
    closed_at: datetime | None = None
    solved: SafeText = field(default=SafeText(""), repr=False)
    """What solved it, in the words of whoever resolved it; empty when nobody said."""
    helped: int = 0
    refuted: int = 0
    """How many people said that it solved it, and that it is not this case."""

    @property
    def took(self) -> timedelta | None:
        """From its first message to its end; None unless it was resolved."""
        resolved = self.status is Status.RESOLVED and self.closed_at
        return self.closed_at - self.opened_at if resolved and self.closed_at else None
