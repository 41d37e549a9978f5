"""PVCs that are not bound."""

from typing import Any

from bot.core.chain.claims import unbound
from bot.core.chain.mount_chain import mount_chain
from tests.scenes.take import changed

PENDING = {"of": "claim", "set": {"status.phase": "Pending", "spec.volumeName": None}}
AGAIN = {"of": "app", "set": {"spec.volumes[+]": {"name": "b", "persistentVolumeClaim": {"claimName": "orders-data"}}}}
WAITS = {"of": "class", "set": {"volumeBindingMode": "WaitForFirstConsumer"}}
UNSCHEDULED = {"of": "app", "set": {"spec.nodeName": None}}


def names(*changes: Any, **parts: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - changes of a scene
    """The unbound PVCs with the volumes that name them."""
    snapshot = changed(change=list(changes), **parts)
    return [(link.claim_name, link.volume) for link, _ in unbound(snapshot, mount_chain(snapshot))]


def test_a_pending_claim_is_told_once_with_the_first_volume_that_names_it() -> None:
    """However often a pod names a PVC, it is one."""
    assert names(PENDING, AGAIN) == [("orders-data", "data")]


def test_bound_unread_and_waiting_claims_are_not_among_them() -> None:
    """A bound one is well, one that waits for its pod too, and of one that was not read nothing is known."""
    assert names(AGAIN) == []
    assert names(PENDING, forbid=["persistentvolumeclaims"]) == []
    assert names(PENDING, WAITS, UNSCHEDULED) == []
    assert names(PENDING, WAITS) == [("orders-data", "data")]
