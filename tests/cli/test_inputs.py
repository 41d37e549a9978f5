"""What the command line takes in from `.env`, as editors really save it."""

from pathlib import Path

from tests.cli.running import run

WRONG = "JUICEFS_BOT_WORKERS=none\n"


def test_a_byte_order_mark_hides_no_setting(tmp_path: Path) -> None:
    """Windows' editors put one before the first name: that setting counts as every other."""
    (tmp_path / ".env").write_text(WRONG, "utf-8-sig")
    done = run("cases", "list", cwd=tmp_path)
    assert done.returncode == 2
    assert b"JUICEFS_BOT_WORKERS must be" in done.stderr


def test_a_file_that_is_no_utf_8_stops_the_start_in_one_line(tmp_path: Path) -> None:
    """As PowerShell writes it: the file is named, with what to do, and it is no fault of the bot."""
    (tmp_path / ".env").write_text(WRONG, "utf-16")
    done = run("serve", cwd=tmp_path)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b".env is not UTF-8 text" in done.stderr
    assert b"Save it as UTF-8" in done.stderr
