"""Probe host-etc: can the Mount Pod get /etc/updatedb.conf of the host."""

import pytest

from bot.core.probes.host_etc import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import mount_waits

KUBELET = 'MountVolume.SetUp failed for volume "updatedb" : open /etc/updatedb.conf: read-only file system'
RUNTIME = 'failed to mkdir "/etc/updatedb.conf": mkdir /etc/updatedb.conf: read-only file system'


def test_fires_on_kubelets_refusal() -> None:
    """Kubelet says it in an event of the Mount Pod, the runtime in the container's status."""
    event = {"about": "mount", "reason": "FailedMount", "message": KUBELET}
    assert only(PROBE, change=[mount_waits()], events=[event]).evidence == f"FailedMount: {KUBELET}"
    found = only(PROBE, change=[mount_waits("CreateContainerError", RUNTIME)])
    assert (found.code, found.evidence) == ("host-etc-refused", RUNTIME)


@pytest.mark.parametrize("system", ["Talos (v1.7.5)", "Bottlerocket OS 1.20.3 (aws-k8s-1.28)"])
def test_fires_weakly_on_an_immutable_system(system: str) -> None:
    """Without an event the system's name is a hint."""
    change = [mount_waits(), {"of": "node", "set": {"status.nodeInfo.osImage": system}}]
    found = only(PROBE, change=change)
    assert (found.code, found.facts["system"]) == ("host-etc-immutable", system)


def test_silent_on_ordinary_hosts() -> None:
    """Most systems let kubelet create the file."""
    assert codes(PROBE, change=[mount_waits()]) == ["host-etc-ordinary"]


def test_silent_where_the_file_is_not_asked_for() -> None:
    """A client that runs has it, and a driver that knows its hosts are immutable leaves it out."""
    event = {"about": "mount", "reason": "FailedMount", "message": KUBELET}
    assert codes(PROBE, events=[event]) == []
    without = mount_waits(also={"spec.volumes[updatedb]": None})
    assert codes(PROBE, change=[without]) == []


def test_silent_on_a_read_only_volume() -> None:
    """A read-only file system elsewhere is another matter."""
    event = {"about": "mount", "reason": "FailedMount", "message": "mkdir /data: read-only file system"}
    assert codes(PROBE, change=[mount_waits()], events=[event]) == ["host-etc-ordinary"]


def test_forbidden_is_unknown() -> None:
    """Without the node a host is not called ordinary; a refusal that stands in the status is told all the same."""
    assert unknowns(PROBE, change=[mount_waits()], forbid=["nodes"]) == [("Node", "forbidden")]
    assert codes(PROBE, change=[mount_waits()], forbid=["nodes"]) == ["host-etc-unknown"]
    assert codes(PROBE, change=[mount_waits("Failed", RUNTIME)], forbid=["nodes"]) == ["host-etc-refused"]
