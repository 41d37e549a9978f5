"""Does the PV of each PVC exist, in a phase that can be used?  And does it belong to that very PVC."""

from collections.abc import Iterator

from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link
from bot.core.objects.fields import mapping, terminating, text, uid
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Reason, Snapshot, Unread

_PHASES = {"Available": "volume-available", "Released": "volume-released", "Failed": "volume-failed"}


def look(_: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every PV that a PVC of the pod names."""
    for link in {link.pv_name: link for link in chain.concerned if link.pv_name}.values():
        subject = f"PV {link.pv_name}"
        if not isinstance(link.pv, Unread):
            yield from _pv(link, link.pv, subject)
        elif link.pv.reason is Reason.NOT_FOUND:
            yield trouble("volume-not-found", subject, claim=link.claim_name)
        else:
            yield unknown(Part.VOLUME, link.pv, subject)


PROBE = Probe("pv-phase", Stage.CLAIM, (Part.VOLUME,), look)


def _pv(link: Link, pv: Json, subject: str) -> Iterator[Seen]:
    phase, owner = text(pv, "status", "phase"), mapping(pv, "spec", "claimRef")
    if terminating(pv):
        yield trouble("volume-is-being-deleted", subject, since=text(pv, "metadata", "deletionTimestamp"))
    if phase != "Released" and _of_another(link, owner):
        called = f"{text(owner, 'namespace')}/{text(owner, 'name')}"
        yield trouble("volume-bound-elsewhere", subject, f"spec.claimRef: {called}", owner=called)
    elif phase in _PHASES:
        said = text(pv, "status", "message")
        yield trouble(_PHASES[phase], subject, f"status.phase: {phase} {said}".strip(), claim=link.claim_name)
    else:
        yield fine("volume-bound", subject)


def _of_another(link: Link, owner: Json) -> bool:
    """Whether a PV is promised to another PVC.  A PVC made anew under its old name has another uid, and is another.

    Of a Released PV that other is gone, and nobody competes for it, though Kubernetes says the same of both.
    """
    if not owner or isinstance(link.claim, Unread):
        return False
    if text(owner, "uid"):
        return text(owner, "uid") != uid(link.claim)
    claim = link.claim
    return any(text(owner, key) != text(claim, "metadata", key) for key in ("namespace", "name"))
