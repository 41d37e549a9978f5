"""Probe mount-pod-room: has the node room for a Mount Pod that does not run."""

from typing import Any

from bot.core.probes.mount_pod_room import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import mount_waits

WANTS: dict[str, Any] = {"spec.containers[web].resources.requests": {"cpu": "7", "memory": "15Gi"}}
GREEDY = {"of": "web", "set": WANTS}


def test_fires_when_the_others_leave_too_little() -> None:
    """What all pods of the node request is taken from what it can give; both sides are told with their numbers."""
    found = only(
        PROBE, change=[mount_waits(), {"of": "web", "set": {"spec.containers[web].resources.requests.cpu": "7"}}]
    )
    assert found.code == "node-without-room"
    assert dict(found.facts) == {"resource": "cpu", "wanted": "1", "free": "0.81", "node": "node-b"}
    assert codes(PROBE, change=[mount_waits(), GREEDY]) == ["node-without-room"] * 2


def test_fires_when_the_node_takes_no_more_pods() -> None:
    """A node takes so many pods and no more, whatever they request."""
    few = {"of": "node", "set": {"status.allocatable.pods": "3"}}
    found = only(PROBE, change=[mount_waits(), few])
    assert (found.code, found.facts["pods"]) == ("node-full-of-pods", "3")


def test_silent_when_there_is_room() -> None:
    """Pods that have ended request nothing, and the Mount Pod is not its own neighbour."""
    assert codes(PROBE, change=[mount_waits()]) == ["node-has-room"]
    ended = {"of": "web", "set": {**WANTS, "status.phase": "Succeeded"}}
    assert codes(PROBE, change=[mount_waits(), ended]) == ["node-has-room"]
    assert codes(PROBE, change=[mount_waits(), {"of": "node", "set": {"status.allocatable": None}}]) == [
        "node-has-room"
    ]


def test_silent_on_a_mount_pod_that_runs() -> None:
    """One that runs, or has run, has found its room; a sidecar shares its pod's."""
    assert codes(PROBE, change=[GREEDY]) == []
    assert codes(PROBE, "injected") == []


def test_forbidden_is_unknown() -> None:
    """A node, or its pods, that may not be read have no known room."""
    assert unknowns(PROBE, change=[mount_waits()], forbid=["nodes"]) == [("Node", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["mount-pod-room-unknown"]
