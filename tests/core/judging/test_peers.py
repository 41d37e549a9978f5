"""Where JuiceFS' other tools go wrong, this one does not.

The checks that are broken in the kubectl plugin 0.3.0, in csi-doctor.sh and in the CSI dashboard, each on the scene
that shows it.
"""

from bot.core.faces.terminal import to_terminal
from bot.model.finding import State
from tests.core.judging.diagnosing import FOLDER, diagnosed, of, of_file, told, view
from tests.scenes.take import changed

LEAVING = {"of": "app", "set": {"metadata.deletionTimestamp": "2026-05-04T02:10:40Z"}}
PENDING = {
    "of": "claim",
    "set": {
        "metadata.annotations": {"volume.kubernetes.io/storage-provisioner": "csi.juicefs.com"},
        "spec.volumeName": None,
        "status": {"phase": "Pending"},
    },
}


def trouble(*change: object, base: str = "healthy", **more: object) -> dict[str, str]:
    """Code -> line of every trouble that is found."""
    found = view(diagnosed(changed(base, change=list(change), **more))).findings
    return {one.code: str(one.evidence) for one in found if one.state is State.TROUBLE}


def test_a_pending_claim_is_reported_with_its_reason() -> None:
    """The plugin looks at bound PVCs alone, csi-doctor stops at an empty volumeName: neither says why it is Pending."""
    said = 'failed to provision volume with StorageClass "juicefs-sc": secrets "juicefs-secret" not found'
    events = [{"about": "claim", "reason": "ProvisioningFailed", "source": "csi.juicefs.com", "message": said}]
    found = trouble(PENDING, base="waiting", events=events)
    assert "claim-pending" in found
    assert said in found["provisioner-secret-missing"]


def test_a_node_that_is_not_ready_is_seen() -> None:
    """The plugin counts conditions that are True alone, so that Ready=Unknown stays unseen and a pressure is lost."""
    lost = {"of": "node", "set": {"status.conditions[Ready].status": "Unknown"}}
    assert "node-silent" in trouble(lost)
    pressed = {"of": "node", "set": {"status.conditions[DiskPressure].status": "True"}}
    assert "node-under-pressure" in trouble(pressed)


def test_a_pod_that_does_not_end_without_a_csi_node_is_told_so() -> None:
    """The plugin panics on a terminating pod whose node has no CSI Node pod."""
    found = trouble(LEAVING, {"remove": "csi"})
    assert {"pod-stuck-with-reference"} <= found.keys()
    assert any(code.startswith("csi-node-") or code == "driver-registered-and-gone" for code in found)


def test_a_percent_sign_in_a_message_stays() -> None:
    """The plugin takes the cluster's words for a format."""
    said = "exec: 100%s of %d: permission denied"
    waiting = {"waiting": {"reason": "RunContainerError", "message": said}}
    change = {"of": "app", "set": {"status.containerStatuses[api].state": waiting}}
    assert said in "".join(trouble(change).values())
    assert said in to_terminal(of(change=[change]).reply)


def test_a_pod_without_a_sidecar_is_not_blamed_on_csi_node() -> None:
    """The plugin falls into Mount Pod mode for a pod that was not injected and speaks of taints."""
    assert list(told(of_file(FOLDER / "waits-in-an-unlabelled-namespace.yaml"))) == ["sidecar-not-injected"]


def test_events_of_a_mount_pod_come_from_its_own_namespace() -> None:
    """csi-doctor asks the application's namespace for them and finds none."""
    found = told(of_file(FOLDER / "mount-pod-without-an-address.yaml"))
    assert found == {"mount-pod-pending": "certain"}


def test_the_leading_controllers_log_is_read() -> None:
    """csi-doctor always reads the log of juicefs-csi-controller-0, which need not be the one that leads."""
    refused = 'E0504 02:19:40.0 1 c.go:1] "provision failed" PVC="shop/orders-data" err="quota exceeded"\n'
    found = trouble(PENDING, base="waiting", logs={"standby/juicefs-plugin": refused})
    assert "quota exceeded" in found["controller-refuses-claim"]


def test_ephemeral_volumes_are_followed() -> None:
    """The plugin and csi-doctor know volumes with a claimName alone."""
    template = {"volumeClaimTemplate": {"spec": {"storageClassName": "juicefs-sc"}}}
    change = [
        {"of": "app", "set": {"spec.volumes": [{"name": "data", "ephemeral": template}]}},
        {"copy": "claim", "as": "shop/orders-api-6d4f9c7b8-x2k5p-data", "set": {"status.phase": "Pending"}},
    ]
    own = {"apiVersion": "v1", "kind": "Pod", "uid": "3b1c9a52-6c1e-4f0a-9f57-2a5f0d6c7e11", "controller": True}
    change[1]["set"] |= {"metadata.ownerReferences": [own], "spec.volumeName": None}  # type: ignore[operator]
    subjects = {one.subject for one in view(of("waiting", change=change)).findings}
    assert any("orders-api-6d4f9c7b8-x2k5p-data" in subject for subject in subjects)


def test_a_shared_mount_pod_is_found() -> None:
    """Looking for the volumeHandle in its name, as csi-doctor does, misses the Mount Pods of the share modes."""
    shared = {"metadata.labels[volume-id]": "juicefs-sc", "metadata.name": "juicefs-node-b-juicefs-sc-kqzvwe"}
    found = of(change=[{"of": "mount", "set": shared}])
    assert found.reply.names["mount_pod"] == "juicefs-node-b-juicefs-sc-kqzvwe"
    assert told(found) == {}


def test_a_ready_pod_on_a_dead_mount_is_seen() -> None:
    """The dashboard says nothing of any pod that is Ready."""
    path = FOLDER / "runs-on-after-its-client-was-restarted.yaml"
    assert list(told(of_file(path))) == ["mount-point-lost"]


def test_a_pod_that_does_not_end_on_a_lost_node_is_told_so() -> None:
    """The dashboard looks at a field of the node that nothing sets."""
    found = trouble(LEAVING, {"of": "node", "set": {"status.conditions[Ready].status": "Unknown"}})
    assert {"node-silent", "pod-stuck-with-reference"} <= found.keys()


def test_a_reference_that_stays_is_seen() -> None:
    """The dashboard compares the keys of a Mount Pod's annotations with the pod's uid, which stands in the values."""
    assert "pod-stuck-with-reference" in trouble(LEAVING)
    gone = {"of": "mount", "set": {"metadata.annotations": None}}
    assert "pod-stuck-with-reference" not in trouble(LEAVING, gone)
