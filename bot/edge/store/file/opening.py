"""Opening the file: looked at before it is touched, so that nothing foreign or newer is ever changed."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database, Migrations

from bot.edge.store.file.copying import copy
from bot.edge.store.file.troubles import PRIMARY, ForeignFileError, NewerFileError, Said, ours, trouble, trouble_of
from bot.edge.store.schema.migrations import migrations

BUSY_SECONDS = 5.0
"""How long a write waits for another process: longer than any of ours holds the file, shorter than a person waits."""

_MAGIC = b"SQLite format 3\x00"
"""How every SQLite file begins: https://sqlite.org/fileformat2.html#magic_header_string"""

_RETRY_SECONDS = 0.02

_NO_SHM = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
"""What SQLite answers where it may read a log but not put the -shm file beside it."""

_NEWER = Said(
    "The conversation log {path} was written by a newer juicefs-bot. It was left as it is; run the newer version,"
    " or set JUICEFS_BOT_DB to another file.",
    "对话日志 {path} 由更新版本的 juicefs-bot 写成，文件保持原样。请换用新版本，或者把 JUICEFS_BOT_DB 指向别的文件。",
)
_FOREIGN = Said(
    "{path} is the database of another program. It was left as it is; set JUICEFS_BOT_DB to another file.",
    "{path} 是其他程序的数据库，文件保持原样。请把 JUICEFS_BOT_DB 指向别的文件。",
)
_NO_FOLDER = Said(
    "The folder of the conversation log {path} cannot be made."
    " Make it and let the bot write there, or set JUICEFS_BOT_DB to another file.",
    "无法创建对话日志 {path} 所在的目录。请先建好目录并授予写权限，或者把 JUICEFS_BOT_DB 指向别的文件。",
)
_NO_WAL = Said(
    "The file system under the conversation log {path} does not keep the locks that SQLite needs."
    " Put it on a local disk (not on NFS or JuiceFS).",
    "对话日志 {path} 所在的文件系统不支持 SQLite 需要的锁。请把它放在本地磁盘上（不要放在 NFS 或 JuiceFS 上）。",
)


def open_for_writing(path: Path, busy_seconds: float, steps: Migrations = migrations) -> Database:
    """The log at `path`, made (with its folder) when it is missing, its schema brought up to date.

    A log whose schema has to change is copied first, to `….before-<the first step>`.  The connection may be used by any
    thread, one at a time.  Raises StoreError.
    """
    _make_folder(path)
    if not is_log(path):
        _make_file(path)
    with ours(path):
        connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
        try:
            db = Database(connection, execute_plugins=False)
            _prepare(db, path, busy_seconds)
            _migrate(db, path, steps)
        except BaseException:
            connection.close()
            raise
        return db


@contextmanager
def opened_for_reading(path: Path, busy_seconds: float) -> Iterator[Database]:
    """A connection that cannot write, for one reading.  Raises StoreError."""
    with ours(path), closing(_read_only(path, busy_seconds)) as connection:
        yield Database(connection, recursive_triggers=False, execute_plugins=False)


def is_log(path: Path) -> bool:
    """Whether `path` is a log that this version knows; False where there is nothing yet (no file, or an empty one).

    The file is only read.  Raises StoreError when it is something else, a newer version's, or not to be read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except FileNotFoundError:
        return False
    except OSError as error:
        raise trouble_of(path, sqlite3.SQLITE_CANTOPEN) from error
    if start not in (b"", _MAGIC):
        raise trouble_of(path, sqlite3.SQLITE_NOTADB)
    return start == _MAGIC and _is_ours(path)


@contextmanager
def transaction(db: Database) -> Iterator[Database]:
    """All of the block or nothing.  The lock is taken at the start, so that waiting never ends in the middle."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield db
        db.conn.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise


def _is_ours(path: Path) -> bool:
    with opened_for_reading(path, BUSY_SECONDS) as db:
        applied = {one.name for one in migrations.applied(db)}
        if applied - {one.name for one in migrations._migrations}:  # noqa: SLF001 - it lists only the pending ones itself
            raise trouble(path, _NEWER, NewerFileError)
        if not applied and db.table_names():
            raise trouble(path, _FOREIGN, ForeignFileError)
        return bool(applied)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise trouble(path, _NO_FOLDER) from error


def _make_file(path: Path) -> None:
    """For its owner alone: even without secrets, a team's troubles are its own.  -wal and -shm get the same mode."""
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise trouble_of(path, sqlite3.SQLITE_CANTOPEN) from error


def _read_only(path: Path, busy_seconds: float) -> sqlite3.Connection:
    """Where not even the -shm file can be made (a read-only disk) and no writer left anything behind: as it lies."""
    try:
        return _connect_read_only(path, "mode=ro", busy_seconds)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & PRIMARY not in _NO_SHM or _has_wal(path):
            raise
    return _connect_read_only(path, "mode=ro&immutable=1", busy_seconds)


def _connect_read_only(path: Path, flags: str, busy_seconds: float) -> sqlite3.Connection:
    uri = f"file:{quote(str(path.absolute()))}?{flags}"
    connection = sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except BaseException:
        connection.close()
        raise
    return connection


def _has_wal(path: Path) -> bool:
    wal = path.with_name(path.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def _prepare(db: Database, path: Path, busy_seconds: float) -> None:
    _enable_wal(db, busy_seconds)
    if db.journal_mode != "wal":
        raise trouble(path, _NO_WAL)
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        db.execute(f"PRAGMA {pragma}")


def _migrate(db: Database, path: Path, steps: Migrations) -> None:
    pending = steps.pending(db)
    if pending and steps.applied(db):
        copy(db.conn, path.with_name(f"{path.name}.before-{pending[0].name}"))
    with transaction(db):
        steps.apply(db)


def _enable_wal(db: Database, busy_seconds: float) -> None:
    """SQLite does not wait when two processes turn WAL on at the same time; we do (seen in 2 of 30 fresh files)."""
    give_up = time.monotonic() + busy_seconds
    while True:
        try:
            return db.enable_wal()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
        time.sleep(_RETRY_SECONDS)
