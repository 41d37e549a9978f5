"""Trouble in one line, also for what nobody foresaw."""

from bot.cli.one_line import fault
from bot.core.objects.moments import moment
from tests.cli.running import run


def test_a_fault_is_told_by_its_type_and_place_and_never_by_its_words() -> None:
    """The innermost line of our own code; a message may hold anything."""
    try:
        moment(7)  # type: ignore[arg-type]  # what nobody foresaw
    except TypeError as error:
        said = fault(error)
    assert "(TypeError at bot/core/objects/moments.py:" in said
    assert "fromisoformat" not in said
    assert "\n" not in said


def test_a_fault_outside_of_our_code_is_told_too() -> None:
    """Where there is no step at all, no place is named."""
    assert fault(KeyError("hunter2")).startswith("This is a fault of mine (KeyError).")


def test_the_command_ends_with_one_line_and_no_trace() -> None:
    """A folder's name that no file system takes, which nobody foresaw: exit code 2, the trace only when asked for."""
    done = run("cases", "list", env={"JUICEFS_BOT_KNOWLEDGE": "a" * 5000})
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr
    traced = run("cases", "list", env={"JUICEFS_BOT_KNOWLEDGE": "a" * 5000, "PYTHONDEVMODE": "1"})
    assert b"Traceback" in traced.stderr
