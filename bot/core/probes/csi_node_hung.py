"""Does CSI Node hang on a mount that no longer answers?  One dead mount can hold up every other volume of the node."""

import re
from collections.abc import Iterator

from bot.core.chain.csi_nodes import csi_nodes, node_mounts, plugin_logs
from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain
from bot.core.objects.events import told
from bot.core.objects.fields import ready, text, uid
from bot.core.objects.log_lines import lines, names, written
from bot.core.objects.moments import moment
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot, Unread

_HANGS = re.compile(r"\bfunction timeout\b|use of closed network connection")
_DEADLINE = re.compile(r"DeadlineExceeded|context deadline exceeded")

RECENT = 600.0
"""Seconds for which a line tells of now.  Kubelet asks for a volume's figures every minute or so: ten are ample."""


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks the CSI Node pods of the wanted driver on the node, once they have a log."""
    pods = csi_nodes(snapshot, chain)
    if not node_mounts(snapshot, chain):
        return
    if isinstance(pods, Unread):
        yield unknown(Part.CSI_NODE_PODS, pods, f"Node {text(snapshot.pod, 'spec', 'nodeName')}")
        return
    for pod in pods:
        subject, logs = called("CSI Node pod", pod), plugin_logs(snapshot, pod)
        current = next(iter(logs), None)
        if isinstance(current, Unread):
            yield unknown(Part.LOG, current, subject)
        elif current is not None:
            hangs = [one for one in lines(current) if _HANGS.search(one)]
            yield _verdict(snapshot, chain, pod, hangs) if hangs else fine("csi-node-does-not-hang", subject)


PROBE = Probe("csi-node-hung", Stage.CSI_NODE, (Part.CSI_NODE_PODS, Part.LOG, Part.EVENTS), look)


def _verdict(snapshot: Snapshot, chain: Chain, pod: Json, hangs: list[str]) -> Seen:
    """A recent line about this pod's volume is proof; about another's if this pod waits too, or CSI Node is down."""
    subject = called("CSI Node pod", pod)
    volumes = [word for link in chain.concerned for word in (link.handle, link.pv_name)]
    recent = [one for one in hangs if _recent(one, snapshot.taken_at)]
    own = [one for one in recent if names(one, uid(snapshot.pod), *volumes)]
    late = [one for one in told(snapshot.events(uid(snapshot.pod)), "FailedMount")[:1] if _DEADLINE.search(one)]
    if own:
        return trouble("csi-node-hangs-on-this-volume", subject, own[0])
    if recent and (late or not ready(pod)):
        return trouble("csi-node-hangs", subject, recent[0])
    return trouble("csi-node-hung-elsewhere", subject, hangs[0])


def _recent(line: str, now: str) -> bool:
    """Whether a line was written of late; one that does not say when may have been."""
    then, taken = written(line, now), moment(now)
    return then is None or taken is None or (taken - then).total_seconds() <= RECENT
