"""Probe mount-pod-present: is there a Mount Pod for each volume of the pod."""

from bot.core.probes.mount_pod_present import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import app_waits

OTHER = "metadata.annotations[juicefs-3d714b43a3a6df8a63a3542f132ad24da5283409301077113c73fa0]"
OTHERS_PATH = "/var/lib/kubelet/pods/00000000-0000-4000-8000-000000000000/volumes/kubernetes.io~csi/pvc-x/mount"


def test_fires_when_no_mount_pod_serves_the_volume() -> None:
    """A volume without a Mount Pod on the node is told by its PVC."""
    unasked = app_waits(also={"metadata.labels[juicefs-uniqueid]": None})
    found = only(PROBE, change=[unasked, {"remove": "mount"}], logs={"csi/juicefs-plugin": ""})
    assert (found.code, found.subject) == ("mount-pod-absent", "PVC shop/orders-data")


def test_fires_when_the_driver_was_asked_and_made_none() -> None:
    """The driver's log shows the call, yet there is no Mount Pod: the driver failed before it came to that."""
    found = only(PROBE, change=[app_waits(), {"remove": "mount"}])
    assert found.code == "mount-pod-absent-after-call"
    assert found.evidence
    assert codes(PROBE, change=[{"remove": "mount"}]) == ["mount-pod-absent"]


def test_fires_on_a_mount_pod_that_serves_others_alone() -> None:
    """A healthy Mount Pod for the same volume that holds no reference of this pod is not this pod's."""
    found = only(PROBE, change=[app_waits(), {"of": "mount", "set": {OTHER: OTHERS_PATH}}])
    assert found.code == "mount-pod-of-others"
    assert found.facts["mount_pod"].endswith("-kqzvwe")


def test_silent_on_a_mount_pod_with_a_reference() -> None:
    """A reference of this very pod in the annotations is what counts, in whichever namespace the Mount Pod lives."""
    assert codes(PROBE) == ["mount-pod-present"]
    moved = [{"copy": "mount", "as": "storage/juicefs-node-b-orders-abcdef"}, {"remove": "mount"}]
    assert codes(PROBE, change=moved) == ["mount-pod-present"]


def test_silent_on_a_shared_mount_pod_of_another_name() -> None:
    """In share mode neither name nor label hold the volumeHandle, by which csi-doctor and the kubectl plugin search."""
    shared = [
        {
            "copy": "mount",
            "as": "kube-system/juicefs-node-b-juicefs-sc-zzzzzz",
            "set": {"metadata.labels[volume-id]": "sc"},
        },
        {"remove": "mount"},
    ]
    found = only(PROBE, change=shared)
    assert (found.code, found.facts["mount_pod"]) == ("mount-pod-present", "juicefs-node-b-juicefs-sc-zzzzzz")


def test_silent_in_the_first_minute() -> None:
    """A pod that has just come to its node has no Mount Pod yet."""
    young = app_waits(also={"status.conditions[PodScheduled].lastTransitionTime": "2026-05-04T02:19:30Z"})
    assert codes(PROBE, change=[young, {"remove": "mount"}]) == ["mount-pod-not-yet"]


def test_silent_where_no_mount_pod_belongs() -> None:
    """Sidecars need none, nor do pods without a node, unbound PVCs and pods that have ended."""
    assert codes(PROBE, "injected") == []
    assert codes(PROBE, change=[{"of": "app", "set": {"spec.nodeName": None}}]) == []
    assert codes(PROBE, change=[{"of": "claim", "set": {"spec.volumeName": None}}]) == []
    assert codes(PROBE, change=[{"of": "app", "set": {"status.phase": "Succeeded"}}]) == []
    assert codes(PROBE, change=[{"remove": "claim"}, {"remove": "mount"}]) == []
    inline = {"name": "data", "csi": {"driver": "csi.juicefs.com"}}
    assert codes(PROBE, change=[{"of": "app", "set": {"spec.volumes": [inline]}}]) == []


def test_silent_about_a_claim_that_is_listed_twice() -> None:
    """One PVC under two names has one Mount Pod, and one answer."""
    again = {"name": "again", "persistentVolumeClaim": {"claimName": "orders-data"}}
    assert codes(PROBE, change=[{"of": "app", "set": {"spec.volumes[+]": again}}]) == ["mount-pod-present"]


def test_forbidden_is_unknown() -> None:
    """Mount Pods, or a PVC, that may not be read are not called absent."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert unknowns(PROBE, forbid=["persistentvolumeclaims"]) == [("PersistentVolumeClaim", "forbidden")]
    static = {"of": "claim", "set": {"metadata.annotations": None, "spec.storageClassName": ""}}
    alone = [app_waits(), {"remove": "mount"}, static]
    assert unknowns(PROBE, change=alone, forbid=["persistentvolumes"]) == [("PersistentVolume", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["mount-pod-present-unknown"]
