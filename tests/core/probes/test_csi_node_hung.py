"""Probe csi-node-hung: does CSI Node hang on a mount that no longer answers."""

from typing import Any

from bot.core.probes.csi_node_hung import PROBE
from bot.model.finding import Weight
from bot.model.snapshot import Part
from tests.core.probes.looking import book, codes, look_at, only, refused
from tests.scenes.take import snapshot_of

HANGS = (
    'E0504 02:{minute}:05.2       7 node.go:505] "check volume path" err="function timeout" '
    'logger="NodeGetVolumeStats" volumeId="{volume}"'
)
UNREADY = {"of": "csi", "set": {"status.conditions[Ready].status": "False"}}
LATE = {
    "about": "app",
    "reason": "FailedMount",
    "message": "MountVolume.SetUp failed : rpc error: code = DeadlineExceeded desc = context deadline exceeded",
}


def scene(volume: str = "<pv>", minute: int = 18, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - parts of a scene
    """A log in which looking at a volume took too long, at 02:18 or another minute; it is 02:20."""
    return {"logs": {"csi/juicefs-plugin": HANGS.format(volume=volume, minute=f"{minute:02}")}, **more}


def test_fires_on_this_pods_volume() -> None:
    """A recent line about the pod's own volume shows it, by handle or by the pod's uid in the path."""
    found = only(PROBE, **scene())
    assert found.code == "csi-node-hangs-on-this-volume"
    assert "function timeout" in found.evidence
    assert codes(PROBE, **scene('x" path="/pods/<app.uid>/volumes')) == ["csi-node-hangs-on-this-volume"]


def test_fires_on_another_volume_that_holds_everybody_up() -> None:
    """Another volume's dead mount matters here when CSI Node is down, or this pod waits in vain."""
    assert codes(PROBE, **scene("another", change=[UNREADY])) == ["csi-node-hangs"]
    assert codes(PROBE, **scene("another", events=[LATE])) == ["csi-node-hangs"]


def test_fires_weakly_on_what_does_not_touch_this_pod() -> None:
    """A line about another volume, or an old one, is worth a word and no more."""
    assert codes(PROBE, **scene("another")) == ["csi-node-hung-elsewhere"]
    assert codes(PROBE, **scene("<pv>-2")) == ["csi-node-hung-elsewhere"]
    assert codes(PROBE, **scene(minute=1)) == ["csi-node-hung-elsewhere"]
    assert book().findings["csi-node-hung-elsewhere"].weight is Weight.WEAK


def test_silent_on_a_log_without_such_lines() -> None:
    """A healthy log, and one where other things time out."""
    assert codes(PROBE) == ["csi-node-does-not-hang"]
    other = {"csi/juicefs-plugin": "E0504 02:18:05.2 7 pod.go:1] mount pod is not running in 60s"}
    assert codes(PROBE, logs=other) == ["csi-node-does-not-hang"]


def test_silent_where_nothing_runs() -> None:
    """Without CSI Node, without a log yet, or with a sidecar there is nothing to ask."""
    assert codes(PROBE, change=[{"remove": "csi"}]) == []
    assert codes(PROBE, "injected") == []
    young = {"status.containerStatuses[juicefs-plugin].state": {"waiting": {"reason": "ContainerCreating"}}}
    assert codes(PROBE, change=[{"of": "csi", "set": young}]) == []


def test_forbidden_is_unknown() -> None:
    """A log that may not be read says nothing, and neither do pods that may not be listed."""
    found = only(PROBE, forbid=["pods/log"])
    assert (found.code, found.facts["kind"]) == ("csi-node-hung-unknown", "PodLog")
    unread = look_at(PROBE, refused(snapshot_of("healthy"), Part.CSI_NODE_PODS))
    assert [one.code for one in unread] == ["csi-node-hung-unknown"]
