"""Was the Mount Pod evicted?  By kubelet for want of disk or memory, or through the API by whoever drains the node."""

from collections.abc import Iterator

from bot.core.chain.clients import clients, clients_unknown
from bot.core.chain.look import Probe, Seen, called, fine, trouble
from bot.core.chain.mount_age import serves
from bot.core.chain.mount_chain import Chain, Mode
from bot.core.objects.eviction import evicted, evicted_for_disk
from bot.core.objects.fields import condition, text
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks the Mount Pods of the pod's volumes, also those that are on their way out."""
    if chain.mode in {Mode.SIDECAR, Mode.SERVERLESS, Mode.PROCESS}:
        return
    found = clients(snapshot, chain)
    if isinstance(found, Unread):
        yield clients_unknown(snapshot, found)
        return
    mended = bool(found) and all(serves(snapshot, chain, one) for one in found)
    for pod in chain.mount_pods:
        yield _judged(pod, mended=mended)


PROBE = Probe("mount-pod-eviction", Stage.MOUNT_POD, (Part.MOUNT_PODS,), look)


def _judged(pod: Json, *, mended: bool) -> Seen:
    subject, message = called("Mount Pod", pod), text(pod, "status", "message")
    disrupted = condition(pod, "DisruptionTarget")
    if (evicted(pod) or text(disrupted, "status") == "True") and mended:
        return trouble("mount-pod-evicted-before", subject, message or text(disrupted, "message"))
    if evicted_for_disk(pod):
        return trouble("mount-pod-evicted-for-disk", subject, message)
    if evicted(pod):
        return trouble("mount-pod-evicted", subject, message)
    if text(disrupted, "status") != "True":
        return fine("mount-pod-not-evicted", subject)
    if text(disrupted, "reason") == "EvictionByEvictionAPI":
        return trouble("mount-pod-drained", subject, text(disrupted, "message"))
    return trouble("mount-pod-disrupted", subject, text(disrupted, "message"), cause=text(disrupted, "reason") or "?")
