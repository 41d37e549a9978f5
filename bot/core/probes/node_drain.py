"""Is the pod's node being emptied?  A drain that takes Mount Pods before the pods that use them breaks those."""

from collections.abc import Iterator

from bot.core.chain.clients import Client, clients, clients_unknown
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_age import Age, uses
from bot.core.chain.mount_chain import Chain, Mode
from bot.core.objects.fields import field, items, name, text
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Reason, Snapshot, Unread

_EMPTYING = (
    "node.kubernetes.io/unschedulable",
    "ToBeDeletedByClusterAutoscaler",
    "karpenter.sh/disrupted",
    "karpenter.sh/disruption",
)
"""Taints of nodes that kubectl, the Cluster Autoscaler or Karpenter empty."""


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks pods on a node whose volumes a Mount Pod serves."""
    node = snapshot.node
    called = f"Node {text(snapshot.pod, 'spec', 'nodeName')}"
    if not chain.by_csi_node or chain.mode is Mode.PROCESS:
        return
    if isinstance(node, Unread):
        if node.reason not in {Reason.NOT_FOUND, Reason.NOT_ASKED}:
            yield unknown(Part.NODE, node, called)
        return
    found = clients(snapshot, chain)
    if isinstance(found, Unread):
        yield clients_unknown(snapshot, found)
    elif sign := _sign(node):
        yield _drained(snapshot, chain, found, sign)
    else:
        yield fine("node-not-draining", called)


PROBE = Probe("node-drain", Stage.MOUNT_POD, (Part.NODE, Part.MOUNT_PODS), look)


def _drained(snapshot: Snapshot, chain: Chain, found: tuple[Client, ...], sign: str) -> Seen:
    """A Mount Pod that is gone, or younger than a container that uses it, was taken while the pod stayed."""
    subject = f"Node {text(snapshot.pod, 'spec', 'nodeName')}"
    lost = [use for use in uses(snapshot, chain, found) if use.age in {Age.GONE, Age.DOWN, Age.DEAD}]
    if lost:
        return trouble("node-drained-mount-pod", subject, sign, container=lost[0].container)
    return trouble("node-draining", subject, sign)


def _sign(node: Json) -> str:
    taints = [text(taint, "key") for taint in items(node, "spec", "taints")]
    if marks := [key for key in taints if key.startswith(_EMPTYING)]:
        return f"taint {marks[0]}"
    return f"Node {name(node)} spec.unschedulable" if field(node, "spec", "unschedulable") is True else ""
