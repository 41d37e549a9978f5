"""When the file cannot be used: one kind sentence in each language, and nothing that was there is lost."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.edge.store import open_store, read_log
from bot.edge.store.file.condition import SHORT_SECONDS
from bot.errors import StoreError
from bot.model.text import Lang
from tests.edge.exchanges import exchange

ROOT = Path(__file__).parents[2]


def log_with_one(path: Path) -> Path:
    """A log with one conversation in it, closed."""
    with open_store(path) as store:
        store.record(exchange("redis NOAUTH"))
    return path


def sentence(error: StoreError, en: str, zh: str, path: Path) -> bool:
    """Whether the error says this in both languages, names the file, and shows nothing of SQLite's own wording."""
    english, chinese = error.said[Lang.EN], error.said[Lang.ZH]
    foreign = ("sqlite3", "Errno", "OperationalError", "database is", "{")
    return (
        en in english
        and zh in chinese
        and str(path) in english
        and str(path) in chinese
        and not any(word in text for word in foreign for text in (english, chinese))
    )


def refused(act: Callable[[], object], en: str, zh: str, path: Path) -> None:
    """The act ends with a StoreError of this sentence."""
    with pytest.raises(StoreError) as caught:
        act()
    assert sentence(caught.value, en, zh, path), caught.value.said


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
    with open_store(path) as store:
        for number in range(50):
            store.record(exchange(f"paste {number} " + "x" * 3000))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
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
    with open_store(path) as store:
        for number in range(50):
            store.record(exchange(f"paste {number} " + "x" * 3000))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
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


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that any user may enter; pytest's own is closed to all but its owner."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def as_nobody(act: str, path: Path) -> str:
    """What a process without any rights prints when it does this to `path`: what it read, or the sentences."""
    command = [sys.executable, "-m", "tests.edge.store_process", act, str(path), "nobody"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout


def test_a_read_only_file_can_be_read_and_says_why_it_is_not_written(shared_folder: Path) -> None:
    """Even in a folder where SQLite cannot put its -shm file."""
    path = log_with_one(shared_folder / "log.db")
    path.chmod(0o444)
    shared_folder.chmod(0o555)
    before = path.read_bytes()
    assert as_nobody("read", path) == "['redis NOAUTH'] ['redis NOAUTH']\n"
    refusal = as_nobody("write", path)
    assert "can be read but not written" in refusal
    assert "只能读，不能写" in refusal
    assert path.read_bytes() == before


def test_a_folder_without_the_right_to_write_is_told(shared_folder: Path) -> None:
    """Neither a new log nor a new folder can be made in it."""
    shared_folder.chmod(0o555)
    assert "cannot be opened" in as_nobody("write", shared_folder / "log.db")
    assert "folder of the conversation log" in as_nobody("write", shared_folder / "data" / "log.db")


def test_a_file_without_the_right_to_read_is_told(shared_folder: Path) -> None:
    """A log of another user's is not opened, and the sentence says so."""
    path = log_with_one(shared_folder / "log.db")
    path.chmod(0o000)
    shared_folder.chmod(0o555)
    assert "cannot be opened" in as_nobody("write", path)
    assert "打不开" in as_nobody("read", path)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of 1 MiB, where this process may mount one."""
    folder.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False)
    if mount.returncode:
        pytest.skip("this process may not mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk takes root; the limited file below stands in")
def test_a_full_disk_costs_only_what_did_not_fit(tmp_path: Path) -> None:
    """Recording fails with the reason, all before is kept, and it goes on once there is room."""
    with small_disk(tmp_path / "disk") as disk, open_store(disk / "log.db") as store:
        ballast = disk / "ballast"
        kept = store.record(exchange("before it was full"))
        ballast.write_bytes(b"x" * (os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize))
        refused(lambda: store.record(exchange("y" * 200_000)), "is full", "磁盘已满", store.path)
        assert [entry.id for entry in store.entries()] == [kept]
        ballast.unlink()
        store.record(exchange("there is room again"))
        assert [entry.line for entry in store.entries()] == ["there is room again", "before it was full"]


def test_a_file_that_may_not_grow_is_told(shared_folder: Path) -> None:
    """A quota or limit on the file is a failure of the disk; what was logged before is kept."""
    shared_folder.chmod(0o777)
    told = as_nobody("grow", shared_folder / "log.db")
    assert told.startswith("['before']\n")
    assert "The disk failed" in told
    assert "磁盘出错" in told
