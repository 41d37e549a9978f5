"""Does another PV of the cluster have the volumeHandle of one of the pod's?  Harmless until one pod uses both."""

from collections.abc import Iterator

from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link
from bot.core.objects.fields import name, text
from bot.core.objects.some_of import some_of
from bot.model.finding import Stage
from bot.model.snapshot import Json, Objects, Part, Reason, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every PV of the pod.  Two that the pod itself uses are the matter of `handle-in-pod`."""
    own = frozenset(link.pv_name for link in chain.links)
    for link in {link.pv_name: link for link in chain.concerned if link.pv_name}.values():
        subject, every = f"PV {link.pv_name}", snapshot.all_volumes
        if isinstance(link.pv, Unread):
            if link.pv.reason is not Reason.NOT_FOUND:
                yield unknown(Part.VOLUME, link.pv, subject)
        elif isinstance(every, Unread):
            yield unknown(Part.ALL_VOLUMES, every, subject)
        else:
            yield _compared(link, tuple(pv for pv in every if name(pv) not in own), subject)


PROBE = Probe("handle-in-cluster", Stage.CLAIM, (Part.VOLUME, Part.ALL_VOLUMES), look)


def _compared(link: Link, others: Objects, subject: str) -> Seen:
    same = [name(pv) for pv in others if _handle(pv) == (link.driver, link.handle)]
    if not same:
        return fine("handle-unique-in-cluster", subject)
    shown = f"spec.csi.volumeHandle: {link.handle}"
    return trouble("handle-shared-in-cluster", subject, shown, handle=link.handle, volumes=some_of(same))


def _handle(pv: Json) -> tuple[str, str]:
    return text(pv, "spec", "csi", "driver"), text(pv, "spec", "csi", "volumeHandle")
