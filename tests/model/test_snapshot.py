"""The snapshot: an unread answer can never pass for an empty one."""

from collections.abc import Callable

import pytest

from bot.model.snapshot import Ask, Part, PodRef, Reason, Snapshot, Unread
from bot.model.text import SafeText

POD = Ask(Part.POD, "shop", "api")


def snapshot(**answers: object) -> Snapshot:
    """A snapshot of shop/api with answers to lists by the name of their part."""
    known = {Ask(Part[part]): answer for part, answer in answers.items()}
    return Snapshot("2026-05-04T02:20:00Z", "", PodRef("shop", "api"), known)  # type: ignore[arg-type]  # any answer


@pytest.mark.parametrize("use", [bool, len, iter, list, lambda gap: not gap, lambda gap: [*gap]])
def test_unread_cannot_be_used_as_if_it_were_empty(use: Callable[[object], object]) -> None:
    """Truth, length and iteration of an Unread raise TypeError instead of saying that nothing is there."""
    with pytest.raises(TypeError):
        use(Unread(Reason.FORBIDDEN))


def test_what_was_never_asked_is_unread_and_no_gap() -> None:
    """A question that nothing called for reads as not-asked, and is not reported as one that failed."""
    empty = snapshot()
    assert empty.csi_drivers == Unread(Reason.NOT_ASKED)
    assert empty.node == Unread(Reason.NOT_ASKED)
    assert empty.events("some-uid") == Unread(Reason.NOT_ASKED)
    assert empty.log("shop", "api", "api") == Unread(Reason.NOT_ASKED)
    assert empty.gaps() == ()


def test_an_empty_list_is_an_answer() -> None:
    """No CSIDriver at all is a fact; it differs from a list that could not be read."""
    assert snapshot(CSI_DRIVERS=()).csi_drivers == ()


def test_a_gap_names_the_kubernetes_kind() -> None:
    """What could not be read is listed with Kubernetes' own word for it, and the reason."""
    gaps = snapshot(CSI_DRIVERS=Unread(Reason.FORBIDDEN, "HTTP 403"), WEBHOOKS=()).gaps()
    assert [(ask.part.kind, gap.reason) for ask, gap in gaps] == [("CSIDriver", Reason.FORBIDDEN)]


def test_half_of_the_mount_pods_is_unread() -> None:
    """When one of the two lists of Mount Pods is missing, the whole is unread: the missing one might be in it."""
    pod = {"metadata": {"name": "juicefs-a"}}
    half = snapshot(MOUNT_PODS=(pod,), UNBOUND_MOUNT_PODS=Unread(Reason.TIMEOUT))
    assert half.mount_pods == Unread(Reason.TIMEOUT)
    assert half.bound_mount_pods == (pod,)
    assert snapshot(MOUNT_PODS=Unread(Reason.FORBIDDEN), UNBOUND_MOUNT_PODS=()).mount_pods == Unread(Reason.FORBIDDEN)


def test_the_second_list_of_mount_pods_is_asked_only_when_needed() -> None:
    """While the unbound Mount Pods were not asked for, the bound ones are the whole answer."""
    assert snapshot(MOUNT_PODS=()).mount_pods == ()
    assert snapshot(MOUNT_PODS=({"a": 1},), UNBOUND_MOUNT_PODS=({"b": 2},)).mount_pods == ({"a": 1}, {"b": 2})


def test_the_pod_of_a_half_made_snapshot_is_an_error() -> None:
    """Without the pod there is no snapshot; asking for it raises and does not give an empty object."""
    with pytest.raises(KeyError, match="shop/api"):
        _ = snapshot().pod


def test_a_log_is_no_list_and_a_list_no_log() -> None:
    """An answer of the wrong form reads as an error, whatever a file may claim."""
    ask = Ask(Part.LOG, "shop", "api", "api")
    odd = Snapshot("", "", PodRef("shop", "api"), {ask: (), Ask(Part.JOBS): SafeText("text")})
    assert odd.log("shop", "api", "api") == Unread(Reason.ERROR, "not a log")
    assert odd.jobs == Unread(Reason.ERROR, "a log, not objects")


def test_every_part_has_a_kind() -> None:
    """Each part names the Kubernetes kind that it reads, in the form in which Kubernetes writes kinds."""
    assert all(part.kind[0].isupper() for part in Part)
    assert Part.MOUNT_PODS.kind == Part.POD.kind == "Pod"
