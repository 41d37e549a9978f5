"""What does the CSIDriver object say?  Kubelet obeys its settings, but that it exists proves no installation."""

from collections.abc import Iterator

from bot.core.chain.csi_nodes import csi_nodes, daemon_sets, waits_for_attacher
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain
from bot.core.objects.fields import field, name
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every pod with volumes that a CSI Node pod has to mount, for each driver that they name."""
    for driver in chain.wanted if chain.by_csi_node else ():
        subject, every = f"CSIDriver {driver}", snapshot.csi_drivers
        if isinstance(every, Unread):
            yield unknown(Part.CSI_DRIVERS, every, subject)
            continue
        found, waits = next((one for one in every if name(one) == driver), None), waits_for_attacher(snapshot, driver)
        if found is None and waits:
            yield trouble("csidriver-absent-holds-attach", subject, waits)
        elif found and _uninstalled(snapshot, chain):
            yield trouble("csidriver-left-behind", subject)
        else:
            yield from _settings(found, subject)


_READS = (Part.CSI_DRIVERS, Part.DAEMON_SETS, Part.CSI_NODE_PODS, Part.EVENTS)
PROBE = Probe("csi-driver-object", Stage.REGISTRATION, _READS, look)


def _uninstalled(snapshot: Snapshot, chain: Chain) -> bool:
    """Whether nothing of the node side is there; Helm keeps the object when it uninstalls."""
    sets, pods = daemon_sets(snapshot, chain), csi_nodes(snapshot, chain)
    return sets == () and (isinstance(pods, Unread) or not pods)


def _settings(found: Json | None, subject: str) -> Iterator[Seen]:
    """The settings that matter: a missing attachRequired means true, a missing podInfoOnMount false."""
    if found is None:
        yield trouble("csidriver-absent", subject)
        return
    attach, info = field(found, "spec", "attachRequired"), field(found, "spec", "podInfoOnMount")
    if attach is not False:
        yield trouble("csidriver-asks-to-attach", subject, f"spec.attachRequired: {str(attach is not False).lower()}")
    if info is not True:
        yield trouble("csidriver-without-pod-info", subject, "spec.podInfoOnMount: false")
    if attach is False and info is True:
        yield fine("csidriver-sound", subject)
