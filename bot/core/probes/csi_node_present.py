"""Does a CSI Node pod run on the pod's node?  If not: a taint or a selector may keep it off, or there is none."""

from collections.abc import Iterator

from bot.core.chain.csi_nodes import csi_nodes, daemon_sets, node_mounts, template_spec
from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain
from bot.core.objects.fields import field, items, number, terminating, text
from bot.core.objects.selectors import unmet_by_node
from bot.core.objects.taints import DAEMON_TOLERATIONS, untolerated
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every pod on a node with volumes that CSI Node mounts."""
    subject, pods = f"Node {text(snapshot.pod, 'spec', 'nodeName')}", csi_nodes(snapshot, chain)
    if not node_mounts(snapshot, chain):
        return
    if isinstance(pods, Unread):
        yield unknown(Part.CSI_NODE_PODS, pods, subject)
    elif staying := [pod for pod in pods if not terminating(pod)]:
        yield fine("csi-node-present", subject, pod=called("CSI Node pod", staying[0]).split()[-1])
    elif pods:
        yield trouble("csi-node-leaving", subject, pod=called("CSI Node pod", pods[0]).split()[-1])
    else:
        yield from _absent(snapshot, chain, subject)


PROBE = Probe("csi-node-present", Stage.CSI_NODE, (Part.CSI_NODE_PODS, Part.DAEMON_SETS, Part.NODE), look)


def _absent(snapshot: Snapshot, chain: Chain, subject: str) -> Iterator[Seen]:
    """Why there is none: a fact that needs the DaemonSet, and for some of it the node."""
    sets, node = daemon_sets(snapshot, chain), snapshot.node
    if isinstance(sets, Unread):
        yield trouble("csi-node-absent", subject)
        yield unknown(Part.DAEMON_SETS, sets, subject)
    elif not sets:
        yield trouble("csi-node-not-installed", subject, driver=chain.wanted[0])
    elif isinstance(node, Unread):
        yield trouble("csi-node-absent", subject)
        yield unknown(Part.NODE, node, subject)
    else:
        yield _kept_off(sets[0], node, subject)


def _kept_off(daemon_set: Json, node: Json, subject: str) -> Seen:
    spec, called_set = template_spec(daemon_set), called("DaemonSet", daemon_set)
    wanted = unmet_by_node(spec, node)
    taints = untolerated(node, (*items(spec, "tolerations"), *DAEMON_TOLERATIONS))
    if wanted:
        return trouble("csi-node-kept-off-by-selector", subject, called_set, wanted=", ".join(wanted))
    if taints:
        return trouble("csi-node-kept-off-by-taint", subject, called_set, taint=", ".join(taints))
    if field(daemon_set, "status") and not number(daemon_set, "status", "desiredNumberScheduled"):
        return trouble("csi-node-wanted-nowhere", subject, f"{called_set}: status.desiredNumberScheduled: 0")
    return trouble("csi-node-absent", subject, called_set)
