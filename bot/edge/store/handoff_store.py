"""The log for whoever hands over: each step is written down before the next one is taken.

What the bot still has to do (`Errand`, `Reminder`) is taken up by one bot, done, and only then ended.  A bot that dies
in between leaves it to the next one, which is told that it may have been done already.
"""

import threading
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from bot.edge.store.file.opening import transaction
from bot.edge.store.file.presence import Presence
from bot.edge.store.oncall_store import OnCallStore
from bot.edge.store.rows import duties, episodes, errands, handed_threads, handoffs, taking
from bot.edge.store.rows.writing import iso
from bot.model.conversation import ConversationId, Place
from bot.model.handoff import Asked, Errand, ErrandKind, HandedThread, Handing, HandoffId, OpenItem
from bot.model.oncall import Act, Deed, Receiver, Reminder


class HandoffStore(OnCallStore):
    """Every method raises StoreError, and then nothing of it was done."""

    def __init__(self, path: Path, db: Database, busy_seconds: float) -> None:
        super().__init__(path, db, busy_seconds)
        self._presence = Presence(path)
        self._at_work: set[tuple[str, int]] = set()
        self._work_lock = threading.Lock()

    # -- a handing over, step by step --------------------------------------------------------------

    def ask(self, asked: Asked, *, after: timedelta = timedelta()) -> Handing:
        """Write it down, once for each key; how it stands.  Whoever asks has so long until others do it."""
        with self._writing() as db, transaction(db):
            return handoffs.put(db, asked, asked.at + after)

    def handing(self, number: HandoffId) -> Handing | None:
        """How a handing over stands; None when there is none of that number."""
        with self._reading() as db:
            return handoffs.handing(db, number)

    def handing_at(self, place: Place) -> Handing | None:
        """The handing over that is told in this thread."""
        with self._reading() as db:
            return handoffs.at_place(db, place)

    def last_handings(self, team: str, person: str, groups: Collection[str], limit: int) -> Sequence[Handing]:
        """The newest that a person sent, accepted from, or that went to them or one of their groups."""
        with self._reading() as db:
            return handoffs.last(db, team, (person, *groups), limit)

    def last_threads(self, team: str, person: str, groups: Collection[str], limit: int) -> Sequence[HandedThread]:
        """The newest conversations handed over alone, in their threads, that a person had to do with likewise."""
        with self._reading() as db:
            return handed_threads.last(db, team, (person, *groups), limit)

    def freeze(self, number: HandoffId, items: Sequence[OpenItem], at: datetime) -> None:
        """Keep what was before and is now; from here on neither changes for this handing over."""
        with self._writing() as db, transaction(db):
            handoffs.freeze(db, number, items, at)

    def handed(self, number: HandoffId) -> Sequence[OpenItem]:
        """Its conversations as they stand, with what was before and now when it was read."""
        with self._reading() as db:
            return handoffs.items(db, number)

    def begun(self, number: HandoffId, thread: str, parent: str) -> None:
        """The first post stands: this is its `ts`, and the thread."""
        with self._writing() as db, transaction(db):
            handoffs.write(db, number, thread_ts=thread, parent_ts=parent)

    def offer(self, number: HandoffId, receiver: Receiver, at: datetime) -> None:
        """Offer every conversation of it to the receiver, all at once; what cannot be offered stays as it is.

        Who does not accept is reminded of the whole handing over, not of each.
        """
        with self._writing() as db, transaction(db):
            found = handoffs.handing(db, number)
            for item in handoffs.items(db, number) if found else ():
                key = f"handoff:{number}:{item.id}"
                deed = Deed(Act.HAND_OVER, found.asked.sender if found else "", at, receiver=receiver, key=key)
                duties.act(db, item.id, deed, None)

    def card(self, number: HandoffId, conversation: ConversationId, ts: str) -> None:
        """A card stands: this is its `ts`."""
        with self._writing() as db, transaction(db):
            handoffs.write_card(db, number, conversation, ts)

    def posted(self, number: HandoffId, at: datetime, patience: timedelta) -> None:
        """All of it stands; its receiver has so long to accept, and as long again once reminded."""
        with self._writing() as db, transaction(db):
            handoffs.write(db, number, posted_at=iso(at))
            if errands.waiting(db, number):
                errands.plan(db, ErrandKind.REMIND, number, at + patience)
                errands.plan(db, ErrandKind.TELL, number, at + 2 * patience)

    def refused(self, number: HandoffId, why: str, at: datetime) -> None:
        """It was not done, and that was said."""
        with self._writing() as db, transaction(db):
            handoffs.write(db, number, posted_at=iso(at), refused=why)

    def to_nobody(self, number: HandoffId) -> None:
        """Whom the schedule names cannot take it: it goes to whoever comes next."""
        with self._writing() as db, transaction(db):
            handoffs.write(db, number, receiver="")

    def to_nobody_before(self, number: HandoffId, since: datetime) -> Handing | None:
        """The newest to nobody of the same channel before this one, refused ones left out, if it is no older."""
        with self._reading() as db:
            return handoffs.to_nobody_before(db, number, since)

    def waiting(self, number: HandoffId) -> Sequence[ConversationId]:
        """Its conversations that nobody has accepted yet."""
        with self._reading() as db:
            return errands.waiting(db, number)

    def reminded(self, number: HandoffId, at: datetime, *, sender: bool) -> None:
        """Its receiver was reminded, or its sender told."""
        with self._writing() as db, transaction(db):
            handoffs.write(db, number, **{"told_at" if sender else "reminded_at": iso(at)})

    # -- lists -------------------------------------------------------------------------------------

    def open_with(self, team: str, person: str, groups: Collection[str]) -> Sequence[OpenItem]:
        """The open conversations that a person has, or that wait for them or one of their groups."""
        with self._reading() as db:
            return episodes.items_with(db, team, person, groups)

    # -- what is to be done ------------------------------------------------------------------------

    def errands(self, now: datetime) -> Sequence[Errand]:
        """What is due about handings over, earliest first."""
        with self._reading() as db:
            return errands.due(db, now)

    def take(self, work: Errand | Reminder) -> int | None:
        """Take it up: how often somebody did before; None when it is done or somebody is at it.

        Who takes it up ends it (`end`) or gives it back (`give_back`).
        """
        name = (_table(work), work.id)
        with self._work_lock:
            if name in self._at_work:
                return None
            self._at_work.add(name)
        taken = None
        try:
            with self._writing() as db, transaction(db):
                taken = taking.take(db, *name, self._presence.name, self._presence.alive)
        finally:
            if taken is None:
                self._leave_work(name)
        return taken

    def end(self, work: Errand | Reminder, at: datetime) -> None:
        """It is done, or needs to be done no more."""
        try:
            with self._writing() as db, transaction(db):
                taking.end(db, _table(work), work.id, work.due_at, at)
        finally:
            self._leave_work((_table(work), work.id))

    def give_back(self, work: Errand | Reminder, at: datetime, *, blameless: bool) -> None:
        """It could not be done now; `blameless`: because Slack or the log was away, which does not count."""
        try:
            with self._writing() as db, transaction(db):
                taking.give_back(db, _table(work), work.id, at, blameless=blameless)
        finally:
            self._leave_work((_table(work), work.id))

    def close(self) -> None:
        """Close the log; other bots may take over what this one was at."""
        try:
            super().close()
        finally:
            self._presence.end()

    def _leave_work(self, name: tuple[str, int]) -> None:
        with self._work_lock:
            self._at_work.discard(name)


def _table(work: Errand | Reminder) -> str:
    return "errands" if isinstance(work, Errand) else "reminders"
