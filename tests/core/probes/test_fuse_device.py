"""Probe fuse-device: may the client open /dev/fuse."""

from bot.core.probes.fuse_device import PROBE
from tests.core.probes.looking import codes, unknowns
from tests.core.probes.mount_changes import mount_died

PLAIN = {"of": "mount", "set": {"spec.containers[jfs-mount].securityContext": {"runAsUser": 0}}}


def test_fires_on_a_client_that_is_not_privileged_and_does_not_run() -> None:
    """Without privileges no container may open the device."""
    assert codes(PROBE, change=[PLAIN, mount_died("Error", 1)]) == ["client-unprivileged"]
    sidecar = {"spec.initContainers[jfs-mount].securityContext": None}
    died = {"status.initContainerStatuses[jfs-mount].state": {"waiting": {"reason": "CrashLoopBackOff"}}}
    assert codes(PROBE, "injected", change=[{"of": "app", "set": sidecar | died}]) == ["client-unprivileged"]


def test_silent_on_a_client_that_runs() -> None:
    """A client that runs has mounted, however it came by the device."""
    assert codes(PROBE) == ["client-has-fuse"]
    assert codes(PROBE, change=[PLAIN]) == ["client-has-fuse"]


def test_silent_on_a_privileged_client() -> None:
    """A privileged one that fails has another reason, or a node without the module."""
    assert codes(PROBE, change=[mount_died("Error", 1)]) == ["client-privileged"]


def test_forbidden_is_unknown() -> None:
    """Mount Pods that may not be listed have unknown privileges."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["fuse-device-unknown"]
