"""Probe mount-pod-eviction: was the Mount Pod evicted."""

from bot.core.probes.mount_pod_eviction import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import Change

DISK = "The node was low on resource: ephemeral-storage. Threshold quantity: 10Gi, available: 8Gi."
MEMORY = "The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi."


def evicted(message: str) -> Change:
    """The Mount Pod as kubelet leaves it after an eviction."""
    conditions = {"status.conditions[Ready].status": "False", "status.containerStatuses": None}
    status = {"status.phase": "Failed", "status.reason": "Evicted", "status.message": message}
    return {"of": "mount", "set": status | conditions}


def disrupted(reason: str) -> Change:
    """The Mount Pod while it is taken away, with the condition that newer clusters keep."""
    condition = {"type": "DisruptionTarget", "status": "True", "reason": reason, "message": "Eviction API: evicting"}
    return {
        "of": "mount",
        "set": {
            "metadata.deletionTimestamp": "2026-05-04T02:19:55Z",
            "status.conditions[+]": condition,
        },
    }


def test_fires_on_an_eviction_for_want_of_disk() -> None:
    """Kubelet names the resource; for disk the cache is the first suspect."""
    found = only(PROBE, change=[evicted(DISK)])
    assert (found.code, found.evidence) == ("mount-pod-evicted-for-disk", DISK)


def test_fires_on_another_eviction() -> None:
    """Memory is not disk."""
    assert codes(PROBE, change=[evicted(MEMORY)]) == ["mount-pod-evicted"]


def test_fires_on_a_drain() -> None:
    """An eviction through the API is somebody's drain; other disruptions are named."""
    assert codes(PROBE, change=[disrupted("EvictionByEvictionAPI")]) == ["mount-pod-drained"]
    found = only(PROBE, change=[disrupted("DeletionByTaintManager")])
    assert (found.code, found.facts["cause"]) == ("mount-pod-disrupted", "DeletionByTaintManager")


def test_fires_weakly_on_what_is_mended() -> None:
    """An evicted Mount Pod whose successor serves the pod is a thing of the past."""
    successor = {"copy": "mount", "as": "kube-system/juicefs-node-b-next-bbbbbb"}
    assert sorted(codes(PROBE, change=[successor, evicted(DISK)])) == [
        "mount-pod-evicted-before",
        "mount-pod-not-evicted",
    ]


def test_silent_on_a_mount_pod_that_stays() -> None:
    """One that was not evicted says so; a sidecar is evicted with its pod."""
    assert codes(PROBE) == ["mount-pod-not-evicted"]
    assert codes(PROBE, "injected") == []


def test_forbidden_is_unknown() -> None:
    """Mount Pods that may not be listed may have been evicted."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["mount-pod-eviction-unknown"]
