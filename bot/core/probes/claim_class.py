"""Does its StorageClass keep a PVC from the volume that it chose itself?  A class hands it to the provisioner."""

from collections.abc import Iterator

from bot.core.chain.claims import unbound
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link
from bot.core.objects.events import line, newest
from bot.core.objects.fields import mapping, text, uid
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Reason, Snapshot, Unread

REFUSED = "claim selector is not supported"
"""What the driver's provisioner answers to a PVC with a selector (source: its provisioner.go), in lower case."""


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every unbound PVC that chooses its volume by selector or by name."""
    for link, claim in unbound(snapshot, chain):
        subject = f"PVC {snapshot.scope.namespace}/{link.claim_name}"
        if link.pv_name:
            yield from _named(snapshot, link, claim, subject)
        elif mapping(claim, "spec", "selector"):
            yield _selecting(snapshot, link, claim, subject)


PROBE = Probe("claim-class", Stage.CLAIM, (Part.CLAIM, Part.VOLUME, Part.STORAGE_CLASS, Part.EVENTS), look)


def _named(snapshot: Snapshot, link: Link, claim: Json, subject: str) -> Iterator[Seen]:
    """A PVC that names its PV must name the PV's class too; a PV that is not there is another probe's."""
    if isinstance(link.pv, Unread):
        if link.pv.reason is not Reason.NOT_FOUND:
            yield unknown(Part.VOLUME, link.pv, subject)
        return
    mine, its = text(claim, "spec", "storageClassName"), text(link.pv, "spec", "storageClassName")
    if mine == its:
        yield fine("claim-class-fits", subject)
        return
    shown = f'spec.storageClassName: "{mine}" (PVC), "{its}" (PV {link.pv_name})'
    said = _event(snapshot, claim, "VolumeMismatch", "")
    yield trouble("claim-and-volume-class-differ", subject, said or shown, volume=link.pv_name)


def _selecting(snapshot: Snapshot, link: Link, claim: Json, subject: str) -> Seen:
    if not link.class_name:
        return fine("claim-class-fits", subject)
    refused = _event(snapshot, claim, "ProvisioningFailed", REFUSED)
    if refused or link.juicefs:
        shown = f"spec.storageClassName: {link.class_name}, with spec.selector"
        return trouble("claim-with-selector-has-class", subject, refused or shown, called=link.class_name)
    read = link.storage_class
    if isinstance(read, Unread) and read.reason is not Reason.NOT_FOUND:
        return unknown(Part.STORAGE_CLASS, read, subject)
    return fine("claim-class-fits", subject)


def _event(snapshot: Snapshot, claim: Json, reason: str, words: str) -> str:
    """The newest event of that reason that holds *words*, as a line; empty when there is none, or none was read."""
    events = snapshot.events(uid(claim))
    lines = () if isinstance(events, Unread) else (line(event) for event in newest(events, reason))
    return next((one for one in lines if words in one.lower()), "")
