"""Has the node's kubelet the bug by which it may never publish a volume?  The API server's version does not matter.

It is kubernetes#109047, fixed in 1.26.0, 1.25.1, 1.24.5 and 1.23.11 (source: the driver's troubleshooting document).
"""

from collections.abc import Iterator

from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link
from bot.core.chain.publishing import missing, trace
from bot.core.objects.fields import text
from bot.core.objects.pod_progress import KUBELET_WAIT, over, scheduled_at, waited
from bot.core.objects.versions import Version, version
from bot.model.finding import Stage
from bot.model.snapshot import Part, Reason, Snapshot, Unread

_READS = (Part.NODE, Part.EVENTS, Part.MOUNT_PODS, Part.CSI_NODE_PODS, Part.LOG)
_FIXED: tuple[Version, ...] = ((1, 23, 11), (1, 24, 5), (1, 25, 1), (1, 26, 0))


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks pods on a node whose volumes CSI Node mounts."""
    node, called = snapshot.node, f"Node {text(snapshot.pod, 'spec', 'nodeName')}"
    if not chain.by_csi_node or not text(snapshot.pod, "spec", "nodeName"):
        return
    if isinstance(node, Unread):
        if node.reason is not Reason.NOT_FOUND:
            yield unknown(Part.NODE, node, called)
        return
    told = text(node, "status", "nodeInfo", "kubeletVersion")
    if not _has_bug(version(told)):
        yield fine("kubelet-publishes", called, told, version=told or "?")
        return
    untraced = _untraced(snapshot, chain)
    unread = {part.kind: (part, read) for link in untraced for part, read in missing(snapshot, chain, link)}
    yield from (unknown(part, read, called) for part, read in unread.values())
    if untraced and not unread:
        yield trouble("kubelet-may-not-publish", called, told, version=told)
    elif not untraced:
        yield fine("kubelet-bug-not-met", called, told, version=told)


PROBE = Probe("kubelet-version", Stage.MOUNT_POINT, _READS, look)


def _has_bug(number: Version | None) -> bool:
    """A version that cannot be read is not blamed."""
    if number is None:
        return False
    fixed = next((one for one in _FIXED if one[:2] == number[:2]), max(number, _FIXED[0]))
    return number < fixed


def _untraced(snapshot: Snapshot, chain: Chain) -> tuple[Link, ...]:
    """The volumes of which no publish call left a trace, of a pod that has waited for longer than kubelet does."""
    if over(snapshot.pod) or waited(snapshot, scheduled_at(snapshot.pod)) < KUBELET_WAIT:
        return ()
    return tuple(link for link in chain.concerned if link.pv_name and not trace(snapshot, chain, link))
