"""Is each PVC of the pod bound?  Nothing is mounted before; why it is not, other probes of this stage say."""

from collections.abc import Iterator

from bot.core.chain.claims import waits_for_consumer
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link
from bot.core.objects.fields import terminating, text
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Reason, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every PVC that is, or may be, JuiceFS'; each once, however often the pod names it."""
    for link in {link.claim_name: link for link in chain.concerned if link.claim_name}.values():
        subject = f"PVC {snapshot.scope.namespace}/{link.claim_name}"
        if not isinstance(link.claim, Unread):
            yield from _phase(snapshot, link, link.claim, subject)
        elif link.claim.reason is Reason.NOT_FOUND:
            yield trouble("claim-not-found", subject)
        else:
            yield unknown(Part.CLAIM, link.claim, subject)


PROBE = Probe("claim-bound", Stage.CLAIM, (Part.CLAIM, Part.STORAGE_CLASS, Part.EVENTS), look)


def _phase(snapshot: Snapshot, link: Link, claim: Json, subject: str) -> Iterator[Seen]:
    phase = text(claim, "status", "phase")
    if terminating(claim):
        yield trouble("claim-is-being-deleted", subject, since=text(claim, "metadata", "deletionTimestamp"))
    if phase == "Bound":
        yield fine("claim-bound", subject, volume=link.pv_name)
    elif phase == "Lost":
        yield trouble("claim-lost", subject, "status.phase: Lost", volume=link.pv_name)
    elif waits_for_consumer(snapshot, link, claim):
        yield fine("claim-waits-for-consumer", subject)
    else:
        yield trouble("claim-pending", subject, f"status.phase: {phase}")
