"""A log without the right to its file, or without room on the disk: it says which, and keeps what was there."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.edge.store import open_store
from tests.edge.store.exchanges import exchange
from tests.edge.store.refusals import log_with_one, refused
from tests.small_disk import fill, small_disk, takes_root

ROOT = Path(__file__).parents[3]


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
    command = [sys.executable, "-m", "tests.edge.store.store_process", act, str(path), "nobody"]
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


@takes_root
def test_a_full_disk_costs_only_what_did_not_fit(tmp_path: Path) -> None:
    """Recording fails with the reason, all before is kept, and it goes on once there is room."""
    with small_disk(tmp_path / "disk", mebibytes=1) as disk, open_store(disk / "log.db") as store:
        kept = store.record(exchange("before it was full"))
        ballast = fill(disk)
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
