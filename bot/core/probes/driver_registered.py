"""Is the driver registered with the kubelet of the pod's node?  The CSINode object is the proof.

An entry without a CSI Node pod behind it proves less: kubelet still knows a socket, and nobody listens there.
"""

from collections.abc import Iterator

from bot.core.chain import Chain
from bot.core.csi_nodes import csi_nodes, node_mounts
from bot.core.fields import items, ready, text
from bot.core.probe import Probe, Seen, fine, trouble, unknown
from bot.model.finding import Stage
from bot.model.snapshot import Part, Reason, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every pod on a node with volumes that CSI Node mounts, for each driver that they name."""
    if not node_mounts(snapshot, chain):
        return
    registry, subject = snapshot.csi_node, f"CSINode {text(snapshot.pod, 'spec', 'nodeName')}"
    if isinstance(registry, Unread) and registry.reason is not Reason.NOT_FOUND:
        yield unknown(Part.CSI_NODE, registry, subject)
        return
    listed = () if isinstance(registry, Unread) else items(registry, "spec", "drivers")
    names = [text(one, "name") for one in listed]
    shown = f"spec.drivers: {', '.join(names) or 'none'}"
    pods = csi_nodes(snapshot, chain)
    served = isinstance(pods, Unread) or any(ready(pod) for pod in pods)
    for driver in chain.wanted:
        if driver not in names:
            yield trouble("driver-not-registered", subject, shown, driver=driver)
        elif served:
            yield fine("driver-registered", subject, shown, driver=driver)
        else:
            yield trouble("driver-registered-and-gone", subject, shown, driver=driver)


PROBE = Probe("driver-registered", Stage.REGISTRATION, (Part.CSI_NODE, Part.CSI_NODE_PODS), look)
