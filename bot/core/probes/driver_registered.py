"""Is the driver registered with the kubelet of the pod's node?  The CSINode object is the proof.

An entry without a CSI Node pod behind it proves less: kubelet may still know a socket where nobody listens, or know
none any more, which its own complaint tells.
"""

from collections.abc import Iterator

from bot.core.chain.csi_nodes import csi_nodes, denied, node_mounts, roots_differ, waits_for_attacher
from bot.core.chain.install import PLUGIN
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain
from bot.core.objects.fields import field, items, name, ready, status_of, text
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Reason, Snapshot, Unread


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
    served = isinstance(pods, Unread) or any(_listens(pod) for pod in pods)
    for driver in chain.wanted:
        complaint = "" if served else denied(snapshot, driver)
        if driver not in names or complaint:
            yield trouble("driver-not-registered", subject, complaint or shown, driver=driver)
        elif served:
            code = "driver-registered-in-vain" if _in_vain(snapshot, driver) else "driver-registered"
            yield fine(code, subject, shown, driver=driver)
        else:
            yield trouble("driver-registered-and-gone", subject, shown, driver=driver)


_READS = (Part.CSI_NODE, Part.CSI_NODE_PODS, Part.CSI_DRIVERS, Part.EVENTS)
PROBE = Probe("driver-registered", Stage.REGISTRATION, _READS, look)


def _in_vain(snapshot: Snapshot, driver: str) -> bool:
    """Whether the driver is registered and yet of no use: with another directory than kubelet's, or unattachable."""
    drivers = snapshot.csi_drivers
    lost = not isinstance(drivers, Unread) and driver not in map(name, drivers)
    return bool(roots_differ(snapshot) or (lost and waits_for_attacher(snapshot, driver)))


def _listens(pod: Json) -> bool:
    """Whether somebody listens on the socket: the plugin is ready.

    The pod may not be, over another container, or because the control plane marks the pods of a node that is silent.
    """
    return ready(pod) or field(status_of(pod, PLUGIN), "ready") is True
