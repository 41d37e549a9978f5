"""PVCs that are not bound: which those are, and which of them only wait for their pod."""

from bot.core.chain.mount_chain import Chain, Link
from bot.core.objects.events import line, newest
from bot.core.objects.fields import annotations, text, uid
from bot.model.snapshot import Json, Snapshot, Unread

SELECTED_NODE = "volume.kubernetes.io/selected-node"
"""Set by the scheduler on a PVC that waits for its first consumer: from then on the volume is being made."""


def unbound(snapshot: Snapshot, chain: Chain) -> tuple[tuple[Link, Json], ...]:
    """The PVCs that are, or may be, JuiceFS' and are Pending for another reason than waiting for their pod.

    Each once, with the first link that names it; PVCs that could not be read are not among them.
    """
    read = {
        link.claim_name: (link, link.claim) for link in reversed(chain.concerned) if not isinstance(link.claim, Unread)
    }
    pending = ((link, claim) for link, claim in read.values() if text(claim, "status", "phase") == "Pending")
    return tuple((link, claim) for link, claim in pending if not waits_for_consumer(snapshot, link, claim))


def waits_for_consumer(snapshot: Snapshot, link: Link, claim: Json) -> bool:
    """Whether the PVC is held back until its pod has a node: as its class says, or else its newest event."""
    if text(snapshot.pod, "spec", "nodeName") or SELECTED_NODE in annotations(claim):
        return False
    if not isinstance(link.storage_class, Unread):
        return text(link.storage_class, "volumeBindingMode") == "WaitForFirstConsumer"
    events = snapshot.events(uid(claim))
    last = () if isinstance(events, Unread) else newest(events)[:1]
    return any("waiting for first consumer" in line(event) for event in last)
