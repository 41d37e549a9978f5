"""What other checkers get wrong between the pod and CSI Node: each broken check is a scene here, asked of all probes.

The checkers are the kubectl plugin of JuiceFS (v0.3.0), csi-doctor.sh, the CSI dashboard and k8sgpt, as read in their
sources.
"""

from typing import Any

from bot.core.judging.probing import probe_all
from bot.model.finding import Finding, State
from tests.scenes.take import changed

PENDING = {"of": "claim", "set": {"status.phase": "Pending", "spec.volumeName": None}}
UNSCHEDULED = {"of": "app", "set": {"spec.nodeName": None}}
LEAVING = {"of": "app", "set": {"metadata.deletionTimestamp": "2026-05-04T02:10:30Z"}}
NOT_READY = {"of": "node", "set": {"status.conditions[Ready].status": "Unknown"}}
WAITING = {"status.containerStatuses[api].state": {"waiting": {"reason": "ContainerCreating"}}}
PLAIN = {
    "spec.volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "orders-data"}}],
    "spec.initContainers": None,
    "metadata.labels[done.sidecar.juicefs.com/inject]": None,
    **WAITING,
}


def troubles(base: str = "healthy", **parts: Any) -> dict[str, Finding]:  # noqa: ANN401 - parts of a scene
    """Every trouble that is found in a scene, by its code."""
    return {one.code: one for one in probe_all(changed(base, **parts)) if one.state is State.TROUBLE}


def test_an_unbound_claim_is_reported() -> None:
    """The plugin collects bound PVCs only, so that its first check never fires; csi-doctor goes on to the next PVC."""
    assert "claim-pending" in troubles(change=[PENDING, UNSCHEDULED])


def test_the_events_of_an_unbound_claim_are_read() -> None:
    """The commonest failure, a dynamic PVC that stays Pending, makes csi-doctor print neither events nor a log."""
    said = {"about": "claim", "reason": "ProvisioningFailed", "source": "csi.juicefs.com", "message": "Empty name"}
    found = troubles(change=[PENDING, UNSCHEDULED], events=[said])
    assert found["provisioning-failed"].evidence == "ProvisioningFailed: Empty name"


def test_the_controller_that_leads_is_read() -> None:
    """Controller 0 is what csi-doctor reads, whichever holds the lease."""
    log = 'E0504 02:15:01.1  1 controller.go:957] error syncing claim "<claim.uid>": Empty metaurl'
    found = troubles(change=[PENDING, UNSCHEDULED], logs={"standby/juicefs-plugin": log})
    assert found["controller-refuses-claim"].facts["pod"] == "juicefs-csi-controller-1"


def test_waiting_for_the_first_consumer_is_no_trouble() -> None:
    """k8sgpt calls every Pending PVC a failure."""
    waits = {"of": "class", "set": {"volumeBindingMode": "WaitForFirstConsumer"}}
    assert "claim-pending" not in troubles(change=[PENDING, UNSCHEDULED, waits])


def test_a_node_that_is_not_ready_is_reported() -> None:
    """The plugin starts from "Ready" and looks only at conditions that are True."""
    assert "node-silent" in troubles(change=[NOT_READY])


def test_a_node_that_is_not_ready_is_reported_for_a_pod_that_is_being_deleted() -> None:
    """There the dashboard compares the node's phase, which no node has."""
    assert "node-silent" in troubles(change=[NOT_READY, LEAVING])


def test_pressure_is_not_hidden_by_a_ready_node() -> None:
    """In the plugin the condition Ready, which comes last, overwrites the pressure before it."""
    pressed = {"of": "node", "set": {"status.conditions[DiskPressure].status": "True"}}
    assert "node-under-pressure" in troubles(change=[pressed])


def test_a_deleted_pod_without_a_csi_node_is_told_of_it() -> None:
    """The plugin crashes there: it asks whether a pod is ready that it did not find."""
    assert "csi-node-absent" in troubles(change=[LEAVING, {"remove": "csi"}])


def test_a_percent_sign_in_a_message_stays() -> None:
    """The plugin takes a container's message for a format string."""
    message = 'failed to pull "registry.local/orders-api:2.4.1": 50% of the layers, then %s'
    state = {"status.containerStatuses[api].state": {"waiting": {"reason": "ErrImagePull", "message": message}}}
    assert troubles(change=[{"of": "app", "set": state}])["app-image-unavailable"].evidence == message


def test_a_pod_that_was_not_injected_is_told_so() -> None:
    """The plugin falls back to Mount Pods and sends people to look at taints; the dashboard names both causes."""
    unlabelled = {"of": "space", "set": {"metadata.labels[juicefs.com/enable-injection]": None}}
    found = troubles("injected", change=[{"of": "app", "set": PLAIN}, unlabelled])
    assert "namespace-not-selected" in found
    assert not [code for code in found if code.startswith(("csi-node", "driver-"))]


def test_an_object_that_outlived_its_uninstall_proves_nothing() -> None:
    """The troubleshooting document looks at `kubectl get csidrivers`: Helm leaves that object behind."""
    found = troubles(change=[{"remove": "set"}, {"remove": "csi"}, {"of": "registry", "set": {"spec.drivers": None}}])
    assert {"csidriver-left-behind", "driver-not-registered", "csi-node-not-installed"} <= set(found)


def test_every_trouble_is_reported_and_not_the_first_alone() -> None:
    """The plugin and the dashboard keep the first reason, k8sgpt the first failure."""
    twice = [NOT_READY, {"remove": "csi"}, {"of": "registry", "set": {"spec.drivers": None}}]
    assert {"node-silent", "csi-node-absent", "driver-not-registered"} <= set(troubles(change=twice))


def test_ephemeral_volumes_are_followed() -> None:
    """Neither csi-doctor nor the plugin knows generic ephemeral volumes."""
    volume = {"name": "data", "ephemeral": {"volumeClaimTemplate": {"spec": {"storageClassName": "juicefs-sc"}}}}
    owner = {"kind": "Pod", "name": "orders-api-6d4f9c7b8-x2k5p", "uid": "3b1c9a52-6c1e-4f0a-9f57-2a5f0d6c7e11"}
    pending = {"status.phase": "Pending", "spec.volumeName": None, "metadata.ownerReferences": [owner]}
    claim = {"copy": "claim", "as": "shop/orders-api-6d4f9c7b8-x2k5p-data", "set": pending}
    found = troubles(change=[{"of": "app", "set": {"spec.volumes": [volume]}}, claim, UNSCHEDULED])
    assert found["claim-pending"].subject == "PVC shop/orders-api-6d4f9c7b8-x2k5p-data"


def test_a_refusal_to_read_is_told() -> None:
    """A tool that may not read something and says nothing lets people believe that it looked."""
    found = probe_all(changed(forbid=["csinodes", "nodes"]))
    refused = {(one.code, one.facts["kind"]) for one in found if one.state is State.UNKNOWN}
    assert {("driver-registered-unknown", "CSINode"), ("node-ready-unknown", "Node")} <= refused
