"""Probe claim-bound: is each PVC of the pod bound."""

from typing import Any

from bot.core.probes.claim_bound import PROBE
from tests.core.probes.looking import codes, only, unknowns

WAITS = {
    "about": "claim",
    "type": "Normal",
    "reason": "WaitForFirstConsumer",
    "source": "persistentvolume-controller",
    "message": "waiting for first consumer to be created before binding",
}
WITHOUT_NODE = {"of": "app", "set": {"spec.nodeName": None}}
CLASS_WAITS = {"of": "class", "set": {"volumeBindingMode": "WaitForFirstConsumer"}}


def pending(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a PVC
    """A change after which the PVC is not bound."""
    return {"of": "claim", "set": {"status.phase": "Pending", "spec.volumeName": None, **more}}


def test_fires_on_a_pending_claim() -> None:
    """A PVC that is not bound is the first thing to tell: csi-doctor skips it, and the kubectl plugin never sees it."""
    found = only(PROBE, change=[pending(), WITHOUT_NODE])
    assert (found.code, found.subject) == ("claim-pending", "PVC shop/orders-data")


def test_fires_on_a_claim_that_is_past_waiting() -> None:
    """Once the scheduler chose a node, or the pod was put on one by hand, WaitForFirstConsumer is no excuse."""
    chosen = pending(**{"metadata.annotations[volume.kubernetes.io/selected-node]": "node-b"})
    assert codes(PROBE, change=[chosen, WITHOUT_NODE, CLASS_WAITS]) == ["claim-pending"]
    assert codes(PROBE, change=[pending(), CLASS_WAITS]) == ["claim-pending"]


def test_fires_on_a_claim_that_is_missing_or_lost() -> None:
    """A PVC that does not exist is a fact, and so is one whose PV is gone."""
    assert codes(PROBE, change=[{"remove": "claim"}]) == ["claim-not-found"]
    lost = only(PROBE, change=[{"of": "claim", "set": {"status.phase": "Lost"}}, {"remove": "pv"}])
    assert (lost.code, lost.facts["volume"]) == ("claim-lost", "pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20")


def test_fires_on_a_claim_that_is_being_deleted() -> None:
    """A PVC in use stays Bound while it is being deleted, and yet no new pod may use it."""
    change = {"of": "claim", "set": {"metadata.deletionTimestamp": "2026-05-04T02:12:00Z"}}
    assert codes(PROBE, change=[change]) == ["claim-is-being-deleted", "claim-bound"]


def test_silent_on_a_claim_that_waits_for_its_pod() -> None:
    """Pending is normal for a WaitForFirstConsumer class while the pod has no node."""
    assert codes(PROBE, change=[pending(), WITHOUT_NODE, CLASS_WAITS]) == ["claim-waits-for-consumer"]


def test_silent_on_a_claim_that_says_it_waits_where_the_class_is_unread() -> None:
    """The newest event tells it too; an older one does not."""
    later = {**WAITS, "reason": "ProvisioningFailed", "message": "no", "ago": "10s"}
    change = [pending(), WITHOUT_NODE]
    assert codes(PROBE, change=change, events=[WAITS], forbid=["storageclasses"]) == ["claim-waits-for-consumer"]
    assert codes(PROBE, change=change, events=[WAITS, later], forbid=["storageclasses"]) == ["claim-pending"]
    assert codes(PROBE, change=change, forbid=["storageclasses"]) == ["claim-pending"]


def test_silent_on_bound_claims_and_on_other_drivers() -> None:
    """A bound PVC is fine, once, however often the pod names it; another driver's is not our question."""
    assert codes(PROBE) == ["claim-bound"]
    assert codes(PROBE, "injected") == ["claim-bound"]
    again = {"name": "again", "persistentVolumeClaim": {"claimName": "orders-data"}}
    assert codes(PROBE, change=[{"of": "app", "set": {"spec.volumes[+]": again}}]) == ["claim-bound"]
    assert codes(PROBE, change=[{"of": "pv", "set": {"spec.csi.driver": "ebs.csi.aws.com"}}]) == []


def test_forbidden_is_unknown() -> None:
    """A PVC that may not be read is neither bound nor missing; nor is one that did not come back in time."""
    assert unknowns(PROBE, forbid=["persistentvolumeclaims"]) == [("PersistentVolumeClaim", "forbidden")]
    assert unknowns(PROBE, silent=["persistentvolumeclaims"]) == [("PersistentVolumeClaim", "timeout")]
    assert codes(PROBE, forbid=["persistentvolumeclaims"]) == ["claim-bound-unknown"]
