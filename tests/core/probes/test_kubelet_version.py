"""Probe kubelet-version: has the node's kubelet the bug by which it may never publish a volume."""

from typing import Any

import pytest

from bot.core.probes.kubelet_version import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import app_waits


def kubelet(version: str, *, waits: bool = True) -> list[Any]:
    """A node with that kubelet, and a pod for which nothing was ever asked."""
    node = {"of": "node", "set": {"status.nodeInfo.kubeletVersion": version}}
    unasked = [{"remove": "mount"}, app_waits(also={"metadata.labels[juicefs-uniqueid]": None})]
    return [node, *(unasked if waits else [])]


LOGS = {"csi/juicefs-plugin": "I0428 08:00:01.000000       7 node.go:60] start\n"}


@pytest.mark.parametrize(
    "version", ["v1.24.3", "v1.24.4-eks-ba74326", "v1.25.0+k3s1", "v1.23.10", "v1.22.17", "v1.19.16-gke.100"]
)
def test_fires_on_a_kubelet_with_the_bug(version: str) -> None:
    """Every release before the fixed ones, whatever a distribution appends, when the pod's volume was not published."""
    found = only(PROBE, change=kubelet(version), logs=LOGS)
    assert (found.code, found.facts["version"]) == ("kubelet-may-not-publish", version)


@pytest.mark.parametrize(
    "version", ["v1.26.0", "v1.25.1", "v1.24.5+k3s1", "v1.23.11-eks-1", "v1.30.2", "v2.0.0", "unknown"]
)
def test_silent_on_a_kubelet_without_the_bug(version: str) -> None:
    """The fixed releases and all later ones; a version that cannot be read is not blamed."""
    assert codes(PROBE, change=kubelet(version), logs=LOGS) == ["kubelet-publishes"]


def test_silent_on_a_pod_that_has_not_met_the_bug() -> None:
    """A pod that runs, or has just come, has not met it."""
    assert codes(PROBE, change=kubelet("v1.24.3", waits=False)) == ["kubelet-bug-not-met"]
    young = {"of": "app", "set": {"status.conditions[PodScheduled].lastTransitionTime": "2026-05-04T02:19:00Z"}}
    assert codes(PROBE, change=[*kubelet("v1.24.3"), young], logs=LOGS) == ["kubelet-bug-not-met"]


def test_silent_where_kubelet_publishes_nothing() -> None:
    """Sidecars mount by themselves; a pod without a node has no kubelet."""
    assert codes(PROBE, "injected") == []
    assert codes(PROBE, change=[{"of": "app", "set": {"spec.nodeName": None}}]) == []
    assert codes(PROBE, change=[{"remove": "node"}]) == []


def test_forbidden_is_unknown() -> None:
    """A node that may not be read has an unknown kubelet."""
    assert unknowns(PROBE, forbid=["nodes"]) == [("Node", "forbidden")]
    assert codes(PROBE, forbid=["nodes"]) == ["kubelet-version-unknown"]


def test_forbidden_traces_leave_it_open() -> None:
    """Where a trace of the call may stand that could not be read, nobody knows whether the pod met the bug."""
    bug = kubelet("v1.24.3")
    assert unknowns(PROBE, change=bug, logs=LOGS, forbid=["events"]) == [("Event", "forbidden")]
    assert unknowns(PROBE, change=bug, logs=LOGS, forbid=["pods/log"]) == [("PodLog", "forbidden")]
