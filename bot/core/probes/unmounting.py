"""Does a deletion come to its end?  A pod, or a Mount Pod, that stays Terminating could not be unmounted.

The driver's finalizer tells whose turn it is: while it is there CSI Node has not done its part, without it kubelet
cannot stop a client that hangs.
"""

from collections.abc import Iterator

from bot.core.chain.clients import clients
from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain, Mode
from bot.core.chain.mount_pods import served_pods
from bot.core.objects.deletion import any_terminating, overdue
from bot.core.objects.fields import strings, terminating, uid
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Reason, Snapshot, Unread

FINALIZER = "juicefs.com/finalizer"


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks pods with JuiceFS volumes, whether they are being deleted or not, and the Mount Pods of their volumes."""
    if not chain.concerned:
        return
    mount_pods, listed = chain.mount_pods, snapshot.mount_pods
    by_mount_pod = chain.mode in {Mode.MOUNT_POD, Mode.UNKNOWN}
    unread = by_mount_pod and isinstance(listed, Unread) and listed.reason is not Reason.NOT_ASKED
    if terminating(snapshot.pod):
        yield _of_pod(snapshot.pod, mount_pods, snapshot)
    served = _served_by_another(snapshot, chain)
    for pod in mount_pods:
        if terminating(pod):
            yield _of_mount_pod(pod, snapshot, replaced=served)
    if unread and isinstance(listed, Unread):
        yield unknown(Part.MOUNT_PODS, listed, "Mount Pods")
    elif not any_terminating((snapshot.pod, *mount_pods)):
        yield fine("nothing-terminating", called("Pod", snapshot.pod))


PROBE = Probe("unmounting", Stage.END, (Part.POD, Part.MOUNT_PODS), look)


def _of_pod(pod: Json, mount_pods: tuple[Json, ...], snapshot: Snapshot) -> Seen:
    subject, late = called("Pod", pod), overdue(pod, snapshot)
    finalizers = strings(pod, "metadata", "finalizers")
    minutes = f"{late / 60:.0f}"
    if not late:
        return fine("pod-leaving", subject)
    if finalizers:
        held = ", ".join(finalizers)
        return trouble("pod-held-by-finalizer", subject, f"finalizers: {held}", finalizers=held, minutes=minutes)
    if any(uid(pod) in served_pods(one) for one in mount_pods):
        return trouble("pod-stuck-with-reference", subject, minutes=minutes)
    return trouble("pod-stuck-terminating", subject, minutes=minutes)


def _served_by_another(snapshot: Snapshot, chain: Chain) -> bool:
    """Whether Mount Pods that stay serve the pod: then one on its way out was replaced, and holds nothing up here."""
    found = clients(snapshot, chain)
    return not isinstance(found, Unread) and bool(found) and all(client.healthy for client in found)


def _of_mount_pod(pod: Json, snapshot: Snapshot, *, replaced: bool) -> Seen:
    subject, late = called("Mount Pod", pod), overdue(pod, snapshot)
    minutes = f"{late / 60:.0f}"
    if not late:
        return fine("mount-pod-leaving", subject)
    if replaced:
        return trouble("mount-pod-replaced-and-stuck", subject, minutes=minutes)
    if FINALIZER in strings(pod, "metadata", "finalizers"):
        return trouble("mount-pod-stuck-with-finalizer", subject, f"finalizers: {FINALIZER}", minutes=minutes)
    return trouble("mount-pod-stuck-without-finalizer", subject, "finalizers: none", minutes=minutes)
