"""Has the volume the size that its PVC asks for?  To grow it the class has to allow it and the PV to name a Secret."""

from collections.abc import Iterator

from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link
from bot.core.objects.fields import field, items, text
from bot.core.objects.quantity import quantity
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Reason, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks for each PVC of a JuiceFS volume that is bound."""
    for link in {link.claim_name: link for link in chain.concerned}.values():
        subject = f"PVC {snapshot.scope.namespace}/{link.claim_name}"
        if isinstance(link.claim, Unread):
            if link.claim_name and link.claim.reason is not Reason.NOT_FOUND:
                yield unknown(Part.CLAIM, link.claim, subject)
        elif text(link.claim, "status", "phase") == "Bound":
            yield from _of(link, link.claim, subject)


PROBE = Probe("volume-expansion", Stage.USE, (Part.CLAIM, Part.VOLUME, Part.STORAGE_CLASS), look)


def _of(link: Link, claim: Json, subject: str) -> Iterator[Seen]:
    wanted = field(claim, "spec", "resources", "requests", "storage")
    given = field(claim, "status", "capacity", "storage")
    if (quantity(wanted) or 0.0) <= (quantity(given) or 0.0) or quantity(given) is None:
        yield fine("volume-size-as-asked", subject, size=str(given))
        return
    yield trouble("volume-expansion-waits", subject, _said(claim), wanted=str(wanted), given=str(given))
    if isinstance(link.storage_class, Unread):
        if link.class_name and link.storage_class.reason is not Reason.NOT_FOUND:
            yield unknown(Part.STORAGE_CLASS, link.storage_class, subject)
    elif field(link.storage_class, "allowVolumeExpansion") is not True:
        yield trouble(
            "volume-expansion-not-allowed", subject, "allowVolumeExpansion is not true", storage_class=link.class_name
        )
    if isinstance(link.pv, Unread):
        yield unknown(Part.VOLUME, link.pv, subject)
    elif not field(link.pv, "spec", "csi", "controllerExpandSecretRef"):
        yield trouble("volume-expansion-without-secret", subject, volume=link.pv_name)


def _said(claim: Json) -> str:
    """What the resizer says of itself in the PVC's conditions."""
    conditions = [one for one in items(claim, "status", "conditions") if "Resiz" in text(one, "type")]
    return "; ".join(f"{text(one, 'type')}={text(one, 'status')} {text(one, 'message')}".strip() for one in conditions)
