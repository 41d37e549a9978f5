"""The log as the rest of the bot knows it: read it, record an exchange, forget a conversation."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from bot.core.oncall.stats import Stats, count
from bot.edge.store.file.condition import Condition
from bot.edge.store.file.copying import COPIES_KEPT, drop_own_copies
from bot.edge.store.file.opening import BUSY_SECONDS, is_log, open_for_writing, opened_for_reading, transaction
from bot.edge.store.file.troubles import Said, ours, trouble, trouble_of
from bot.edge.store.rows import duties, episodes, forgetting, reading, writing
from bot.model.conversation import Conversation, ConversationId, Entry, Logged, Place
from bot.model.handoff import OpenItem, Reading
from bot.model.oncall import Change, Duty

_NOTHING_YET = Said(
    "Nothing has been logged yet: there is no conversation log at {path}."
    " The bot makes it with its first answer; JUICEFS_BOT_DB says where.",
    "还没有任何记录：{path} 处没有对话日志。机器人第一次回答时会创建它；位置由 JUICEFS_BOT_DB 指定。",
)
_TRACES_LEFT = Said(
    "Conversation {number} is gone from the log {path}, but traces of it may still be on the disk, because the file"
    " could not be written anew ({why}). Run `juicefs-bot log forget {number}` again to finish.",
    "对话 {number} 已从日志 {path} 中删除，但文件未能整体重写（{why}），磁盘上可能还有残留。"
    "请再次运行 `juicefs-bot log forget {number}` 以彻底清除。",
)
_OLD_TRACES = Said(
    "Old conversations are gone from the log {path}, but traces of them may still be on the disk, because the file"
    " could not be written anew ({why}). It is tried again the next day, and by `juicefs-bot log expire`.",
    "旧对话已从日志 {path} 中删除，但文件未能整体重写（{why}），磁盘上可能还有残留。"
    "第二天会再试，也可以运行 `juicefs-bot log expire`。",
)
_HELD = Said("another process is reading it", "有其他进程正在读取")
_NO_ROOM = Said("no free space, or the disk failed", "空间不足或磁盘出错")


def open_store(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> "Store":
    """Open the log for writing; it is made, with its folder, when it is missing, and its schema is brought up to date.

    Raises StoreError, leaving the file as it was, when it is no log, a newer version's, damaged or not writable.
    """
    return Store(path, open_for_writing(path, busy_seconds), busy_seconds)


def read_log(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> "LogReader":
    """Open the log for reading: nothing is made or changed.  Raises StoreError, also when there is none yet."""
    if not is_log(path):
        raise trouble(path, _NOTHING_YET)
    return LogReader(path, busy_seconds)


class LogReader:
    """Reads the log.  Every reading has a connection of its own, so that any thread may read while another writes."""

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self.path = path
        self._busy_seconds = busy_seconds
        self._condition = Condition(busy_seconds)

    def entries(self, words: Sequence[str] = (), *, limit: int = 20) -> tuple[Entry, ...]:
        """Conversations that hold every word (or its beginning) in what was asked or said, newest message first.

        Works for English and Chinese words.  Raises StoreError.
        """
        with self._reading() as db:
            return reading.entries(db, words, limit)

    def conversation(self, number: ConversationId) -> Logged | None:
        """One conversation whole, its messages in the order of time; None when there is none.  Raises StoreError."""
        with self._reading() as db:
            return reading.logged(db, number)

    def everything(self) -> Iterator[Logged]:
        """Every conversation by number, as the log was when the reading began.  Raises StoreError."""
        with self._reading() as db:
            db.execute("BEGIN")
            yield from reading.everything(db)

    def item_of(self, number: ConversationId) -> OpenItem | None:
        """A conversation with all that is known of it, however it stands; None when it is not there.  StoreError."""
        with self._reading() as db:
            return next(iter(episodes.items_of(db, [number])), None)

    def stats(self, seen_from: Place | None = None) -> Stats:
        """The figures of the log: of all of it, or of what may be seen from a place.  Raises StoreError."""
        with self._reading() as db:
            return count(episodes.each(db, seen_from))

    def open_items(self, place: Place) -> tuple[OpenItem, ...]:
        """The open conversations of a channel, of its thread alone when `place` has one.  Raises StoreError."""
        with self._reading() as db:
            return episodes.open_items(db, place)

    def open_in(self, place: Place, now: datetime) -> tuple[OpenItem, ...]:
        """What counts as open in a channel (docs/oncall.md says what does).  Raises StoreError."""
        with self._reading() as db:
            return episodes.open_in(db, place, now)

    def history(self, number: ConversationId) -> tuple[Change, ...]:
        """What people did about a conversation and noted, oldest first.  Raises StoreError."""
        with self._reading() as db:
            return duties.changes(db, number)

    def duty(self, number: ConversationId) -> Duty:
        """How a conversation stands.  Raises StoreError."""
        with self._reading() as db:
            return duties.duty(db, number)

    def readings(self, number: ConversationId) -> tuple[Reading, ...]:
        """What the cluster said last of each of a conversation's pods, the newest first.  Raises StoreError."""
        with self._reading() as db:
            return episodes.readings(db, number)

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        with self._condition.learning(writes=False), opened_for_reading(self.path, self._busy_seconds) as db:
            yield db


