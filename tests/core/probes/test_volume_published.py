"""Probe volume-published: has kubelet asked the driver to publish each volume."""

from typing import Any

import pytest

from bot.core.probes.volume_published import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import app_waits, by_process

PV = "pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20"
MARK = "metadata.labels[juicefs-uniqueid]"
WAITS = app_waits(also={MARK: None})
UNASKED = [{"remove": "mount"}, WAITS]
START = "I0428 08:00:01.000000       7 node.go:60] start\n"
QUIET = {"csi/juicefs-plugin": START}
GENERAL = "Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[]: timed out waiting"
ERROR = f'MountVolume.SetUp failed for volume "{PV}" : rpc error: code = Internal desc = Could not mount: Empty name'


def event(message: str, **more: str) -> dict[str, str]:
    """Kubelet's complaint about the pod."""
    return {"about": "app", "reason": "FailedMount", "message": message, **more}


def log(line: str) -> dict[str, str]:
    """CSI Node's log, which goes back to its start."""
    return {"csi/juicefs-plugin": START + line}


def test_fires_on_a_volume_that_was_never_published() -> None:
    """No reference, no label, no error, no line in a log that goes back far enough: kubelet never asked."""
    found = only(PROBE, change=UNASKED, logs=QUIET, events=[event(GENERAL)])
    assert (found.code, found.facts["minutes"], found.subject) == ("volume-not-published", "10", f"PV {PV}")


def test_fires_in_process_mode_as_well() -> None:
    """There are no Mount Pods then; the log alone tells."""
    assert codes(PROBE, change=[*by_process(), WAITS], logs=QUIET) == ["volume-not-published"]


@pytest.mark.parametrize(
    "change",
    [
        {"of": "registry", "set": {"spec.drivers": []}},
        {"of": "csi", "set": {"status.conditions[Ready].status": "False"}},
        {
            "of": "csi",
            "set": {"status.containerStatuses[juicefs-plugin].state.running.startedAt": "2026-05-04T02:12:00Z"},
        },
        {"remove": "csi"},
    ],
)
def test_fires_weakly_where_a_trace_could_be_lost(change: dict[str, Any]) -> None:
    """A driver that is not registered, not ready, or was restarted since leaves no trace, or loses it."""
    assert codes(PROBE, change=[*UNASKED, change], logs=QUIET) == ["volume-perhaps-not-published"]


def test_fires_weakly_on_a_log_that_begins_too_late() -> None:
    """A log whose oldest line is younger than the pod may have lost the call; so may an empty one."""
    late = {"csi/juicefs-plugin": "I0504 02:15:00.000000       7 pod_driver.go:1] busy\n"}
    assert codes(PROBE, change=UNASKED, logs=late) == ["volume-perhaps-not-published"]
    assert codes(PROBE, change=UNASKED, logs={"csi/juicefs-plugin": ""}) == ["volume-perhaps-not-published"]


def test_fires_weakly_on_volumes_of_one_handle() -> None:
    """Of two volumes with one volumeHandle kubelet publishes only one: that is another trouble."""
    twice = [
        {
            "of": "app",
            "set": {"spec.volumes[+]": {"name": "more", "persistentVolumeClaim": {"claimName": "orders-more"}}},
        },
        {"copy": "claim", "as": "shop/orders-more", "set": {"spec.volumeName": "pv-more"}},
        {"copy": "pv", "as": "pv-more"},
    ]
    assert codes(PROBE, change=[*UNASKED, *twice], logs=QUIET) == ["volume-perhaps-not-published"] * 2


def test_fires_on_an_answer_with_an_error() -> None:
    """The driver was asked and refused: the error is evidence, and the general complaint beside it means nothing."""
    found = only(PROBE, change=UNASKED, logs=QUIET, events=[event(GENERAL), event(ERROR, ago="2m")])
    assert (found.code, found.evidence) == ("volume-publish-failed", f"FailedMount: {ERROR}")


def test_silent_on_each_trace_of_a_call() -> None:
    """A reference in a Mount Pod, a container that has started, the driver's label, and its log in any version."""
    assert PV in only(PROBE, change=[WAITS]).evidence
    assert codes(PROBE, change=[{"remove": "mount"}]) == ["volume-published"]
    assert codes(PROBE, change=[{"remove": "mount"}, app_waits()], logs=QUIET) == ["volume-published"]
    for line in (
        f'I0504 02:10:05.1 7 node.go:183] "creating dir" logger="NodePublishVolume" appName="<app>" volumeId="{PV}"',
        f'I0504 02:10:05.1 7 node.go:127] "NodePublishVolume: creating dir" volumeId="{PV}" target="/pods/<app.uid>/x"',
        f"I0504 02:10:05.1 7 node.go:106] NodePublishVolume: volume_id is {PV}",
    ):
        assert codes(PROBE, change=UNASKED, logs=log(line)) == ["volume-published"]


def test_silent_lines_of_others_are_no_trace() -> None:
    """A line about another volume, or another pod's use of this one, says nothing of this call."""
    other = f'I0504 02:10:05.1 7 node.go:183] "creating dir" logger="NodePublishVolume" appName="web-1" volumeId="{PV}"'
    assert codes(PROBE, change=UNASKED, logs=log(other)) == ["volume-not-published"]
    elsewhere = other.replace(PV, "pvc-other").replace("web-1", "<app>")
    assert codes(PROBE, change=UNASKED, logs=log(elsewhere)) == ["volume-not-published"]
    theirs = event(ERROR.replace(PV, "pvc-other"))
    assert codes(PROBE, change=UNASKED, logs=QUIET, events=[theirs]) == ["volume-not-published"]


def test_silent_while_kubelet_still_has_time() -> None:
    """Before kubelet itself complains, after two minutes, there is no trouble."""
    young = {"of": "app", "set": {"status.conditions[PodScheduled].lastTransitionTime": "2026-05-04T02:19:00Z"}}
    assert codes(PROBE, change=[*UNASKED, young], logs=QUIET) == ["volume-publish-awaited"]


def test_silent_where_nothing_is_to_be_published() -> None:
    """Sidecars, pods without a node, PVCs without a PV and pods that have ended."""
    assert codes(PROBE, "injected") == []
    assert codes(PROBE, change=[{"of": "app", "set": {"spec.nodeName": None}}]) == []
    assert codes(PROBE, change=[{"of": "claim", "set": {"spec.volumeName": None}}]) == []
    assert codes(PROBE, change=[{"of": "app", "set": {"status.phase": "Succeeded"}}]) == []


@pytest.mark.parametrize(
    ("resource", "kinds"),
    [
        ("events", ["Event"]),
        ("pods/log", ["PodLog"]),
        ("list pods", ["Pod"]),
        ("persistentvolumeclaims", ["PersistentVolumeClaim"]),
    ],
)
def test_forbidden_is_unknown(resource: str, kinds: list[str]) -> None:
    """Where a trace may stand that could not be read, the lack of one proves nothing."""
    assert unknowns(PROBE, change=UNASKED, logs=QUIET, forbid=[resource]) == [(kind, "forbidden") for kind in kinds]
    assert set(codes(PROBE, change=UNASKED, logs=QUIET, forbid=[resource])) == {"volume-published-unknown"}
