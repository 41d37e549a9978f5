"""`juicefs-bot console` and `run` from outside: paste, empty line, answer; logged; never silent."""

import sqlite3
from pathlib import Path

from tests.cli.running import run

_TWO = "juicefs pod\ndf: /data: Socket not connected\n\nmount pod 一直 Pending，节点资源不足\n".encode()


def _db(tmp_path: Path) -> dict[str, str]:
    return {"JUICEFS_BOT_DB": str(tmp_path / "log.db")}


def test_each_paste_is_answered_and_logged(tmp_path: Path) -> None:
    """Two pastes are two answers, each in its language, and two conversations in the log."""
    done = run("console", given=_TWO, env=_db(tmp_path))
    said = done.stdout.decode()
    assert "mount-point-lost" in said
    assert "mount-pod-pending" in said
    listed = run("log", env=_db(tmp_path)).stdout.decode()
    assert "mount-point-lost" in listed
    assert "mount-pod-pending" in listed


def test_a_broken_log_does_not_cost_the_answer(tmp_path: Path) -> None:
    """The person is answered, and told that it was not logged."""
    (tmp_path / "log.db").write_bytes(b"this is no database, and it must stay as it is" * 40)
    done = run("console", given=_TWO, env=_db(tmp_path))
    assert "mount-point-lost" in done.stdout.decode()
    assert "could not be logged" in done.stderr.decode()
    assert (tmp_path / "log.db").read_bytes().startswith(b"this is no database")


def test_run_answers_what_is_piped_into_it(tmp_path: Path) -> None:
    """`kubectl describe … | make run` is answered once."""
    done = run("run", given=b"juicefs: df: /data: Socket not connected\n", env=_db(tmp_path))
    assert done.returncode == 0
    assert done.stdout.decode().count("mount-point-lost · ") == 1


def test_run_without_input_answers_an_example(tmp_path: Path) -> None:
    """With neither terminal nor input it shows an example and says how to go on."""
    done = run("run", env=_db(tmp_path))
    assert "To go on:" in done.stdout.decode()
    assert "mount-point-lost" in done.stdout.decode()


def test_no_secret_reaches_the_log(tmp_path: Path) -> None:
    """A planted password is in none of the log's files."""
    secret = "hunter2planted"
    run("console", given=f"juicefs mount redis://u:{secret}@h:6379/1\n".encode(), env=_db(tmp_path))
    kept = [file.read_bytes() for file in tmp_path.iterdir()]
    assert kept
    assert not any(secret.encode() in content for content in kept)
    with sqlite3.connect(tmp_path / "log.db") as db:
        assert db.execute("select count(*) from conversations").fetchone() == (1,)


def test_an_unwritable_database_is_told(tmp_path: Path) -> None:
    """A folder where the file should be: answered, and the reason said without a trace."""
    (tmp_path / "log.db").mkdir()
    done = run("console", given=_TWO, env=_db(tmp_path))
    assert "mount-point-lost" in done.stdout.decode()
    assert "Traceback" not in done.stderr.decode()
    assert "could not be logged" in done.stderr.decode()