class Store(LogReader):
    """Reads and writes the log.  Threads may share it: one writes at a time, the others wait their turn."""

    def __init__(self, path: Path, db: Database, busy_seconds: float) -> None:
        super().__init__(path, busy_seconds)
        self._db = db
        self._turn = threading.Lock()

    def record(self, conversation: Conversation) -> ConversationId:
        """Write the messages (at least one) into the conversation at their place: all of them, or StoreError and none.

        A place with a thread that the log knows is continued, any other place opens a conversation; a message whose
        `ts` is known there replaces what was stored of it.
        """
        with self._writing() as db, transaction(db):
            return writing.put(db, conversation)

    def forget(self, number: ConversationId, at: datetime) -> bool:
        """Remove every text and name of a conversation from the file, for good; False when there is no such number.

        What stays is told in `docs/log.md`.  Raises StoreError when nothing was removed, and also when traces may be
        left on the disk: its sentence says so, and forgetting the same number again finishes the work.
        """
        with self._writing() as db:
            with transaction(db):
                known = forgetting.blank(db, number, at)
            if known:
                drop_own_copies(self.path)
                self._scrub(db, _traces(number))
            return known

    def forget_older(self, before: datetime, at: datetime) -> int:
        """Forget every conversation whose newest message is older than `before`; how many there were.

        Copies that the bot made unasked go a week after they were made.  Raises StoreError as `forget` does; the next
        call finishes the work then.
        """
        with self._writing() as db:
            with transaction(db):
                count = forgetting.blank_older(db, before, at)
            drop_own_copies(self.path, older_than=at - COPIES_KEPT)
            if forgetting.scrub_is_due(db):
                self._scrub(db, _OLD_TRACES)
            return count

    def check(self) -> None:
        """Write for real what changes nothing.  Raises StoreError when the log cannot be written just now."""
        with self._writing() as db:
            (number,) = db.execute("PRAGMA user_version").fetchone()
            db.execute(f"PRAGMA user_version = {number}")

    def close(self) -> None:
        """Close the file; SQLite moves the write-ahead log into it.  Recording afterwards raises StoreError.

        A damaged log is only let go: what its write-ahead log holds stays beside it.
        """
        if self._condition.damage is None:
            with self._turn, ours(self.path):
                self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _scrub(self, db: Database, traces: Said) -> None:
        try:
            done = forgetting.scrub(db)
        except sqlite3.Error as error:
            raise trouble(self.path, _because(traces, _NO_ROOM)) from error
        if not done:
            raise trouble(self.path, _because(traces, _HELD))

    @contextmanager
    def _writing(self, *, writes: bool = True) -> Iterator[Database]:
        """The connection, for one thread at a time; `writes` is False for whoever only looks."""
        patience = self._condition.patience
        if not self._turn.acquire(timeout=patience):
            raise trouble_of(self.path, sqlite3.SQLITE_BUSY)
        try:
            if self._condition.damage is not None:
                raise trouble_of(self.path, self._condition.damage)
            with ours(self.path), self._condition.learning(writes=writes):
                self._db.execute(f"PRAGMA busy_timeout = {patience * 1000:.0f}")
                yield self._db
        finally:
            self._turn.release()


def _traces(number: ConversationId) -> Said:
    return Said(*(said.replace("{number}", str(number)) for said in _TRACES_LEFT))


def _because(traces: Said, why: Said) -> Said:
    return Said(traces.en.replace("{why}", why.en), traces.zh.replace("{why}", why.zh))
