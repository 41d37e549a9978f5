"""The command that starts a JuiceFS client, read as the driver and the shell read it."""

import shlex
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.core.chain.mount_command import mount_command

OPTION = st.from_regex(r"[a-z-]{1,12}(=[A-Za-z0-9./:_${}-]{1,20})?", fullmatch=True)


def container(script: str) -> dict[str, Any]:
    """A client's container with that shell script."""
    return {"command": ["sh", "-c", script]}


def test_the_last_line_is_the_one_that_mounts() -> None:
    """What stands before (format, auth) is not looked at; exec is not a word of the command."""
    found = mount_command(
        container("juicefs format -o x ${metaurl} fs\nexec /bin/mount.juicefs ${metaurl} /jfs/a-b -o c=1,d")
    )
    assert found is not None
    assert (found.path, found.items, found.stray) == ("/jfs/a-b", ("c=1", "d"), ())
    assert found.line == "exec /bin/mount.juicefs ${metaurl} /jfs/a-b -o c=1,d"


def test_words_behind_the_options_are_stray() -> None:
    """The shell splits an option with a blank in it, and the client gets its pieces."""
    found = mount_command(container("/sbin/mount.juicefs fs /jfs/x -o debug foreground,cache-dir=/a b"))
    assert found is not None
    assert (found.items, found.stray) == (("debug",), ("foreground,cache-dir=/a", "b"))


def test_quotes_hold_a_word_together() -> None:
    """The driver quotes with $'…' what holds special characters; a person's patch may use any quotes."""
    for quoted in ("$'a=/x y,b'", "'a=/x y,b'", '"a=/x y,b"', "a='/x y',b"):
        found = mount_command(container(f"m s /jfs/x -o {quoted}"))
        assert found is not None
        assert (found.options, found.stray) == ("a=/x y,b", ())
    escaped = mount_command(container(r"m s /jfs/x -o $'a=it\'s'"))
    assert escaped is not None
    assert escaped.options == "a=it's"


def test_options_have_values() -> None:
    """The last of two counts, as for the client; one without a value has none."""
    found = mount_command(container("m s /jfs/x -o cache-dir=/a:/b,writeback,cache-dir=/c"))
    assert found is not None
    assert [found.value(option) for option in ("cache-dir", "writeback", "other")] == ["/c", "", ""]


def test_other_commands_are_not_read() -> None:
    """Another path, another order, no script: none of them is the driver's."""
    for script in ("m s /data -o a", "m s /jfs/x --o a", "m s /jfs/x -o", "/jfs/x", "", "sleep 1\n\n"):
        assert mount_command(container(script)) is None
    assert mount_command({}) is None
    assert mount_command({"command": ["juicefs", "mount"]}) is None


@given(st.lists(OPTION, min_size=1))
def test_what_the_driver_writes_comes_back(options: list[str]) -> None:
    """Whatever options the driver joins, quoted or not, are read as they were."""
    joined = ",".join(options)
    for written in (joined, shlex.quote(joined)):
        found = mount_command(container(f"exec /bin/mount.juicefs ${{metaurl}} /jfs/pvc-x -o {written}"))
        assert found is not None
        assert found.items == tuple(joined.split(","))
        assert found.stray == ()


@given(st.text(max_size=200))
def test_any_text_can_be_read(script: str) -> None:
    """No command, however odd, breaks the reading."""
    found = mount_command(container(f"m s /jfs/x -o a {script}"))
    assert found is None or found.path.startswith("/")
