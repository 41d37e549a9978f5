"""Probe kubelet-authorized: does kubelet let the driver ask it for its pods."""

from typing import Any

import pytest

from bot.core.probes.kubelet_authorized import PROBE
from bot.model.snapshot import Part
from tests.core.probes.looking import codes, look_at, only, refused
from tests.scenes.take import snapshot_of

FALLS_BACK = (
    'E0504 02:09:05.2       7 node.go:111] "Could not Start Reconciler of polling kubelet and fallback to watch '
    'ApiServer." err="unexpected status code 401" logger="main"'
)
GAVE_UP = (
    'E0504 02:15:05.2       7 reconciler.go:75] "kubelet access error count exceeds the limit 5" logger="reconciler"'
)
STARTED = 'I0504 02:09:05.2       7 reconciler.go:60] "Pod Reconciler Started" logger="reconciler"'
WAITING = {"status.containerStatuses[api].state": {"waiting": {"reason": "ContainerCreating"}}}
WAITS = {"of": "app", "set": WAITING}
UNREADY = {"of": "csi", "set": {"status.conditions[Ready].status": "False"}}
NO_INFO = {"of": "driver", "set": {"spec.podInfoOnMount": False}}
BLOCKED = "Could not mount juicefs: can not connect to kubelet, please turn `podInfoOnMount` on in csiDriver"


def image(tag: str) -> dict[str, Any]:
    """A driver of that version."""
    return {"of": "csi", "set": {"spec.containers[juicefs-plugin].image": f"juicedata/juicefs-csi-driver:{tag}"}}


def scene(log: str, *change: Any) -> dict[str, Any]:  # noqa: ANN401 - changes
    """A pod that waits, and what the driver says."""
    return {"change": [WAITS, *change], "logs": {"csi/juicefs-plugin": log}}


@pytest.mark.parametrize(
    "line",
    [
        "I0504 02:09:05.2 7 kubelet_client.go:99] GetNodeRunningPods err: Unauthorized",
        "E0504 02:09:05.2 7 reconciler.go:70] doReconcile GetNodeRunningPods: invalid character 'U' looking",
        FALLS_BACK,
    ],
)
def test_fires_on_a_driver_that_cannot_do_without(line: str) -> None:
    """Up to v0.20 there is no fallback; from then on it needs podInfoOnMount."""
    found = only(PROBE, **scene(line, image("v0.20.1")))
    assert (found.code, found.facts["version"], found.evidence) == ("kubelet-refuses-old-driver", "0.20.1", line)
    assert codes(PROBE, **scene(line, NO_INFO)) == ["kubelet-refuses-without-fallback"]
    assert codes(PROBE, **scene(line, {"remove": "driver"})) == ["kubelet-refuses-without-fallback"]


def test_fires_on_a_driver_that_gave_up() -> None:
    """Since v0.27 the driver exits when kubelet begins to refuse it; its last log says so."""
    logs = {"csi/juicefs-plugin": "", "csi/juicefs-plugin#previous": f"{STARTED}\n{GAVE_UP}"}
    looping = {"of": "csi", "set": {"status.containerStatuses[juicefs-plugin].restartCount": 3}}
    found = only(PROBE, change=[WAITS, UNREADY, looping], logs=logs)
    assert (found.code, found.evidence) == ("kubelet-refuses-and-driver-exits", GAVE_UP)


def test_fires_on_the_drivers_own_words_in_an_event() -> None:
    """The event names the missing setting, whatever the log still holds."""
    event = {"about": "app", "reason": "FailedMount", "message": BLOCKED}
    assert codes(PROBE, **scene(""), events=[event]) == ["kubelet-refuses-without-fallback"]


def test_silent_on_a_refusal_that_does_no_harm() -> None:
    """A 401 in the log of a driver that falls back, or of a pod that works, is no trouble."""
    assert codes(PROBE, **scene(FALLS_BACK)) == ["kubelet-refuses-without-harm"]
    works: dict[str, Any] = {"logs": {"csi/juicefs-plugin": FALLS_BACK}}
    for change in ([], [image("v0.20.1")], [NO_INFO]):
        assert codes(PROBE, change=change, **works) == ["kubelet-refuses-without-harm"]
    assert codes(PROBE, **scene(GAVE_UP)) == ["kubelet-refuses-without-harm"]


def test_silent_on_other_refusals() -> None:
    """A 403 of an object storage or of the API server is not kubelet's."""
    other = (
        'E0504 02:09:05.2 7 pod.go:1] "list pods error" err="pods is forbidden" code=403\n403 Forbidden AccessDenied'
    )
    assert codes(PROBE, **scene(other)) == ["kubelet-refusal-not-seen"]


def test_silent_once_kubelet_answers() -> None:
    """The newest line counts: an authorization that was mended is mended."""
    assert codes(PROBE, **scene(f"{FALLS_BACK}\n{STARTED}")) == ["kubelet-lets-driver-in"]
    assert codes(PROBE, **scene(f"{STARTED}\n{FALLS_BACK}", NO_INFO)) == ["kubelet-refuses-without-fallback"]


def test_silent_where_nothing_polls() -> None:
    """Without CSI Node, or without a log yet, there is nothing to ask."""
    assert codes(PROBE, change=[{"remove": "csi"}]) == []
    assert codes(PROBE, "injected") == []
    young = {"status.containerStatuses[juicefs-plugin].state": {"waiting": {"reason": "ContainerCreating"}}}
    assert codes(PROBE, change=[{"of": "csi", "set": young}]) == []


def test_forbidden_is_unknown() -> None:
    """A log that may not be read says neither; nor does a CSIDriver whose setting decides."""
    found = only(PROBE, forbid=["pods/log"])
    assert (found.code, found.facts["kind"]) == ("kubelet-authorized-unknown", "PodLog")
    found = only(PROBE, **scene(FALLS_BACK), forbid=["csidrivers"])
    assert (found.code, found.facts["kind"]) == ("kubelet-authorized-unknown", "CSIDriver")
    unread = look_at(PROBE, refused(snapshot_of("healthy"), Part.CSI_NODE_PODS))
    assert [one.facts["kind"] for one in unread] == ["Pod"]
