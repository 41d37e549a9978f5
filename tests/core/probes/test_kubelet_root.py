"""Probe kubelet-root: does the driver look for kubelet's directory where it is."""

from typing import Any

import pytest

from bot.core.probes.kubelet_root import PROBE
from bot.model.snapshot import Part
from tests.core.probes.looking import codes, look_at, only, refused
from tests.scenes.take import changed

DIFFERS = "target kubelet rootdir /data/kubelet is not equal csi mounted kubelet root-dir /var/lib/kubelet"
SOCKET = "spec.containers[node-driver-registrar].env[DRIVER_REG_SOCK_PATH].value"
STAT = (
    'failed to stat "{root}/pods/<app.uid>/volumes/kubernetes.io~csi/<pv>/mount": transport endpoint is not connected'
)


def failed(message: str, about: str = "app", reason: str = "FailedMount") -> dict[str, Any]:
    """An event of a failure."""
    return {"about": about, "reason": reason, "message": message}


@pytest.mark.parametrize(
    "fields",
    [
        {"spec.volumes[registration-dir].hostPath.path": "/data/kubelet/plugins_registry/"},
        {"spec.volumes[kubelet-dir].hostPath.path": "/data/kubelet"},
        {SOCKET: "/data/kubelet/csi-plugins/x/csi.sock"},
    ],
)
def test_fires_on_an_installation_of_two_minds(fields: dict[str, Any]) -> None:
    """Every place that names kubelet's directory must name the same one."""
    found = only(PROBE, change=[{"of": "csi", "set": fields}])
    assert found.code == "kubelet-root-inconsistent"
    assert "/data/kubelet" in found.evidence


def test_fires_on_what_the_driver_or_a_path_says() -> None:
    """The driver compares the two itself; kubelet's own messages show its directory in the volume's path."""
    found = only(PROBE, events=[failed(DIFFERS)])
    assert (found.code, found.facts["seen"], found.facts["root"]) == (
        "kubelet-root-differs",
        "/data/kubelet",
        "/var/lib/kubelet",
    )
    moved = failed(STAT.format(root="/data/kubelet"), reason="Failed")
    assert only(PROBE, events=[moved]).facts["seen"] == "/data/kubelet"


def test_fires_on_a_directory_that_the_node_does_not_have() -> None:
    """CSI Node itself cannot start where the directory that it was told does not exist."""
    missing = 'MountVolume.SetUp failed for volume "registration-dir" : hostPath type check failed: '
    missing += "/var/lib/kubelet/plugins_registry/ is not a directory"
    unready = {"of": "csi", "set": {"status.conditions[Ready].status": "False"}}
    found = only(PROBE, change=[unready], events=[failed(missing, about="csi")])
    assert (found.code, found.facts["path"]) == ("kubelet-root-missing", "/var/lib/kubelet/plugins_registry/")


def test_fires_weakly_on_a_distribution_that_moves_it() -> None:
    """k0s and MicroK8s keep it elsewhere; that is a hint only, and none at all once the driver is registered."""
    k0s = {"of": "node", "set": {"status.nodeInfo.kubeletVersion": "v1.28.9+k0s"}}
    micro = {"of": "node", "set": {"metadata.labels[microk8s.io/cluster]": "true"}}
    unregistered = {"of": "registry", "set": {"spec.drivers": None}}
    for change, usual in ((k0s, "/var/lib/k0s/kubelet"), (micro, "/var/snap/microk8s/common/var/lib/kubelet")):
        found = only(PROBE, change=[change, unregistered])
        assert (found.code, found.facts["usual"]) == ("kubelet-root-perhaps-elsewhere", usual)
        assert codes(PROBE, change=[change]) == ["kubelet-root-consistent"]


def test_fires_on_the_daemon_set_where_no_pod_is() -> None:
    """Without a pod on the node the DaemonSet's template tells what one would look for."""
    moved = {"spec.template.spec.volumes[kubelet-dir].hostPath.path": "/data/kubelet"}
    found = only(PROBE, change=[{"remove": "csi"}, {"of": "set", "set": moved}])
    assert (found.code, found.subject) == ("kubelet-root-inconsistent", "DaemonSet kube-system/juicefs-csi-node")


def test_silent_on_one_directory_wherever_it_is() -> None:
    """Another directory than the usual one is fine when everything agrees on it."""
    root = "/data/kubelet"
    fields = {
        "spec.volumes[kubelet-dir].hostPath.path": f"{root}/",
        "spec.volumes[plugin-dir].hostPath.path": f"{root}/csi-plugins/csi.juicefs.com/",
        "spec.volumes[registration-dir].hostPath.path": f"{root}/plugins_registry",
        SOCKET: f"{root}/csi-plugins/csi.juicefs.com/csi.sock",
    }
    here = failed(STAT.format(root=root), reason="Failed")
    found = only(PROBE, change=[{"of": "csi", "set": fields}], events=[here])
    assert (found.code, found.facts["root"]) == ("kubelet-root-consistent", root)
    del fields["spec.volumes[kubelet-dir].hostPath.path"]
    gone = {"spec.volumes[kubelet-dir]": None}
    assert codes(PROBE, change=[{"of": "csi", "set": {**fields, **gone}}]) == ["kubelet-root-consistent"]


def test_silent_where_nothing_is_installed_or_needed() -> None:
    """Without CSI Node there is no directory to compare; a sidecar needs none."""
    assert codes(PROBE, change=[{"remove": "csi"}, {"remove": "set"}]) == []
    assert codes(PROBE, "injected") == []


def test_forbidden_is_unknown() -> None:
    """Where neither the pod nor its DaemonSet may be read, nothing is called consistent; the node alone is no loss."""
    gone = refused(changed(change=[{"remove": "csi"}], forbid=["daemonsets"]), Part.CSI_NODE_PODS)
    assert [(one.code, one.facts["reason"]) for one in look_at(PROBE, gone)] == [("kubelet-root-unknown", "forbidden")]
    assert codes(PROBE, forbid=["nodes", "events"]) == ["kubelet-root-consistent"]
