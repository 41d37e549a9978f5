"""The log with what a chat needs beside it: claims, what a thread holds, feedback, and who may see what."""

import threading
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from bot.core.chat.policy import Remembered
from bot.edge.store.file.opening import BUSY_SECONDS, open_for_writing, transaction
from bot.edge.store.handoff_store import HandoffStore
from bot.edge.store.owed import Erasure, Owed
from bot.edge.store.rows import absence, events, reading, threads
from bot.edge.store.rows.events import Taken
from bot.errors import StoreError
from bot.model.chat import Absence, ChannelKind, Pointer
from bot.model.conversation import Conversation, ConversationId, Entry, Place
from bot.model.feedback import Feedback, Vote


def open_chat_store(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> "ChatStore":
    """Open the log for a bot in a chat, as `open_store` does.  Raises StoreError."""
    return ChatStore(path, open_for_writing(path, busy_seconds), busy_seconds)


class ChatStore(HandoffStore):
    """The log for one running bot.  Every method raises StoreError, and then nothing of it was done."""

    def __init__(self, path: Path, db: Database, busy_seconds: float) -> None:
        super().__init__(path, db, busy_seconds)
        self._owed = Owed()
        self._busy: set[str] = set()
        self._kinds: dict[str, ChannelKind] = {}
        self._lock = threading.Lock()

    def claim(self, pointer: Pointer, at: datetime) -> bool:
        """Whether nobody has this event yet; then it is this bot's, until it is settled."""
        if not self._reserve(pointer.key):
            return False
        new = False
        try:
            with self._writing() as db:
                new = events.claim(db, pointer, self._presence.name, at)
        finally:
            if not (new and pointer.change):
                self._leave(pointer.key)
        return new

    def begin(self, key: str) -> None:
        """What was taken over is worked on now: should that end the bot, it counts (`events.MOST_TRIES`)."""
        with self._writing() as db:
            events.begin(db, key)

    def settle(self, key: str, *, failed: bool = False) -> None:
        """The event needs nothing more: it was answered, left alone, or cannot be helped.

        Where that cannot be stored it stays pending, and the next `take_over` finds what was done.
        """
        try:
            with self._writing() as db:
                events.settle(db, key, failed=failed)
        finally:
            self._leave(key)

    def put_off(self, key: str) -> None:
        """This bot is not at the event now: it stays pending for the next `take_over`, and this try does not count."""
        try:
            with self._writing() as db:
                events.put_off(db, [key])
        finally:
            self._leave(key)

    def take_over(self, now: datetime) -> Taken:
        """Pending events that no living bot is at, suspects last: they are this bot's now.  Some are given up."""
        reserved = list[str]()

        def reserve(key: str) -> bool:
            if new := self._reserve(key):
                reserved.append(key)
            return new

        taken = Taken()
        try:
            with self._writing() as db, transaction(db):
                events.prune(db, now)
                taken = events.take_over(db, self._presence.name, self._presence.alive, reserve)
        finally:
            for key in set(reserved) - {pointer.key for pointer in taken.pointers}:
                self._leave(key)
        return taken

    def note_channel(self, team: str, channel: str, kind: ChannelKind) -> None:
        """Remember what kind of conversation a channel is; costs nothing when it is known already."""
        if kind is ChannelKind.UNKNOWN or self._kinds.get(channel) is kind:
            return
        with self._writing() as db:
            events.note_channel(db, team, channel, kind)
        self._kinds[channel] = kind

    def absence(self, team: str) -> Absence | None:
        """Since when nothing was seen, and where to look; None for a bot that has never seen an event."""
        with self._reading() as db:
            return absence.absence(db, team)

    def reading_up(self, team: str, since: float) -> None:
        """What was said since then is being read from Slack: a bot that dies meanwhile leaves it to the next."""
        with self._writing() as db:
            absence.begin(db, team, since)

    def read_up(self, team: str) -> None:
        """All of it was read."""
        with self._writing() as db:
            absence.end(db, team)

    def recall(self, place: Place) -> Remembered:
        """What was said in a thread."""
        with self._writing(writes=False) as db:
            return threads.recall(db, place)

    def record(self, conversation: Conversation) -> ConversationId:
        """As `Store.record`, after what could not be recorded before; what cannot be now is kept for later."""
        try:
            self.pay()
            return super().record(conversation)
        except StoreError:
            self._owed.keep(conversation)
            raise

    def erase(self, place: Place, ts: str) -> bool:
        """Remove the text of a message that was deleted, and what may quote it; False when it was not stored.

        What cannot be removed now is removed later.
        """
        kept = self._owed.forget(place, ts)
        try:
            return self._erase(place, ts) or kept
        except StoreError:
            self._owed.keep(Erasure(place, ts))
            raise

    def pay(self) -> int:
        """Write what could not be written before; how much that was.  Raises StoreError when it still cannot be."""
        count = 0
        while (debt := self._owed.first) is not None:
            if isinstance(debt, Erasure):
                self._erase(debt.place, debt.ts)
            else:
                super().record(debt)
            self._owed.paid(debt)
            count += 1
        return count

    def vote(self, place: Place, ts: str, user: str, feedback: Feedback, at: datetime) -> bool:
        """Count what a person says of the bot's post `ts`, once for each person; False for an unknown post."""
        with self._writing() as db, transaction(db):
            return threads.vote(db, place, ts, Vote(user, feedback, at))

    def visible(self, words: Collection[str], place: Place, limit: int) -> Sequence[Entry]:
        """Conversations with these words that were held in this channel, or in a public one of its workspace."""
        with self._reading() as db:
            return reading.entries(db, tuple(words), limit, seen_from=place)

    def close(self) -> None:
        """Close the log; other bots may take over what is pending: it did not end this one."""
        with suppress(StoreError):
            self.pay()
        with suppress(StoreError), self._writing() as db, transaction(db):
            events.put_off(db, self._busy)
        super().close()

    def _erase(self, place: Place, ts: str) -> bool:
        with self._writing() as db, transaction(db):
            return threads.erase(db, place, ts)

    def _reserve(self, key: str) -> bool:
        """Make an event ours before anybody can see in the log that it waits; False when it is ours already."""
        with self._lock:
            if key in self._busy:
                return False
            self._busy.add(key)
            return True

    def _leave(self, key: str) -> None:
        with self._lock:
            self._busy.discard(key)
