"""Backup, restore and expiry from the command line."""

from pathlib import Path

from tests.cli.running import run

PASTE = b"Mount failed: redis: NOAUTH Authentication required zugzwang\njuicefs mount\n"


def logged(folder: Path, paste: bytes = PASTE) -> None:
    """One conversation in the log of that folder, as the bot makes it."""
    done = run("run", given=paste, cwd=folder)
    assert done.returncode == 0, done.stderr


def test_a_log_goes_out_and_comes_back(tmp_path: Path) -> None:
    """Backup, another conversation, restore: the first is there, the second is in the copy that is named."""
    logged(tmp_path)
    done = run("backup", "copy.db", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert b"juicefs-bot.db is saved as copy.db" in done.stdout
    logged(tmp_path, PASTE.replace(b"zugzwang", b"checkmate"))
    assert run("log", "checkmate", cwd=tmp_path).returncode == 0
    done = run("restore", "copy.db", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert b"juicefs-bot.db is restored from copy.db" in done.stdout
    assert run("log", "zugzwang", cwd=tmp_path).returncode == 0
    assert run("log", "checkmate", cwd=tmp_path).returncode == 1
    (kept,) = tmp_path.glob("juicefs-bot.db.before-restore-*")
    assert kept.name.encode() in done.stdout
    assert run("log", "--db", kept.name, "checkmate", cwd=tmp_path).returncode == 0


def test_a_file_in_the_way_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    """Nothing is overwritten; the sentence is on standard error."""
    logged(tmp_path)
    done = run("backup", "juicefs-bot.db", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1
    assert b"is there already" in done.stderr
    done = run("restore", "nothing.db", cwd=tmp_path)
    assert done.returncode == 2
    assert b"There is no log in nothing.db" in done.stderr


def test_it_speaks_the_language_of_the_setting(tmp_path: Path) -> None:
    """In Chinese where the bot is set to it."""
    logged(tmp_path)
    done = run("backup", "copy.db", cwd=tmp_path, env={"JUICEFS_BOT_LANG": "zh"})
    assert "已备份为 copy.db" in done.stdout.decode()
    done = run("restore", "copy.db", cwd=tmp_path, env={"JUICEFS_BOT_LANG": "zh"})
    assert "已用 copy.db 恢复" in done.stdout.decode()


def test_expire_needs_a_number_of_days(tmp_path: Path) -> None:
    """From the option or the setting; without either it removes nothing and says so."""
    logged(tmp_path)
    done = run("log", "expire", cwd=tmp_path)
    assert done.returncode == 2
    assert b"JUICEFS_BOT_RETENTION_DAYS" in done.stderr
    done = run("log", "expire", cwd=tmp_path, env={"JUICEFS_BOT_RETENTION_DAYS": "30"})
    assert done.returncode == 0
    assert b"0 conversation(s) without a message for 30 days" in done.stdout
    assert b"zugzwang" in (tmp_path / "juicefs-bot.db").read_bytes()
