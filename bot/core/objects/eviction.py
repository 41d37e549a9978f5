"""Kubelet's evictions, told by a pod's own status."""

from bot.core.objects.fields import text
from bot.model.snapshot import Json

_DISK = ("ephemeral-storage", "nodefs", "imagefs", "inodes", "disk")


def evicted(pod: Json) -> bool:
    """Whether kubelet has evicted the pod."""
    return text(pod, "status", "reason") == "Evicted"


def evicted_for_disk(pod: Json) -> bool:
    """Whether kubelet has evicted the pod because the node ran low on disk."""
    return evicted(pod) and any(word in text(pod, "status", "message").lower() for word in _DISK)
