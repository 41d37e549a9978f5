"""Probe csi-node-present: does a CSI Node pod run on the pod's node, and if not, why."""

from typing import Any

from bot.core.probes.csi_node_present import PROBE
from bot.model.finding import State
from bot.model.snapshot import Part
from tests.core.probes.looking import codes, look_at, only, refused
from tests.scenes.take import changed, snapshot_of

GONE = {"remove": "csi"}
GPU = {"key": "dedicated", "value": "gpu", "effect": "NoSchedule"}


def template(**spec: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a pod's spec
    """A change of the pods that the DaemonSet makes."""
    return {"of": "set", "set": {f"spec.template.spec.{key}": value for key, value in spec.items()}}


def tainted(*taints: Any) -> dict[str, Any]:  # noqa: ANN401 - taints
    """A node with taints."""
    return {"of": "node", "set": {"spec.taints": list(taints)}}


def test_fires_on_a_taint_that_is_not_tolerated() -> None:
    """The driver tolerates hardly anything by default; the taint is named, and not only hinted at."""
    found = only(PROBE, change=[GONE, tainted(GPU)])
    assert (found.code, found.facts["taint"]) == ("csi-node-kept-off-by-taint", "dedicated=gpu:NoSchedule")
    assert found.subject == "Node node-b"


def test_fires_on_a_selector_that_the_node_does_not_meet() -> None:
    """By nodeSelector or by affinity."""
    found = only(PROBE, change=[GONE, template(nodeSelector={"juicefs": "yes"})])
    assert (found.code, found.facts["wanted"]) == ("csi-node-kept-off-by-selector", "juicefs=yes")
    term = {"matchExpressions": [{"key": "kubernetes.io/arch", "operator": "In", "values": ["arm64"]}]}
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [term]}}
    found = only(PROBE, change=[GONE, template(affinity={"nodeAffinity": required})])
    assert found.facts["wanted"] == "kubernetes.io/arch In (arm64)"


def test_fires_on_a_daemon_set_that_is_missing_or_wants_no_pod() -> None:
    """No DaemonSet: not installed.  None wanted: switched off."""
    assert codes(PROBE, change=[GONE, {"remove": "set"}]) == ["csi-node-not-installed"]
    off = {"of": "set", "set": {"status.desiredNumberScheduled": 0}}
    assert codes(PROBE, change=[GONE, off]) == ["csi-node-wanted-nowhere"]


def test_fires_without_a_reason_where_none_is_seen() -> None:
    """A pod that is missing though nothing keeps it off is missing all the same."""
    assert codes(PROBE, change=[GONE]) == ["csi-node-absent"]


def test_fires_on_a_pod_that_is_being_deleted() -> None:
    """It is there, and soon it is not; one that replaces it counts."""
    leaving = {"of": "csi", "set": {"metadata.deletionTimestamp": "2026-05-04T02:19:00Z"}}
    found = only(PROBE, change=[leaving])
    assert (found.code, found.facts["pod"]) == ("csi-node-leaving", "kube-system/juicefs-csi-node-8rd96")
    stays = {"copy": "csi", "as": "kube-system/juicefs-csi-node-q7c2k"}
    assert codes(PROBE, change=[stays, leaving]) == ["csi-node-present"]


def test_fires_on_another_installations_pod() -> None:
    """A driver of another name on the node does not mount this pod's volumes."""
    other = {"name": "DRIVER_NAME", "value": "juicefs.example.com"}
    elsewhere = {"spec.containers[juicefs-plugin].env[+]": other}
    assert codes(PROBE, change=[{"of": "csi", "set": elsewhere}]) == ["csi-node-absent"]


def test_silent_on_a_node_that_has_one() -> None:
    """In any namespace, and whatever taint the node was given since."""
    assert codes(PROBE) == ["csi-node-present"]
    assert codes(PROBE, change=[tainted(GPU)]) == ["csi-node-present"]
    moved = [{"copy": "csi", "as": "storage/juicefs-csi-node-q7c2k"}, GONE]
    assert only(PROBE, change=moved).facts["pod"] == "storage/juicefs-csi-node-q7c2k"


def test_silent_on_taints_that_daemon_sets_tolerate() -> None:
    """A cordoned node, or one under pressure, keeps its CSI Node."""
    cordoned = tainted({"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"})
    assert codes(PROBE, change=[GONE, cordoned]) == ["csi-node-absent"]


def test_silent_where_none_is_needed() -> None:
    """A sidecar needs none, and a pod without a node has no node to ask about."""
    assert codes(PROBE, "injected") == []
    assert codes(PROBE, change=[GONE, {"of": "app", "set": {"spec.nodeName": None}}]) == []


def test_forbidden_is_unknown() -> None:
    """Pods that may not be listed are not called missing; a cause that may not be read is not guessed."""
    found = look_at(PROBE, refused(snapshot_of("healthy"), Part.CSI_NODE_PODS))
    assert [(one.code, one.facts["reason"]) for one in found] == [("csi-node-present-unknown", "forbidden")]
    for resource, kind in (("daemonsets", "DaemonSet"), ("nodes", "Node")):
        absent, unread = look_at(PROBE, changed(change=[GONE], forbid=[resource]))
        assert (absent.code, unread.state, unread.facts["kind"]) == ("csi-node-absent", State.UNKNOWN, kind)
