"""Does each volume of the pod have a volumeHandle of its own?  kubelet mounts only one of two with the same."""

from collections import Counter
from collections.abc import Iterator

from bot.core.chain import Chain
from bot.core.fields import text
from bot.core.probe import Probe, Seen, called, fine, trouble, unknown
from bot.core.volumes import Source
from bot.model.finding import Stage
from bot.model.snapshot import Part, Reason, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every pod with JuiceFS volumes that kubelet mounts (injected ones it does not).

    Fine only when all its PVCs are bound: a PV that is still to come may have any volumeHandle.
    """
    links = [link for link in chain.concerned if link.source is not Source.INJECTED]
    subject = called("Pod", snapshot.pod)
    twice = [claim for claim, times in Counter(link.claim_name for link in links).items() if claim and times > 1]
    handles: dict[tuple[str, str], set[str]] = {}
    for link in (link for link in links if link.handle):
        handles.setdefault((link.driver, link.handle), set()).add(link.pv_name)
    shared = {handle: sorted(volumes) for (_, handle), volumes in handles.items() if len(volumes) > 1}
    unread = {f"PV {link.pv_name}": link.pv for link in links if link.pv_name and isinstance(link.pv, Unread)}
    refused = {name: pv for name, pv in unread.items() if pv.reason is not Reason.NOT_FOUND}
    for claim in twice:
        yield trouble("claim-listed-twice", subject, claim=claim)
    for handle, volumes in shared.items():
        shown = f"spec.csi.volumeHandle: {handle}"
        yield trouble("handle-shared-in-pod", subject, shown, handle=handle, volumes=", ".join(volumes))
    if len(links) > 1:
        yield from (unknown(Part.VOLUME, pv, name) for name, pv in refused.items())
    bound = all(isinstance(link.claim, Unread) or text(link.claim, "status", "phase") == "Bound" for link in links)
    if links and bound and not twice and not shared and (len(links) == 1 or not refused):
        yield fine("handles-differ-in-pod", subject)


PROBE = Probe("handle-in-pod", Stage.CLAIM, (Part.CLAIM, Part.VOLUME), look)
