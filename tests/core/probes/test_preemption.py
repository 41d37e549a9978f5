"""Probe preemption: was a pod of this node evicted to make room for a Mount Pod."""

from typing import Any

from bot.core.probes.preemption import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import app_waits

WORDS = "Preempted in order to admit critical pod"
VICTIM = {"status.phase": "Failed", "status.reason": "Preempting", "status.message": WORDS}


def sibling() -> list[Any]:
    """An earlier pod of the same ReplicaSet that was evicted here."""
    return [{"copy": "app", "as": "shop/orders-api-6d4f9c7b8-old11", "set": VICTIM}]


def test_fires_on_the_pod_itself() -> None:
    """The victim carries kubelet's words in its own status: it is the application, not the Mount Pod."""
    found = only(PROBE, change=[{"of": "app", "set": VICTIM}])
    assert (found.code, found.evidence) == ("pod-preempted", WORDS)


def test_fires_on_its_predecessor() -> None:
    """A pod that waits where its predecessor was evicted is in the loop."""
    found = only(PROBE, change=[*sibling(), app_waits()])
    assert (found.code, found.facts["pods"]) == ("sibling-preempted", "shop/orders-api-6d4f9c7b8-old11")


def test_fires_weakly_on_others() -> None:
    """Another workload's victim is no proof that this pod is concerned."""
    found = only(PROBE, change=[{"of": "web", "set": VICTIM}])
    assert (found.code, found.facts["pods"]) == ("neighbour-preempted", "shop/web-5f6b8d9c77-7hm2q")


def test_fires_weakly_on_what_is_over() -> None:
    """A predecessor that was evicted before this pod came up well is a thing of the past."""
    assert codes(PROBE, change=sibling()) == ["neighbour-preempted"]


def test_silent_without_victims() -> None:
    """No victim, no preemption; a Mount Pod that never preempts says so."""
    assert codes(PROBE) == ["nobody-preempted"]
    meek = {"of": "mount", "set": {"spec.priority": 1000000000, "spec.preemptionPolicy": "Never"}}
    assert codes(PROBE, change=[meek]) == ["mount-pod-never-preempts"]
    critical = {"of": "mount", "set": {"spec.preemptionPolicy": "Never"}}
    assert codes(PROBE, change=[critical]) == ["nobody-preempted"]


def test_silent_by_the_priority_class() -> None:
    """Where a Mount Pod's own fields are not filled in, its PriorityClass says whether it preempts; unread, it may."""
    named = {"spec.priorityClassName": "juicefs-mount-priority-nonpreempting", "spec.priority": None}
    bare = {"of": "mount", "set": {**named, "spec.preemptionPolicy": None}}
    meek = {
        "apiVersion": "scheduling.k8s.io/v1",
        "kind": "PriorityClass",
        "metadata": {"name": "juicefs-mount-priority-nonpreempting"},
        "value": 1000000000,
        "preemptionPolicy": "Never",
    }
    assert codes(PROBE, change=[bare, {"add": meek}]) == ["mount-pod-never-preempts"]
    assert codes(PROBE, change=[bare, {"add": meek}], forbid=["priorityclasses"]) == ["nobody-preempted"]


def test_silent_where_no_mount_pod_is_made() -> None:
    """Sidecars come with their pod, and a pod without a node has no neighbours."""
    assert codes(PROBE, "injected") == []
    assert codes(PROBE, change=[{"of": "app", "set": {"spec.nodeName": None}}]) == []


def test_forbidden_is_unknown() -> None:
    """Neighbours that may not be read may have been evicted."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["preemption-unknown"]
