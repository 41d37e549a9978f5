"""Kubelet's evictions, told by a pod's own status."""

import pytest

from bot.core.objects.eviction import evicted, evicted_for_disk


@pytest.mark.parametrize(
    ("message", "disk"),
    [
        ("The node was low on resource: ephemeral-storage.", True),
        ("The node had condition: [DiskPressure].", True),
        ("The node was low on resource: inodes.", True),
        ("Pod ephemeral local storage usage exceeds the total limit of containers 1Gi.", False),
        ("The node was low on resource: memory.", False),
        ("", False),
    ],
)
def test_disk_is_told_from_memory(message: str, disk: bool) -> None:  # noqa: FBT001 - an expectation
    """By the resource that kubelet names; a pod that outgrew its own limit did not fill the node."""
    pod = {"status": {"reason": "Evicted", "message": message}}
    assert (evicted(pod), evicted_for_disk(pod)) == (True, disk)


def test_other_failures_are_no_evictions() -> None:
    """A refusal at admission is not one."""
    pod = {"status": {"reason": "OutOfephemeral-storage", "message": "disk"}}
    assert (evicted(pod), evicted_for_disk(pod)) == (False, False)
