"""Probe pod-scheduled: has the scheduler found a node for the pod."""

from typing import Any

from bot.core.probes.pod_scheduled import PROBE
from tests.core.probes.looking import codes, only

TAINTED = "0/3 nodes are available: 3 node(s) had untolerated taint {dedicated: gpu}."
WAITS = "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims."


def unscheduled(message: str, reason: str = "Unschedulable") -> list[Any]:
    """Changes that leave the pod without a node, with what its condition says."""
    condition = {"type": "PodScheduled", "status": "False", "reason": reason, "message": message}
    return [{"of": "app", "set": {"spec.nodeName": None, "status.conditions": [condition], "status.phase": "Pending"}}]


def test_fires_on_a_pod_without_a_node() -> None:
    """A pod that no node takes is a matter of scheduling, with the scheduler's own words as evidence."""
    found = only(PROBE, change=unscheduled(TAINTED))
    assert (found.code, found.evidence) == ("pod-not-scheduled", TAINTED)


def test_fires_on_a_pod_that_waits_for_its_claim() -> None:
    """A pod that is held back by a PVC is told apart: there the PVC is the place to look."""
    assert codes(PROBE, change=unscheduled(WAITS)) == ["pod-waits-for-claim"]
    missing = '0/3 nodes are available: persistentvolumeclaim "orders-data" not found.'
    assert codes(PROBE, change=unscheduled(missing)) == ["pod-waits-for-claim"]
    nowhere = "0/3 nodes are available: 3 node(s) didn't find available persistent volumes to bind."
    assert codes(PROBE, change=unscheduled(nowhere)) == ["pod-waits-for-claim"]
    others = "0/3 nodes are available: PVC shop/x-data was not created for pod shop/x (pod is not owner)."
    assert codes(PROBE, change=unscheduled(others)) == ["pod-waits-for-claim"]


def test_fires_on_a_pod_whose_volume_is_being_made() -> None:
    """With WaitForFirstConsumer a node is chosen first: the wait for the volume is the PVC's, told or not yet told."""
    late = 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded'
    assert codes(PROBE, change=unscheduled(late, "SchedulerError")) == ["pod-waits-for-claim"]
    chosen = {"metadata.annotations[volume.kubernetes.io/selected-node]": "node-b", "status.phase": "Pending"}
    being_made = [*unscheduled(""), {"of": "claim", "set": chosen}]
    assert codes(PROBE, change=being_made) == ["pod-waits-for-claim"]
    bound = {"of": "claim", "set": {"status.phase": "Bound"}}
    assert codes(PROBE, change=[*being_made, bound]) == ["pod-not-scheduled"]


def test_fires_on_a_gated_pod() -> None:
    """A pod behind a scheduling gate was never looked at by the scheduler."""
    gated = unscheduled("Scheduling is blocked due to non-empty scheduling gates", "SchedulingGated")
    assert codes(PROBE, change=gated) == ["pod-scheduling-gated"]


def test_fires_with_the_words_of_an_event() -> None:
    """Where the condition says nothing, the scheduler's newest event is the evidence."""
    said = {"about": "app", "reason": "FailedScheduling", "source": "default-scheduler", "message": WAITS}
    found = only(PROBE, change=unscheduled(""), events=[said])
    assert (found.code, found.evidence) == ("pod-waits-for-claim", f"FailedScheduling: {WAITS}")


def test_silent_on_a_scheduled_pod() -> None:
    """A pod that is on a node is fine here, whatever its volumes do."""
    found = only(PROBE)
    assert (found.code, found.facts["node"]) == ("pod-scheduled", "node-b")


def test_forbidden_events_leave_the_question_answered() -> None:
    """The pod itself says whether it has a node: without events only the scheduler's words are missing."""
    found = only(PROBE, change=unscheduled(""), forbid=["events"])
    assert (found.code, found.evidence) == ("pod-not-scheduled", "")
