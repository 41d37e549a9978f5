"""Looking at the log's file and at the disk below it, without changing either."""

import contextlib
import fcntl
import os
import re
import shutil
import sqlite3
import struct
import tempfile
from contextlib import closing
from pathlib import Path

from bot.edge.store.file.opening import is_log, opened_for_reading
from bot.edge.store.file.troubles import PRIMARY, trouble_of
from bot.edge.store.schema.migrations import migrations
from bot.model.checkup import LogFacts

_PATIENCE = 1.0
_MOUNTS = Path("/proc/self/mountinfo")
_OCTAL = re.compile(r"\\([0-7]{3})")


def look_at_log(path: Path, mounts: Path = _MOUNTS) -> LogFacts:
    """The log at `path`, and the disk that it lies or would lie on.

    Raises StoreError when it cannot be read or written, is damaged, another program's or a newer version's.
    """
    there, folder = is_log(path), _folder(path)
    check_writable(path)
    return LogFacts(
        path=str(path),
        there=there,
        bytes=log_bytes(path),
        free=shutil.disk_usage(folder).free,
        file_system=_file_system(folder, mounts),
        locks=_keeps_locks(folder),
        steps=_steps(path) if there else 0,
    )


def check_writable(path: Path) -> None:
    """Begin to write and leave it at that.  Raises StoreError; another process that writes just now is no trouble."""
    if not path.exists():
        if not os.access(_folder(path), os.W_OK):
            raise trouble_of(path, sqlite3.SQLITE_CANTOPEN)
        return
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None or code & PRIMARY != sqlite3.SQLITE_BUSY:
            raise trouble_of(path, code) from error


def log_bytes(path: Path) -> int:
    """The bytes of the log with its write-ahead log; 0 when there is none."""
    total = 0
    for ending in ("", "-wal"):
        with contextlib.suppress(FileNotFoundError):
            total += path.with_name(path.name + ending).stat().st_size
    return total


def _folder(path: Path) -> Path:
    """The nearest folder that is there already."""
    return next(folder for folder in path.absolute().parents if folder.is_dir())


def _steps(path: Path) -> int:
    with opened_for_reading(path, _PATIENCE) as db:
        return len(migrations.applied(db))


def _file_system(folder: Path, mounts: Path) -> str:
    """The type of the mount that the folder lies on, from a file as proc_pid_mountinfo(5) describes it."""
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    real, found, longest = folder.resolve(), "", -1
    for line in lines:
        before, _, after = line.partition(" - ")
        point = Path(_OCTAL.sub(lambda octal: chr(int(octal[1], 8)), before.split()[4]))
        if (
            real.is_relative_to(point) and len(point.parts) >= longest
        ):  # of two mounts at one place the later hides the other
            found, longest = after.split()[0], len(point.parts)
    return found


def _keeps_locks(folder: Path) -> bool | None:
    """Whether a lock on a file keeps a second opening of it out; None where the kernel has no such locks."""
    if not hasattr(fcntl, "F_OFD_SETLK"):
        return None
    whole_file = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".juicefs-bot-") as one, Path(one.name).open("wb") as other:
            fcntl.fcntl(one, fcntl.F_OFD_SETLK, whole_file)
            try:
                fcntl.fcntl(other, fcntl.F_OFD_SETLK, whole_file)
            except BlockingIOError:
                return True
            return False
    except OSError:
        return None
