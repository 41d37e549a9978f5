"""When the file cannot be used: one kind sentence in each language, and nothing that was there is lost."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.edge.store import open_store, read_log
from bot.edge.store.file.condition import SHORT_SECONDS
from bot.errors import StoreError
from tests.edge.store.exchanges import exchange
from tests.edge.store.refusals import log_with_one, refused, sentence


@pytest.mark.parametrize("content", [b"hello", b"SQLite format 3", b"\x00" * 4096, "对话日志".encode()])
def test_a_file_that_is_no_database_is_kept(tmp_path: Path, content: bytes) -> None:
    """Neither writing nor reading touches it."""
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    for opening in (open_store, read_log):
        refused(lambda opening=opening: opening(path), "no SQLite database", "不是 SQLite 数据库", path)  # type: ignore[misc]
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_file_becomes_a_log(tmp_path: Path) -> None:
    """A file of no bytes, as `touch` makes it, holds nothing to protect, and nothing to read."""
    path = tmp_path / "log.db"
    path.touch()
    refused(lambda: read_log(path), "Nothing has been logged yet", "还没有任何记录", path)
    assert len(read_log(log_with_one(path)).entries()) == 1


def test_another_programs_database_is_kept(tmp_path: Path) -> None:
    """A database with tables that are not ours is refused, byte for byte as it was."""
    path = tmp_path / "grafana.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE dashboard (id INTEGER PRIMARY KEY)")
    before = path.read_bytes()
    refused(lambda: open_store(path), "of another program", "其他程序的数据库", path)
    refused(lambda: read_log(path), "of another program", "其他程序的数据库", path)
    assert path.read_bytes() == before


def test_a_newer_log_is_kept(tmp_path: Path) -> None:
    """A log with a migration that this version does not know is refused untouched, even with its -wal not moved in."""
    path = log_with_one(tmp_path / "log.db")
    with closing(sqlite3.connect(path)) as newer, newer:
        newer.execute("INSERT INTO _sqlite_migrations VALUES (99, 'juicefs-bot', '9999_future', '2030-01-01')")
        newer.commit()
        left = tmp_path / "left"
        left.mkdir()
        for name in ("log.db", "log.db-wal"):  # as a kill -9 of the newer version leaves them
            shutil.copy(tmp_path / name, left / name)
    path = left / "log.db"
    before = path.read_bytes(), path.with_name("log.db-wal").read_bytes()
    assert len(before[1]) > 0
    refused(lambda: open_store(path), "a newer juicefs-bot", "更新版本", path)
    refused(lambda: read_log(path), "a newer juicefs-bot", "更新版本", path)
    assert (path.read_bytes(), path.with_name("log.db-wal").read_bytes()) == before


def test_a_damaged_log_is_kept(tmp_path: Path) -> None:
    """Pages overwritten with noise: a clear stop, and the file stays for whoever can mend it."""
    path = tmp_path / "log.db"
    content = _damaged(path)
    path.write_bytes(content)
    refused(lambda: open_store(path), "is damaged", "已损坏", path)
    refused(lambda: read_log(path).entries(), "is damaged", "已损坏", path)
    assert path.read_bytes() == content


def test_reading_makes_nothing(tmp_path: Path) -> None:
    """Asking for a log that is not there says so, and leaves neither file nor folder behind."""
    path = tmp_path / "data" / "log.db"
    refused(lambda: read_log(path).entries(), "Nothing has been logged yet", "还没有任何记录", path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_files_place_is_told(tmp_path: Path) -> None:
    """JUICEFS_BOT_DB that names a folder is a mistake to be told."""
    refused(lambda: open_store(tmp_path), "cannot be opened", "打不开", tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file stands where a folder should be."""
    (tmp_path / "data").touch()
    path = tmp_path / "data" / "log.db"
    refused(lambda: open_store(path), "folder of the conversation log", "无法创建", path)


