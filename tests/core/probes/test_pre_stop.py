"""Probe pre-stop: can the client's preStop hook fail, and has it."""

from typing import Any

from bot.core.probes.pre_stop import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.test_unmounting import deleted

OLD = "umount /jfs/x && rmdir /jfs/x"
LAZY = "umount /jfs/x -l; rmdir /jfs/x; exit 0"
EVENT = {"about": "mount", "reason": "FailedPreStopHook", "message": "PreStopHook failed"}


def hook(script: str) -> dict[str, Any]:
    """The Mount Pod with a preStop hook."""
    lifecycle = {"preStop": {"exec": {"command": ["sh", "-c", "+e", script]}}}
    return {"of": "mount", "set": {"spec.containers[jfs-mount].lifecycle": lifecycle}}


def test_fires_on_a_hook_that_failed() -> None:
    """Kubelet's event about this Mount Pod is the evidence."""
    found = only(PROBE, change=[hook(OLD), deleted("mount")], events=[EVENT])
    assert (found.code, found.evidence) == ("pre-stop-failed", "FailedPreStopHook: PreStopHook failed")


def test_silent_on_a_hook_that_has_not_failed() -> None:
    """Unmounting without -l fails as long as a file is open (drivers before v0.23.5): told, but no trouble yet."""
    found = only(PROBE, change=[hook(OLD)])
    assert (found.code, found.evidence) == ("pre-stop-can-fail", f"sh -c +e {OLD}")


def test_silent_on_hooks_that_cannot() -> None:
    """A lazy unmount does not fail; no hook at all is what drivers with FUSE hand-over have."""
    assert codes(PROBE, change=[hook(LAZY)]) == ["pre-stop-unmounts-lazily"]
    assert codes(PROBE) == ["pre-stop-without-unmount"]
    assert codes(PROBE, "injected") == ["pre-stop-without-unmount"]
    assert codes(PROBE, change=[hook("sleep 30")], events=[EVENT]) == ["pre-stop-without-unmount"]


def test_silent_on_the_applications_own_hook() -> None:
    """The application's hook that failed is not the client's, nor is a namesake's."""
    theirs = {**EVENT, "about": "app"}
    namesake = {**EVENT, "uid": "00000000-0000-4000-8000-000000000000"}
    assert codes(PROBE, change=[hook(LAZY)], events=[theirs, namesake]) == ["pre-stop-unmounts-lazily"]


def test_forbidden_is_unknown() -> None:
    """Events that may not be read may tell of a failure; without a hook there is none to tell of."""
    assert unknowns(PROBE, change=[hook(OLD)], forbid=["events"]) == [("Event", "forbidden")]
    assert codes(PROBE, forbid=["events"]) == ["pre-stop-without-unmount"]
    assert codes(PROBE, forbid=["list pods"]) == ["pre-stop-unknown"]
