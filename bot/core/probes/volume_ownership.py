"""Does kubelet change the owner of every file at each start?  With fsGroup it may, and many files take their time.

Kubelet does so when the driver's CSIDriver says fsGroupPolicy File, or by default for volumes that are ReadWriteOnce
and have a file system type (source: supportsFSGroup in pkg/volume/csi of Kubernetes).
"""

from collections.abc import Iterator

from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link
from bot.core.objects.fields import field, mapping, name, strings, text
from bot.core.objects.pod_progress import KUBELET_WAIT, ever_started, over, scheduled_at, waited
from bot.model.finding import Stage
from bot.model.snapshot import Part, Reason, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks pods with an fsGroup whose volumes CSI Node mounts; sidecars mount behind kubelet's back."""
    context = mapping(snapshot.pod, "spec", "securityContext")
    if context.get("fsGroup") is None or not chain.by_csi_node or over(snapshot.pod):
        return
    subject, drivers = called("Pod", snapshot.pod), snapshot.csi_drivers
    if text(context, "fsGroupChangePolicy") == "OnRootMismatch":
        yield fine("ownership-checked-at-root", subject)
    elif isinstance(drivers, Unread):
        yield unknown(Part.CSI_DRIVERS, drivers, subject)
    else:
        policy = next((text(one, "spec", "fsGroupPolicy") for one in drivers if name(one) in chain.wanted), "")
        for link in {link.pv_name: link for link in chain.juicefs}.values():
            yield from _of(link, snapshot, policy)


PROBE = Probe("volume-ownership", Stage.MOUNT_POINT, (Part.POD, Part.CSI_DRIVERS, Part.VOLUME, Part.MOUNT_PODS), look)


def _of(link: Link, snapshot: Snapshot, policy: str) -> Iterator[Seen]:
    subject = f"PV {link.pv_name}"
    if not link.pv_name:
        return
    if isinstance(link.pv, Unread):
        if link.pv.reason is not Reason.NOT_FOUND:
            yield unknown(Part.VOLUME, link.pv, subject)
        return
    once = "ReadWriteOnce" in strings(link.pv, "spec", "accessModes") and bool(text(link.pv, "spec", "csi", "fsType"))
    if policy != "File" and not (policy != "None" and once):
        yield fine("ownership-left-alone", subject)
        return
    group = str(field(snapshot.pod, "spec", "securityContext", "fsGroup"))
    late = waited(snapshot, scheduled_at(snapshot.pod)) >= KUBELET_WAIT and not ever_started(snapshot.pod)
    mounted = not isinstance(link.mount_pods, Unread) and bool(link.mount_pods)
    if late and mounted:
        yield trouble("ownership-change-holds-start", subject, f"fsGroup: {group}", group=group)
    else:
        yield fine("ownership-changed-at-start", subject, f"fsGroup: {group}", group=group)
