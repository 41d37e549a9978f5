"""Has the scheduler found a node for the pod?  Until it has, nothing of JuiceFS has been asked to do anything."""

from collections.abc import Iterator

from bot.core.chain.claims import SELECTED_NODE
from bot.core.chain.look import Probe, Seen, called, fine, trouble
from bot.core.chain.mount_chain import Chain
from bot.core.objects.events import line, newest
from bot.core.objects.fields import annotations, condition, text, uid
from bot.model.finding import Stage
from bot.model.snapshot import Part, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every pod; the pod itself is always there, so that this is never unknown."""
    pod, subject = snapshot.pod, called("Pod", snapshot.pod)
    if node := text(pod, "spec", "nodeName"):
        yield fine("pod-scheduled", subject, node=node)
        return
    scheduled = condition(pod, "PodScheduled")
    why = text(scheduled, "message") or _last_word(snapshot)
    if text(scheduled, "reason") == "SchedulingGated":
        yield trouble("pod-scheduling-gated", subject, why)
    elif any(words in why.lower() for words in _CLAIM) or (not why and _binding(chain)):
        yield trouble("pod-waits-for-claim", subject, why)
    else:
        yield trouble("pod-not-scheduled", subject, why)


PROBE = Probe("pod-scheduled", Stage.POD, (Part.POD, Part.CLAIM, Part.EVENTS), look)


_CLAIM = ("persistentvolumeclaim", "persistent volumes to bind", "binding volumes", "(pod is not owner)")
"""What the scheduler says when a PVC is not bound, does not exist or is being deleted, finds no PV on any node, was not
bound within ten minutes after a node was chosen (`running PreBind plugin "VolumeBinding": binding volumes: …`), or is
another pod's (of an ephemeral volume: `PVC shop/a-data was not created for pod shop/a (pod is not owner)`)."""


def _binding(chain: Chain) -> bool:
    """Whether the scheduler has chosen a node and waits for a volume there; it says nothing of the pod until then."""
    claims = (link.claim for link in chain.links if not isinstance(link.claim, Unread))
    return any(text(one, "status", "phase") == "Pending" and SELECTED_NODE in annotations(one) for one in claims)


def _last_word(snapshot: Snapshot) -> str:
    """What the scheduler said last in an event, for API servers that keep no condition; empty when nothing is kept."""
    events = snapshot.events(uid(snapshot.pod))
    failed = () if isinstance(events, Unread) else newest(events, "FailedScheduling")
    return line(failed[0]) if failed else ""
