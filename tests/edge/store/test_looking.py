"""Looking at the log's file and its disk: right, and wrong in each way."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.edge.store import open_store
from bot.edge.store.file.looking import check_writable, log_bytes, look_at_log
from bot.errors import StoreError
from tests.edge.store.exchanges import exchange
from tests.edge.store.test_copies import log_with, unusable

MOUNTS = """\
21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 21 0:45 / {data} rw,relatime - fuse.juicefs JuiceFS:logs rw,user_id=0
41 21 0:46 / {data}/local\\040disk rw,relatime - xfs /dev/sdb1 rw
42 21 0:47 / {data}/local\\040disk/nfs rw shared:7 master:2 - nfs4 server:/export rw
"""


def test_a_log_in_use_is_measured_and_left_alone(tmp_path: Path) -> None:
    """Size with the write-ahead log, free room, schema; the bot that has it open notices nothing."""
    with open_store(tmp_path / "log.db") as store:
        store.record(exchange("first"))
        before = sorted(tmp_path.iterdir())
        facts = look_at_log(store.path)
        assert sorted(tmp_path.iterdir()) == before
        store.record(exchange("second"))
    assert facts.there
    assert facts.bytes > 4096
    assert facts.free > 0
    assert facts.steps >= 1
    assert facts.file_system
    assert facts.locks in {True, None}


def test_a_log_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """Only the folder is looked at, the nearest that there is."""
    facts = look_at_log(tmp_path / "deep" / "folder" / "log.db")
    assert (facts.there, facts.bytes, facts.steps) == (False, 0, 0)
    assert list(tmp_path.iterdir()) == []


def test_the_file_system_is_that_of_the_nearest_mount(tmp_path: Path) -> None:
    """Of the mounts above the folder the deepest counts; blanks in their names are understood."""
    (tmp_path / "local disk" / "nfs").mkdir(parents=True)
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS.format(data=tmp_path))
    kinds = {
        folder: look_at_log(tmp_path / folder / "log.db", mounts).file_system
        for folder in ("", "local disk", "local disk/nfs", "missing")
    }
    assert kinds == {"": "fuse.juicefs", "local disk": "xfs", "local disk/nfs": "nfs4", "missing": "fuse.juicefs"}
    assert look_at_log(tmp_path / "log.db", tmp_path / "no mountinfo here").file_system == ""


def test_what_is_no_log_is_told_as_the_bot_would(tmp_path: Path) -> None:
    """Another program's, a newer version's, no SQLite at all: the sentences that a start would end with."""
    for path, said in unusable(tmp_path):
        if path.name in {"text.db", "foreign.db", "newer.db"}:
            with pytest.raises(StoreError, match=said):
                look_at_log(path)


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A read-only database (as on a read-only mount; root may write anywhere, so the file says it itself)."""
    path = log_with(tmp_path / "log.db", "first")
    content = bytearray(path.read_bytes())
    content[18] = 9  # "write version": higher than SQLite knows means read-only, https://sqlite.org/fileformat2.html
    path.write_bytes(content)
    with pytest.raises(StoreError, match="can be read but not written"):
        check_writable(path)


def test_another_writer_is_no_trouble(tmp_path: Path) -> None:
    """While a long write holds the lock, the log is plainly writable."""
    path = log_with(tmp_path / "log.db", "first")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        check_writable(path)


def test_the_bytes_are_those_of_all_files(tmp_path: Path) -> None:
    """The log and its write-ahead log, as they lie there."""
    assert log_bytes(tmp_path / "log.db") == 0
    with open_store(tmp_path / "log.db") as store:
        store.record(exchange("x" * 100_000))
        wal = (tmp_path / "log.db-wal").stat().st_size
        assert wal > 100_000
        assert log_bytes(store.path) == store.path.stat().st_size + wal
