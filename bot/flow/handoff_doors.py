"""What handing over needs of the log: each step is written down before the next one is taken."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.model.conversation import ConversationId, Place
from bot.model.handoff import Asked, Errand, HandedThread, Handing, HandoffId, OpenItem
from bot.model.oncall import Receiver, Reminder


class HandoffLog(Protocol):
    """The log, as far as handing over goes.  Every method raises StoreError, and then nothing of it was done."""

    def ask(self, asked: Asked, *, after: timedelta = timedelta()) -> Handing:
        """Write it down, once for each key; how it stands.  Whoever asks has so long until others do it."""
        ...

    def handing(self, number: HandoffId) -> Handing | None:
        """How it stands; None when there is none of that number."""
        ...

    def handing_at(self, place: Place) -> Handing | None:
        """The one that is told in this thread."""
        ...

    def last_handings(self, team: str, person: str, groups: Collection[str], limit: int) -> Sequence[Handing]:
        """The newest that a person sent, accepted from, or that went to them or one of their groups."""
        ...

    def last_threads(self, team: str, person: str, groups: Collection[str], limit: int) -> Sequence[HandedThread]:
        """The newest conversations handed over alone, in their threads, that a person had to do with likewise."""
        ...

    def freeze(self, number: HandoffId, items: Sequence[OpenItem], at: datetime) -> None:
        """Keep what was before and is now; from here on neither changes for this handing over."""
        ...

    def handed(self, number: HandoffId) -> Sequence[OpenItem]:
        """Its conversations as they stand, with what was before and now when it was read."""
        ...

    def begun(self, number: HandoffId, thread: str, parent: str) -> None:
        """The first post stands: this is its `ts`, and the thread."""
        ...

    def to_nobody(self, number: HandoffId) -> None:
        """Whom the schedule names cannot take it: it goes to whoever comes next."""
        ...

    def to_nobody_before(self, number: HandoffId, since: datetime) -> Handing | None:
        """The newest to nobody of the same channel before this one, refused ones left out, if it is no older."""
        ...

    def offer(self, number: HandoffId, receiver: Receiver, at: datetime) -> None:
        """Offer every conversation of it, all at once; what cannot be offered stays as it is."""
        ...

    def card(self, number: HandoffId, conversation: ConversationId, ts: str) -> None:
        """A card stands: this is its `ts`."""
        ...

    def posted(self, number: HandoffId, at: datetime, patience: timedelta) -> None:
        """All of it stands; its receiver has so long to accept, and as long again once reminded."""
        ...

    def refused(self, number: HandoffId, why: str, at: datetime) -> None:
        """It was not done, and that was said."""
        ...

    def waiting(self, number: HandoffId) -> Sequence[ConversationId]:
        """Its conversations that nobody has accepted yet."""
        ...

    def reminded(self, number: HandoffId, at: datetime, *, sender: bool) -> None:
        """Its receiver was reminded, or its sender told."""
        ...

    def open_with(self, team: str, person: str, groups: Collection[str]) -> Sequence[OpenItem]:
        """The open conversations that a person has, or that wait for them or one of their groups."""
        ...

    def errands(self, now: datetime) -> Sequence[Errand]:
        """What is due, earliest first."""
        ...

    def take(self, work: Errand | Reminder) -> int | None:
        """Take it up: how often somebody did before; None when it is done or somebody is at it."""
        ...

    def end(self, work: Errand | Reminder, at: datetime) -> None:
        """It is done, or needs to be done no more."""
        ...

    def give_back(self, work: Errand | Reminder, at: datetime, *, blameless: bool) -> None:
        """It could not be done now; `blameless`: because Slack or the log was away, which does not count."""
        ...
