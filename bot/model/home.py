"""The app's own page in Slack, which shows each person what is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.chat import Pointer
from bot.model.handoff import Card


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody looks at the page.  `key` is the same however often Slack says so."""

    key: str
    team: str
    channel: str
    """Their direct conversation with the bot."""
    ts: str
    user: str

    @property
    def pointer(self) -> Pointer:
        """Where this is; like a press it cannot be read again, and the next look shows the page anew."""
        return Pointer(self.key, None, self.channel, self.ts)


@dataclass(frozen=True, slots=True)
class Told:
    """A handing over in one line: where it stands, how many conversations, how many of them were accepted."""

    at: datetime
    sender: str
    """Empty: the schedule."""
    receiver: str
    """A person's or a group's id; empty: nobody."""
    url: str
    count: int
    accepted: int
    alone: bool = False
    """Whether it is one conversation that was handed over in its own thread."""


@dataclass(frozen=True, slots=True)
class Home:
    """What one person's page shows."""

    mine: Sequence[Card] = ()
    """Open conversations that they have."""
    offered: Sequence[Card] = ()
    """Those that wait for them, or for a group of theirs, to accept."""
    last: Sequence[Told] = ()
    """The newest handings over that they had to do with."""
