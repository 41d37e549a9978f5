"""Probe mount-target: can a container be created on the volume's mount point."""

from typing import Any

from bot.core.probes.mount_target import PROBE
from tests.core.probes.looking import codes, only
from tests.core.probes.mount_changes import app_waits

PV = "pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20"
TARGET = f"/var/lib/kubelet/pods/3b1c9a52-6c1e-4f0a-9f57-2a5f0d6c7e11/volumes/kubernetes.io~csi/{PV}/mount"
STAT = f'failed to stat "{TARGET}": stat {TARGET}: transport endpoint is not connected'
DEAD = f'failed to generate container "d51d" spec: failed to generate spec: {STAT}'
IN_THE_WAY = (
    f'MountVolume.SetUp failed for volume "{PV}" : rpc error: code = Internal desc = Could not create dir "{TARGET}": '
    f"mkdir {TARGET}: file exists"
)


def refused(message: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - paths of a pod
    """The application's container that the runtime could not create."""
    return app_waits({"reason": "CreateContainerError", "message": message}, also=more)


def test_fires_on_a_mount_that_was_dead_from_the_first() -> None:
    """A container that has never run: the mount died before it could be used, as wrong mount options make it."""
    found = only(PROBE, change=[refused(DEAD)])
    assert (found.code, found.evidence) == ("mount-target-never-lived", DEAD)


def test_fires_otherwise_on_a_mount_that_died_later() -> None:
    """A container that ran before lost its mount in between."""
    ran = {"status.containerStatuses[api].restartCount": 2}
    assert codes(PROBE, change=[refused(DEAD, **ran)]) == ["mount-target-died"]


def test_fires_on_a_stale_target() -> None:
    """A dead mount where the volume should go: the directory can neither be looked at nor be made."""
    event = {"about": "app", "reason": "FailedMount", "message": IN_THE_WAY}
    found = only(PROBE, change=[app_waits()], events=[event])
    assert found.code == "mount-target-in-the-way"


def test_silent_on_a_container_that_runs() -> None:
    """What runs could be created; an old event, or one about another pod, changes nothing."""
    event = {"about": "app", "reason": "FailedMount", "message": IN_THE_WAY}
    assert codes(PROBE, events=[event, {**event, "about": "web"}]) == ["mount-target-usable"]


def test_silent_on_other_volumes_and_other_errors() -> None:
    """The same words about a volume that is not JuiceFS', and other words about this one, are not this trouble."""
    assert codes(PROBE, change=[refused(DEAD.replace(PV, "pvc-of-nfs"))]) == []
    assert codes(PROBE, change=[refused('exec: "run": executable file not found')]) == []
    event = {"about": "app", "reason": "FailedMount", "message": IN_THE_WAY.replace(PV, "pvc-of-nfs")}
    assert codes(PROBE, change=[app_waits()], events=[event]) == []


def test_forbidden_events_leave_the_status() -> None:
    """The pod's own status answers without events; a pod that only waits is not called fine."""
    assert codes(PROBE, change=[refused(DEAD)], forbid=["events"]) == ["mount-target-never-lived"]
    assert codes(PROBE, change=[app_waits()], forbid=["events"]) == []
