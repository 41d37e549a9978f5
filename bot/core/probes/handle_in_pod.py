"""Does each volume of the pod have a volumeHandle of its own?  kubelet mounts only one of two with the same."""

from collections import Counter
from collections.abc import Iterator

from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link
from bot.core.chain.volumes import Source
from bot.core.objects.fields import text
from bot.model.finding import Stage
from bot.model.snapshot import Part, Reason, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every pod with JuiceFS volumes that kubelet mounts (injected ones it does not).

    Fine only when all its PVCs are bound: a PV that is still to come may have any volumeHandle.
    """
    links = [link for link in chain.concerned if link.source is not Source.INJECTED]
    subject = called("Pod", snapshot.pod)
    found = [*_twice(links, subject), *_shared(links, subject), *_unread(links)]
    yield from found
    bound = all(isinstance(link.claim, Unread) or text(link.claim, "status", "phase") == "Bound" for link in links)
    if links and bound and not found:
        yield fine("handles-differ-in-pod", subject)


PROBE = Probe("handle-in-pod", Stage.CLAIM, (Part.CLAIM, Part.VOLUME), look)


def _twice(links: list[Link], subject: str) -> Iterator[Seen]:
    times = Counter(link.claim_name for link in links if link.claim_name)
    yield from (trouble("claim-listed-twice", subject, claim=claim) for claim, count in times.items() if count > 1)


def _shared(links: list[Link], subject: str) -> Iterator[Seen]:
    handles: dict[tuple[str, str], set[str]] = {}
    for link in (link for link in links if link.handle):
        handles.setdefault((link.driver, link.handle), set()).add(link.pv_name)
    for (_, handle), volumes in handles.items():
        if len(volumes) > 1:
            shown, named = f"spec.csi.volumeHandle: {handle}", ", ".join(sorted(volumes))
            yield trouble("handle-shared-in-pod", subject, shown, handle=handle, volumes=named)


def _unread(links: list[Link]) -> Iterator[Seen]:
    """PVs that could not be read; of a single volume none has to be."""
    for link in {link.pv_name: link for link in links if link.pv_name}.values() if len(links) > 1 else ():
        if isinstance(link.pv, Unread) and link.pv.reason is not Reason.NOT_FOUND:
            yield unknown(Part.VOLUME, link.pv, f"PV {link.pv_name}")
