"""Was a pod of this node evicted to make room for a Mount Pod?  By default Mount Pods are node-critical.

Kubelet then evicts others for them, the victim's Mount Pod goes with it, and both come again: a loop.
"""

from collections.abc import Iterator

from bot.core.chain.clients import clients, clients_unknown
from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain
from bot.core.objects.fields import items, name, namespace, number, ready, text, uid
from bot.core.objects.some_of import some_of
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot, Unread

_CRITICAL = 2_000_000_000
"""Pods of this priority and above are critical: kubelet evicts others for them (system-node-critical is above it)."""

_READS = (Part.POD, Part.NODE_PODS, Part.MOUNT_PODS, Part.PRIORITY_CLASS)
_PREEMPTED = {"Preempting", "Preempted"}
"""Kubelet's and the scheduler's word in a victim's status.reason."""


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks pods on a node whose volumes a CSI Node pod mounts; the victims are told by their own status."""
    node, pod = text(snapshot.pod, "spec", "nodeName"), snapshot.pod
    if not node or not chain.by_csi_node:
        return
    if text(pod, "status", "reason") in _PREEMPTED:
        yield trouble("pod-preempted", called("Pod", pod), text(pod, "status", "message"))
    neighbours = snapshot.node_pods
    if isinstance(neighbours, Unread):
        yield unknown(Part.NODE_PODS, neighbours, f"Node {node}")
        return
    victims = [one for one in neighbours if text(one, "status", "reason") in _PREEMPTED and uid(one) != uid(pod)]
    if victims:
        yield _told(victims, pod, node)
    elif text(pod, "status", "reason") not in _PREEMPTED:
        yield _none(snapshot, chain, node)


PROBE = Probe("preemption", Stage.MOUNT_POD, _READS, look)


def _told(victims: list[Json], pod: Json, node: str) -> Seen:
    """Earlier pods of the same controller count while this one is not well; anybody else's are a hint at most."""
    siblings = [one for one in victims if _controller(one) and _controller(one) == _controller(pod)]
    code = "sibling-preempted" if siblings and not ready(pod) else "neighbour-preempted"
    chosen = siblings or victims
    pods = some_of(f"{namespace(one)}/{name(one)}" for one in chosen)
    return trouble(code, f"Node {node}", text(chosen[0], "status", "message"), pods=pods)


def _none(snapshot: Snapshot, chain: Chain, node: str) -> Seen:
    found = clients(snapshot, chain)
    if isinstance(found, Unread):
        return clients_unknown(snapshot, found)
    if found and all(_never_preempts(one.pod, snapshot) for one in found):
        return fine("mount-pod-never-preempts", f"Node {node}")
    return fine("nobody-preempted", f"Node {node}")


def _never_preempts(pod: Json, snapshot: Snapshot) -> bool:
    """By its own fields, or where the API server did not fill them in, by its PriorityClass."""
    told = snapshot.priority_class(text(pod, "spec", "priorityClassName"))
    of_class = {} if isinstance(told, Unread) else told
    policy = text(pod, "spec", "preemptionPolicy") or text(of_class, "preemptionPolicy")
    return policy == "Never" and (number(pod, "spec", "priority") or number(of_class, "value")) < _CRITICAL


def _controller(pod: Json) -> str:
    owners = items(pod, "metadata", "ownerReferences")
    return next((text(owner, "uid") for owner in owners if owner.get("controller") is True), "")
