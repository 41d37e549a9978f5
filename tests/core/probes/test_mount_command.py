"""Probe mount-command: can the shell and the client read the command that mounts."""

import pytest

from bot.core.probes.mount_command import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import Change, mount_died

COMPLETED = mount_died("Completed", 0, 0, waiting="")


def command(options: str, start: str = "exec /bin/mount.juicefs ${metaurl} /jfs/pvc-7f3d-kqzvwe") -> Change:
    """The Mount Pod with another mount line."""
    lines = f"/usr/local/bin/juicefs format --storage=s3 ${{metaurl}} orders\n{start} {options}".rstrip()
    return {"of": "mount", "set": {"spec.containers[jfs-mount].command": ["sh", "-c", lines]}}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("-o debug foreground,cache-dir=/var/jfsCache", "foreground,cache-dir=/var/jfsCache"),
        ("-o -o allow_other,cache-dir=/var/jfsCache", "-o allow_other,cache-dir=/var/jfsCache"),
        ("-o --cache-size=1024,cache-dir=/var/jfsCache", "--cache-size=1024"),
        ("-o debug,,cache-dir=/var/jfsCache", ",,"),
        ("-o $'cache-dir=/a b,metrics=0.0.0.0:9567'", "cache-dir=/a b"),
    ],
)
def test_fires_on_a_command_that_falls_apart(options: str, words: str) -> None:
    """A blank or a dash in an option, or no option between two commas, with the words that do not belong."""
    found = only(PROBE, change=[command(options), COMPLETED])
    assert (found.code, found.facts["words"]) == ("mount-command-falls-apart", words)
    assert found.evidence.startswith("exec /bin/mount.juicefs")


def test_fires_weakly_where_the_client_runs_all_the_same() -> None:
    """What a client puts up with is odd, no more."""
    assert codes(PROBE, change=[command("-o debug foreground")]) == ["mount-command-odd"]


def test_fires_weakly_on_a_command_of_somebodys_own() -> None:
    """A command that is not the driver's cannot be judged: nothing is said for or against its options."""
    own = command("--enable-x", start="/entrypoint.sh run")
    assert codes(PROBE, change=[own, COMPLETED]) == ["mount-command-unfamiliar"]


@pytest.mark.parametrize(
    "options",
    [
        "-o cache-size=20480,cache-dir=/var/jfsCache:/data/cache,subdir=a/b,metrics=0.0.0.0:9567",
        "-o $'cache-dir=/var/$NODE_NAME,metrics=0.0.0.0:9567'",
        "-o foreground,no-update,cache-dir=/var/jfsCache",
        "-o subdir=tenant=a,cache-dir=/var/jfsCache",
        "",
    ],
)
def test_silent_on_commands_of_the_driver(options: str) -> None:
    """Both editions' shapes, old ones without options, the shell's quoting and paths with a colon or an equals sign."""
    assert codes(PROBE, change=[command(options)]) == ["mount-command-clean"]
    assert codes(PROBE, change=[command(options), COMPLETED]) == ["mount-command-readable"]
    old = command(options, start="/sbin/mount.juicefs orders /jfs/pvc-7f3d")
    assert codes(PROBE, change=[old]) == ["mount-command-clean"]


def test_silent_on_a_sidecar() -> None:
    """A sidecar's command is read the same way."""
    assert codes(PROBE, "injected") == ["mount-command-clean"]


def test_forbidden_is_unknown() -> None:
    """Mount Pods that may not be listed have unknown commands."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["mount-command-unknown"]
