"""How far a pod has come on its way to running."""

from typing import Any

from bot.core.objects.pod_progress import (
    ever_started,
    over,
    running_containers,
    scheduled_at,
    waited,
    waits_for_volumes,
)
from tests.scenes.take import snapshot_of

SNAPSHOT = snapshot_of("healthy")


def pod(*states: dict[str, Any], phase: str = "Pending", last: dict[str, Any] | None = None) -> dict[str, Any]:
    """A pod whose containers are in those states."""
    statuses = [{"name": f"c{n}", "state": state, "lastState": last or {}} for n, state in enumerate(states)]
    return {"metadata": {}, "status": {"phase": phase, "containerStatuses": statuses}}


WAITS = {"waiting": {"reason": "ContainerCreating"}}
RUNS = {"running": {"startedAt": "2026-05-04T02:10:20Z"}}


def test_a_pod_is_over_when_it_has_ended_or_is_being_deleted() -> None:
    """Its volumes are on their way out then."""
    assert not over(pod(RUNS, phase="Running"))
    assert over(pod(phase="Succeeded"))
    assert over(pod(phase="Failed"))
    assert over({"metadata": {"deletionTimestamp": "2026-05-04T02:10:20Z"}})


def test_a_pod_waits_for_its_volumes_until_a_container_was_started() -> None:
    """A container that ran before, or that kubelet has come to, waits for something else."""
    assert waits_for_volumes(pod(WAITS, WAITS))
    assert not waits_for_volumes(pod(WAITS, RUNS))
    assert not waits_for_volumes(pod(WAITS, last={"terminated": {"exitCode": 1}}))
    assert not waits_for_volumes(pod({"waiting": {"reason": "ImagePullBackOff"}}))
    assert ever_started(pod(WAITS, last={"terminated": {"exitCode": 1}}))
    assert [one["name"] for one in running_containers(pod(WAITS, RUNS))] == ["c1"]


def test_time_counts_from_the_node() -> None:
    """From when the pod was scheduled; else from its start, else from its creation; unknown is no time at all."""
    assert scheduled_at(SNAPSHOT.pod) == "2026-05-04T02:10:03Z"
    assert scheduled_at({"metadata": {"creationTimestamp": "x"}, "status": {"startTime": "y"}}) == "y"
    assert scheduled_at({}) == ""
    assert waited(SNAPSHOT, "2026-05-04T02:19:00Z") == 60
    assert waited(SNAPSHOT, "") == 0