@contextmanager
def held(path: Path) -> Iterator[sqlite3.Connection]:
    """Another process' write lock on the file."""
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_a_locked_log_is_told_after_a_while(tmp_path: Path) -> None:
    """Opening, recording and forgetting give up when another process keeps the file; reading goes on all the time."""
    path = log_with_one(tmp_path / "log.db")
    with open_store(path, busy_seconds=0.05) as store:
        with held(path):
            refused(lambda: store.record(exchange("x")), "in use by another process", "正被其他进程占用", path)
            refused(lambda: open_store(path, busy_seconds=0.05), "in use by another process", "正被其他进程占用", path)
            assert len(store.entries()) == 1
        store.record(exchange("y"))
        assert len(store.entries()) == 2


def test_who_waited_in_vain_lets_the_next_wait_little(tmp_path: Path) -> None:
    """A log that is held for an hour costs one writer the whole wait, not each; free again, all is as before."""
    path = log_with_one(tmp_path / "log.db")
    with open_store(path, busy_seconds=1.0) as store:
        with held(path):
            refused(lambda: store.record(exchange("x")), "in use by another process", "正被其他进程占用", path)
            assert store.entries()
            assert store._condition.patience == SHORT_SECONDS
            refused(store.check, "in use by another process", "正被其他进程占用", path)
        store.check()
        assert store._condition.patience == 1.0
        store.record(exchange("y"))


def test_a_log_that_is_damaged_while_it_is_open_is_not_written_any_more(tmp_path: Path) -> None:
    """Once a reading or writing has met the damage nothing is added to it, not even by the closing."""
    path = tmp_path / "log.db"
    content = _damaged(path)
    with open_store(path) as store:
        path.write_bytes(content)
        refused(store.entries, "is damaged", "已损坏", path)
        refused(lambda: store.record(exchange("x")), "is damaged", "已损坏", path)
        refused(store.check, "is damaged", "已损坏", path)
    assert path.read_bytes() == content


def test_a_lock_that_is_given_back_is_waited_for(tmp_path: Path) -> None:
    """A short write of another process delays ours and costs nothing."""
    path = log_with_one(tmp_path / "log.db")
    with open_store(path, busy_seconds=30) as store, held(path) as other:
        giving_back = threading.Timer(0.1, other.execute, ["ROLLBACK"])
        giving_back.start()
        store.record(exchange("after the wait"))
        giving_back.join()
        assert len(store.entries()) == 2


def test_a_log_that_another_process_is_just_making_is_waited_for(tmp_path: Path) -> None:
    """SQLite itself does not wait there."""
    path = tmp_path / "log.db"
    with held(path) as other:
        giving_back = threading.Timer(0.1, other.execute, ["ROLLBACK"])
        giving_back.start()
        with open_store(path, busy_seconds=30) as store:
            assert store.record(exchange("x")) == 1
        giving_back.join()


def test_a_turn_that_does_not_come_is_given_up(tmp_path: Path) -> None:
    """A thread that waits for another of the same process waits no longer than for another process."""
    with open_store(tmp_path / "log.db", busy_seconds=0.05) as store:
        with store._turn:
            refused(lambda: store.record(exchange("x")), "in use by", "正被其他进程占用", store.path)
        assert store.record(exchange("y")) == 1


def test_threads_that_wait_behind_a_lock_give_up_too(tmp_path: Path) -> None:
    """All of them are told, none hangs."""
    path = log_with_one(tmp_path / "log.db")
    refusals: list[StoreError] = []

    def record() -> None:
        with pytest.raises(StoreError) as caught:
            store.record(exchange("x"))
        refusals.append(caught.value)

    with open_store(path, busy_seconds=0.3) as store, held(path):
        threads = [threading.Thread(target=record) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [sentence(error, "in use by", "正被其他进程占用", path) for error in refusals] == [True] * 4


def _damaged(path: Path) -> bytes:
    """The log there, filled, as it would be with all but its first page overwritten."""
    with open_store(path) as store:
        for number in range(50):
            store.record(exchange(f"paste {number} " + "x" * 3000))
    whole = path.read_bytes()
    return whole[:4096] + b"\xa5" * (len(whole) - 4096)
