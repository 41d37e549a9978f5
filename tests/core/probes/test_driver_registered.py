"""Probe driver-registered: is the driver registered with the kubelet of the pod's node."""

from typing import Any

from bot.core.probes.driver_registered import PROBE
from bot.model.snapshot import Part
from tests.core.probes.looking import codes, look_at, only, refused, unknowns
from tests.scenes.take import snapshot_of

OTHERS = [{"name": "ebs.csi.aws.com", "nodeID": "i-0a"}]


def test_fires_on_a_node_that_does_not_list_the_driver() -> None:
    """Whatever other drivers are listed, or none: this one is not registered."""
    for drivers, shown in ((OTHERS, "spec.drivers: ebs.csi.aws.com"), (None, "spec.drivers: none")):
        found = only(PROBE, change=[{"of": "registry", "set": {"spec.drivers": drivers}}])
        assert (found.code, found.subject, found.evidence) == ("driver-not-registered", "CSINode node-b", shown)


def test_fires_on_a_node_without_the_object() -> None:
    """No CSINode object means that no driver has ever registered there."""
    assert codes(PROBE, change=[{"remove": "registry"}]) == ["driver-not-registered"]


def test_fires_for_the_driver_that_the_volume_names() -> None:
    """Under another name the driver is another driver: csi.juicefs.com beside it is no comfort."""
    renamed = [
        {"of": "pv", "set": {"spec.csi.driver": "juicefs.example.com"}},
        {
            "of": "csi",
            "set": {"spec.containers[juicefs-plugin].env[+]": {"name": "DRIVER_NAME", "value": "juicefs.example.com"}},
        },
    ]
    found = only(PROBE, change=renamed)
    assert (found.code, found.facts["driver"]) == ("driver-not-registered", "juicefs.example.com")


def test_silent_on_a_registration_that_helps_nobody() -> None:
    """What kubelet says last can show that the driver is registered in vain: that it is speaks against nothing then."""
    root = "target kubelet rootdir /data/kubelet is not equal csi mounted kubelet root-dir /var/lib/kubelet"
    differs = {"about": "app", "reason": "FailedMount", "ago": "30s", "message": root}
    assert codes(PROBE, "waiting", events=[differs]) == ["driver-registered-in-vain"]
    attach = "timed out waiting for external-attacher of csi.juicefs.com CSI driver to attach volume <pv>"
    waits = {"about": "app", "reason": "FailedAttachVolume", "ago": "30s", "message": attach}
    assert codes(PROBE, "waiting", events=[waits]) == ["driver-registered"]
    assert codes(PROBE, "waiting", change=[{"remove": "driver"}], events=[waits]) == ["driver-registered-in-vain"]


def test_fires_on_an_entry_that_nobody_stands_behind() -> None:
    """A CSI Node pod that is gone or not ready leaves the entry behind: kubelet calls a socket where nobody listens."""
    unready = {"status.conditions[Ready].status": "False"}
    down = {**unready, "status.containerStatuses[juicefs-plugin].ready": False}
    for change in ({"of": "csi", "set": down}, {"remove": "csi"}):
        assert codes(PROBE, change=[change]) == ["driver-registered-and-gone"]
    assert codes(PROBE, change=[{"of": "csi", "set": unready}]) == ["driver-registered"]


def test_fires_on_what_kubelet_itself_says() -> None:
    """The CSINode object only mirrors kubelet's list: where no CSI Node is ready, kubelet's newest complaint counts."""
    said = (
        "attacher.MountDevice failed to create newCsiDriverClient: driver name {} not found in the list of registered"
    )
    event = {"about": "app", "reason": "FailedMount", "message": said.format("csi.juicefs.com"), "ago": "1m"}
    gone = [{"remove": "csi"}]
    found = only(PROBE, change=gone, events=[event])
    assert (found.code, found.evidence) == ("driver-not-registered", f"FailedMount: {event['message']}")
    assert codes(PROBE, events=[event]) == ["driver-registered"]
    later = {**event, "message": "dial unix csi.sock: connect: no such file or directory", "ago": "10s"}
    assert codes(PROBE, change=gone, events=[event, later]) == ["driver-registered-and-gone"]
    other = {**event, "message": said.format("ebs.csi.aws.com")}
    assert codes(PROBE, change=gone, events=[other]) == ["driver-registered-and-gone"]


def test_silent_while_the_plugin_itself_runs() -> None:
    """A CSI Node pod whose registrar fails is not ready, and yet its socket is there."""
    fields: dict[str, Any] = {f"status.conditions[{kind}].status": "False" for kind in ("Ready", "ContainersReady")}
    fields["status.containerStatuses[node-driver-registrar].ready"] = False
    assert codes(PROBE, change=[{"of": "csi", "set": fields}]) == ["driver-registered"]


def test_silent_on_a_registered_driver() -> None:
    """The CSINode object proves it, even when the CSIDriver object is gone."""
    assert codes(PROBE) == ["driver-registered"]
    assert codes(PROBE, change=[{"remove": "driver"}]) == ["driver-registered"]


def test_silent_where_kubelet_mounts_nothing_of_ours() -> None:
    """Not without a node, not for a sidecar, not for another driver's volume."""
    assert codes(PROBE, change=[{"of": "app", "set": {"spec.nodeName": None}}]) == []
    assert codes(PROBE, "injected", change=[{"remove": "registry"}]) == []
    foreign = {"of": "pv", "set": {"spec.csi.driver": "ebs.csi.aws.com"}}
    assert codes(PROBE, change=[foreign, {"remove": "registry"}]) == []


def test_silent_on_a_pod_that_was_not_injected() -> None:
    """In a cluster of sidecars CSI Node is missing on purpose (the kubectl plugin blames taints there)."""
    plain = {
        "spec.volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "orders-data"}}],
        "metadata.labels[done.sidecar.juicefs.com/inject]": None,
    }
    assert codes(PROBE, "injected", change=[{"of": "app", "set": plain}, {"remove": "registry"}]) == []


def test_forbidden_is_unknown() -> None:
    """A CSINode that may not be read, or did not come back, says neither yes nor no."""
    assert unknowns(PROBE, forbid=["csinodes"]) == [("CSINode", "forbidden")]
    assert unknowns(PROBE, silent=["csinodes"]) == [("CSINode", "timeout")]
    assert codes(PROBE, forbid=["csinodes"]) == ["driver-registered-unknown"]
    unread = refused(snapshot_of("healthy"), Part.CSI_NODE_PODS)
    assert [one.code for one in look_at(PROBE, unread)] == ["driver-registered"]
