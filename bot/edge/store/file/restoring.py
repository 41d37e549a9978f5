"""A backup of the log while the bot runs, and the way back."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from time import monotonic

from bot.edge.store.file.copying import copy, drop_own_copies, removed, sound
from bot.edge.store.file.opening import BUSY_SECONDS, is_log, open_for_writing, opened_for_reading
from bot.edge.store.file.troubles import ForeignFileError, NewerFileError, NoDatabaseError, Said, ours, trouble
from bot.errors import StoreError

_PAGES = 1_000
"""Copied at a time when another process may be writing: 4 MiB, a few milliseconds."""

_IN_THE_WAY = Said(
    "{path} is there already and was left as it is. Name a file that does not exist yet.",
    "{path} 已经存在，保持原样。请指定一个尚不存在的文件名。",
)
_NOTHING = Said("There is no log in {path}: it is missing or empty.", "{path} 里没有日志：文件不存在或为空。")
_DAMAGED = Said(
    "The backup {path} is damaged and was not used. Take another one.",
    "备份 {path} 已损坏，没有使用。请换一个。",
)
_NOT_MOVED = Said(
    "{path} cannot be put aside. Check that its folder may be written.",
    "无法把 {path} 移到一旁。请确认它所在的目录有写权限。",
)
_FOREIGN = Said(
    "{path} is the database of another program. It was left as it is; set JUICEFS_BOT_DB to another file.",
    "{path} 是其他程序的数据库，文件保持原样。请把 JUICEFS_BOT_DB 指向别的文件。",
)


_NO_BACKUP: Mapping[type[StoreError], Said] = {
    NoDatabaseError: Said(
        "{path} is no backup: it is no SQLite database. It was left as it is; name another file.",
        "{path} 不是备份：它不是 SQLite 数据库。文件保持原样；请指定别的文件。",
    ),
    ForeignFileError: Said(
        "{path} is no backup: it is the database of another program. It was left as it is; name another file.",
        "{path} 不是备份：它是其他程序的数据库。文件保持原样；请指定别的文件。",
    ),
    NewerFileError: Said(
        "The backup {path} was written by a newer juicefs-bot. It was left as it is; restore it with that version.",
        "备份 {path} 由更新版本的 juicefs-bot 写成，文件保持原样。请用那个版本恢复。",
    ),
}
"""Of a backup these say something else than of the log, which a setting names."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of the log that was there before."""

    kept: Path | None
    """Where it is now; None when there was none."""
    restart: bool
    """Whether a bot that has it open must be started anew: it could only be moved away, not be written over."""


def backup(path: Path, target: Path) -> int:
    """Copy the log at `path` into the new file `target`, whole and checked, while it is in use; the copy's bytes.

    Raises StoreError, leaving nothing behind, when there is no log, when `target` exists or cannot be written.
    """
    if not is_log(path):
        raise trouble(path, _NOTHING)
    if target.exists():
        raise trouble(target, _IN_THE_WAY)
    with opened_for_reading(path, BUSY_SECONDS) as db:
        copy(db.conn, target)
    return target.stat().st_size


def restore(path: Path, source: Path, now: datetime) -> Restored:
    """Put the log in `source` in place of the one at `path`, which is kept beside it.

    `source` may be of an older version and is left as it is.  A bot that is running goes on with the restored log.
    Raises StoreError, changing nothing, when `source` is no log, damaged or a newer version's, and when the file at
    `path` is another program's or is being written all the time.
    """
    _look_through(source)
    there = _lies_at(path)
    if there is _Lies.FOREIGN:
        raise trouble(path, _FOREIGN)
    staged, aside = (
        path.with_name(path.name + ".restoring"),
        path.with_name(f"{path.name}.before-restore-{now:%Y%m%dT%H%M%SZ}"),
    )
    with removed(staged):
        _stage(source, staged)
        if there is _Lies.OURS:
            backup(path, aside)
        elif there is _Lies.UNUSABLE:
            _move(path, aside)
        _pour(staged, path)
    return Restored(None if there is _Lies.NOTHING else aside, restart=there is _Lies.UNUSABLE)


class _Lies(Enum):
    """What lies where a log is to be."""

    NOTHING = "nothing"
    OURS = "ours"
    FOREIGN = "foreign"
    UNUSABLE = "unusable"
    """Damaged, or a newer version's: kept aside, as nobody can read it here."""


def _look_through(source: Path) -> None:
    try:
        there = is_log(source)
    except (NoDatabaseError, ForeignFileError, NewerFileError) as error:
        raise trouble(source, _NO_BACKUP[type(error)]) from error
    if not there:
        raise trouble(source, _NOTHING)
    if not _sound(source):
        raise trouble(source, _DAMAGED)


def _sound(path: Path) -> bool:
    with opened_for_reading(path, BUSY_SECONDS) as db:
        return sound(db.conn)


def _lies_at(path: Path) -> _Lies:
    try:
        if not is_log(path):
            return _Lies.NOTHING
        return _Lies.OURS if _sound(path) else _Lies.UNUSABLE
    except ForeignFileError:
        return _Lies.FOREIGN
    except StoreError:
        return _Lies.UNUSABLE


def _stage(source: Path, staged: Path) -> None:
    """The log of `source` beside the place where it is to be, brought up to date."""
    with opened_for_reading(source, BUSY_SECONDS) as db:
        copy(db.conn, staged)
    open_for_writing(staged, BUSY_SECONDS).close()
    drop_own_copies(staged)


def _move(path: Path, aside: Path) -> None:
    """Rename a file that SQLite cannot open, with what belongs to it."""
    try:
        for ending in ("-wal", "-shm", ""):
            file = path.with_name(path.name + ending)
            if file.exists():
                file.rename(aside.with_name(aside.name + ending))
    except OSError as error:
        raise trouble(path, _NOT_MOVED) from error


def _pour(staged: Path, path: Path) -> None:
    """Write every page of one log into the other in one transaction: whoever has it open sees all of it or nothing."""
    if not path.exists():
        staged.replace(path)
        return
    give_up = monotonic() + BUSY_SECONDS

    def look(_status: int, _left: int, _pages: int) -> None:
        if monotonic() > give_up:
            raise sqlite3.OperationalError  # Python's backup would wait for a busy file for ever

    with ours(path), closing(sqlite3.connect(staged)) as full, closing(sqlite3.connect(path)) as live:
        full.backup(live, pages=_PAGES, progress=look, sleep=0.05)
        live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
