"""Probe unmounting: does a deletion come to its end."""

from collections.abc import Mapping
from typing import Any

from bot.core.probes.unmounting import PROBE
from tests.core.probes.looking import codes, look_at, only, unknowns
from tests.core.probes.mount_changes import NOTHING
from tests.scenes.take import changed

LONG_AGO = "2026-05-04T02:12:00Z"
JUST_NOW = "2026-05-04T02:19:50Z"
MINE = "metadata.annotations[juicefs-3d714b43a3a6df8a63a3542f132ad24da5283409301077113c73fa0]"


def deleted(alias: str, at: str = LONG_AGO, also: Mapping[str, Any] = NOTHING) -> dict[str, Any]:
    """An object that should have been gone at that time."""
    return {"of": alias, "set": {"metadata.deletionTimestamp": at, "metadata.deletionGracePeriodSeconds": 30, **also}}


def test_fires_on_a_mount_pod_that_csi_node_has_not_let_go() -> None:
    """The finalizer that is still there is CSI Node's to remove."""
    found = only(PROBE, change=[deleted("mount")])
    assert (found.code, found.facts["minutes"]) == ("mount-pod-stuck-with-finalizer", "8")
    assert found.evidence == "finalizers: juicefs.com/finalizer"


def test_fires_otherwise_on_a_mount_pod_that_hangs() -> None:
    """Without the finalizer CSI Node is done: the client hangs, and kubelet cannot stop it."""
    found = only(PROBE, change=[deleted("mount", also={"metadata.finalizers": []})])
    assert found.code == "mount-pod-stuck-without-finalizer"


def test_fires_on_a_pod_that_was_not_unmounted() -> None:
    """While the Mount Pod holds the reference, the volume is mounted; also where no CSI Node pod could unmount it."""
    assert codes(PROBE, change=[deleted("app")]) == ["pod-stuck-with-reference"]
    assert codes(PROBE, change=[deleted("app"), {"remove": "csi"}]) == ["pod-stuck-with-reference"]
    let_go = {"of": "mount", "set": {MINE: None}}
    assert codes(PROBE, change=[deleted("app"), let_go]) == ["pod-stuck-terminating"]
    assert codes(PROBE, "injected", change=[deleted("app")]) == ["pod-stuck-terminating"]


def test_fires_on_a_finalizer_of_somebody_else() -> None:
    """A pod that its own finalizer holds has another trouble than its mount."""
    found = only(PROBE, change=[deleted("app", also={"metadata.finalizers": ["example.com/drain"]})])
    assert (found.code, found.facts["finalizers"]) == ("pod-held-by-finalizer", "example.com/drain")


def test_fires_on_both_at_once() -> None:
    """The pod and its Mount Pod may be stuck together; each is told."""
    found = look_at(PROBE, changed(change=[deleted("app"), deleted("mount")]))
    assert {one.code for one in found} == {"pod-stuck-with-reference", "mount-pod-stuck-with-finalizer"}


def test_fires_weakly_on_a_mount_pod_that_was_replaced() -> None:
    """After a smooth upgrade the old one may hang for itself: the pod is served by the new one."""
    old = {"copy": "mount", "as": "kube-system/juicefs-node-b-old-aaaaaa", "call": "old"}
    assert codes(PROBE, change=[old, deleted("old")]) == ["mount-pod-replaced-and-stuck"]
    down = {"of": "mount", "set": {"status.containerStatuses[jfs-mount].state": {"waiting": {"reason": "Error"}}}}
    assert codes(PROBE, change=[old, deleted("old"), down]) == ["mount-pod-stuck-with-finalizer"]


def test_silent_while_there_is_time() -> None:
    """A deletionTimestamp is the end of the grace period; the driver itself waits at least a minute more."""
    assert codes(PROBE, change=[deleted("app", JUST_NOW)]) == ["pod-leaving"]
    assert codes(PROBE, change=[deleted("mount", JUST_NOW)]) == ["mount-pod-leaving"]
    patient = deleted("mount", "2026-05-04T02:16:00Z", {"metadata.deletionGracePeriodSeconds": 600})
    assert codes(PROBE, change=[patient]) == ["mount-pod-leaving"]


def test_silent_when_nothing_is_deleted() -> None:
    """Nothing terminates, so nothing can be stuck."""
    assert codes(PROBE) == ["nothing-terminating"]
    assert codes(PROBE, "injected") == ["nothing-terminating"]
    assert codes(PROBE, change=[{"of": "app", "set": {"spec.volumes": []}}]) == []


def test_forbidden_is_unknown() -> None:
    """Mount Pods that may not be listed may be stuck; the pod's own state is told beside it."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["unmounting-unknown"]
    told = codes(PROBE, change=[deleted("app")], forbid=["list pods"])
    assert sorted(told) == ["pod-stuck-terminating", "unmounting-unknown"]
