"""Copying the log while it is in use, whole or not at all; and the copies that the bot makes unasked.

SQLite's online backup reads one state of the log and keeps nobody from writing: https://sqlite.org/backup.html
Copies hold texts, so that those made unasked (`.before-…`) go when a conversation is forgotten.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from bot.edge.store.file.troubles import Said, ours, trouble

COPIES_KEPT = timedelta(days=7)
"""How long a copy that nobody asked for outlives what a retention removes: a week to go back to the older version."""

_NOT_WRITTEN = Said(
    "The copy {path} cannot be written. Check that its folder is there, may be written and has free space.",
    "无法写入副本 {path}。请确认目录存在、有写权限且空间充足。",
)
_DAMAGED = Said(
    "The log is damaged, so that no copy was kept as {path}. Restore an earlier backup.",
    "日志已损坏，没有留下副本 {path}。请用更早的备份恢复。",
)


def copy(connection: sqlite3.Connection, target: Path) -> None:
    """Copy what `connection` reads into `target`, whole or not at all, replacing it.  Raises StoreError."""
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with removed(part):
            with ours(target), closing(sqlite3.connect(part)) as other:
                connection.backup(other)
                other.execute("PRAGMA journal_mode = DELETE")  # one file that can be carried away
                if not sound(other):
                    raise trouble(target, _DAMAGED)
            _to_disk(part)
            part.replace(target)
            _to_disk(target.parent)
    except OSError as error:
        raise trouble(target, _NOT_WRITTEN) from error


def own_copies(path: Path) -> tuple[Path, ...]:
    """The copies of the log at `path` that nobody asked for: made before a migration or a restore."""
    return tuple(sorted(path.parent.glob(f"{path.name}.before-*")))


def drop_own_copies(path: Path, older_than: datetime | None = None) -> None:
    """Remove them, or only those made before a moment; one that cannot be removed stays."""
    for one in own_copies(path):
        with suppress(OSError):
            if older_than is None or one.stat().st_mtime < older_than.timestamp():
                one.unlink()


def sound(connection: sqlite3.Connection) -> bool:
    """Whether every page of a database can be read and fits to the others."""
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))


@contextmanager
def removed(path: Path) -> Iterator[None]:
    """Nothing lies at `path` afterwards, nor what SQLite put beside it."""
    try:
        yield
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """Make sure that a file, or the names in a folder, survive the power going off."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
