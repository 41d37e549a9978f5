"""Has the node room for a Mount Pod that does not run?  If not, kubelet refuses it or evicts others for it."""

from collections.abc import Iterator

from bot.core.chain.clients import Client, each_client_or_unknown
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.objects.fields import field, name, text, uid
from bot.core.objects.pod_requests import pod_request
from bot.core.objects.quantity import quantity, size
from bot.model.finding import Stage
from bot.model.snapshot import Json, Objects, Part, Snapshot, Unread


def _judge(client: Client, snapshot: Snapshot) -> Iterator[Seen]:
    """Asks Mount Pods that have not started: one that runs has found its room."""
    if client.sidecar or client.ran:
        return
    subject = client.subject
    node, pods = snapshot.node, snapshot.node_pods
    if isinstance(node, Unread):
        yield unknown(Part.NODE, node, subject)
    if isinstance(pods, Unread):
        yield unknown(Part.NODE_PODS, pods, subject)
    if not isinstance(node, Unread) and not isinstance(pods, Unread):
        yield from _room(client.pod, node, _others(pods, client.pod), subject)


PROBE = Probe(
    "mount-pod-room", Stage.MOUNT_POD, (Part.MOUNT_PODS, Part.NODE, Part.NODE_PODS), each_client_or_unknown(_judge)
)


def _room(pod: Json, node: Json, others: Objects, subject: str) -> Iterator[Seen]:
    short = [short for kind in ("cpu", "memory") if (short := _short_of(kind, pod, node, others))]
    for kind, wanted, free in short:
        yield trouble("node-without-room", subject, node=name(node), **_told(kind, wanted, free))
    most = quantity(field(node, "status", "allocatable", "pods"))
    full = most is not None and len(others) >= most
    if full:
        yield trouble("node-full-of-pods", subject, node=name(node), pods=str(len(others)))
    if not short and not full:
        yield fine("node-has-room", subject, node=name(node))


def _short_of(kind: str, pod: Json, node: Json, others: Objects) -> tuple[str, float, float] | None:
    """The resource, what the pod requests of it and what the node has left, when that is less."""
    wanted, most = pod_request(pod, kind), quantity(field(node, "status", "allocatable", kind))
    if most is None:
        return None
    free = most - sum(pod_request(other, kind) for other in others)
    return (kind, wanted, max(free, 0.0)) if wanted > free else None


def _others(pods: Objects, pod: Json) -> Objects:
    alive = (one for one in pods if text(one, "status", "phase") not in {"Succeeded", "Failed"})
    return tuple(one for one in alive if uid(one) != uid(pod))


def _told(kind: str, wanted: float, free: float) -> dict[str, str]:
    told = [size(number) if kind == "memory" else f"{number:g}" for number in (wanted, free)]
    return {"resource": kind, "wanted": told[0], "free": told[1]}
