"""Probe node-drain: is the node being emptied of Mount Pods that are in use."""

import pytest

from bot.core.probes.node_drain import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import mount_restarted, no_hand_over, no_propagation

CORDON = {"of": "node", "set": {"spec.unschedulable": True}}
REPLACED = mount_restarted("2026-05-04T02:15:00Z", restarts=0)


def test_fires_when_the_mount_pod_went_first() -> None:
    """On a cordoned node, a Mount Pod that is gone or newer than the container that uses it was taken too early."""
    found = only(PROBE, change=[CORDON, {"remove": "mount"}])
    assert (found.code, found.facts["container"]) == ("node-drained-mount-pod", "api")
    assert codes(PROBE, change=[CORDON, REPLACED, no_propagation(), no_hand_over()]) == ["node-drained-mount-pod"]


@pytest.mark.parametrize(
    "key", ["ToBeDeletedByClusterAutoscaler", "karpenter.sh/disrupted", "node.kubernetes.io/unschedulable"]
)
def test_fires_weakly_on_a_node_that_is_emptied(key: str) -> None:
    """A node that people or autoscalers empty is told, though nothing has happened yet."""
    found = only(PROBE, change=[{"of": "node", "set": {"spec.taints": [{"key": key, "effect": "NoSchedule"}]}}])
    assert (found.code, found.evidence) == ("node-draining", f"taint {key}")
    assert codes(PROBE, change=[CORDON]) == ["node-draining"]


def test_silent_on_a_node_that_stays() -> None:
    """Taints of other kinds empty nothing, and a lost mount elsewhere is the matter of another probe."""
    assert codes(PROBE) == ["node-not-draining"]
    gpu = {"of": "node", "set": {"spec.taints": [{"key": "dedicated", "value": "gpu", "effect": "NoSchedule"}]}}
    assert codes(PROBE, change=[gpu, {"remove": "mount"}]) == ["node-not-draining"]


def test_silent_where_no_mount_pod_can_be_drained() -> None:
    """Sidecars leave with their pod; a node that is gone is told elsewhere."""
    assert codes(PROBE, "injected") == []
    assert codes(PROBE, change=[{"remove": "node"}]) == []


def test_forbidden_is_unknown() -> None:
    """A node that may not be read may be on its way out."""
    assert unknowns(PROBE, forbid=["nodes"]) == [("Node", "forbidden")]
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["nodes"]) == ["node-drain-unknown"]
