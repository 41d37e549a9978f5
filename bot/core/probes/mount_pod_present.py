"""Is there a Mount Pod for each JuiceFS volume of the pod?  One that holds a reference of this very pod, that is.

The reference is an annotation that the driver writes when kubelet asks it to mount; a name never tells.
"""

from collections.abc import Iterator

from bot.core.chain.clients import serving
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link, Mode
from bot.core.chain.publishing import trace
from bot.core.objects.fields import name, text
from bot.core.objects.pod_progress import PATIENCE, ever_started, over, scheduled_at, waited
from bot.model.finding import Stage
from bot.model.snapshot import Part, Reason, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks pods whose volumes a Mount Pod serves, from when they are on a node until they end."""
    if chain.mode not in {Mode.MOUNT_POD, Mode.UNKNOWN} or over(snapshot.pod):
        return
    if not text(snapshot.pod, "spec", "nodeName"):
        return
    for link in {link.claim_name: link for link in chain.concerned if link.claim_name}.values():
        yield from _of(link, snapshot, chain)


PROBE = Probe("mount-pod-present", Stage.MOUNT_POD, (Part.CLAIM, Part.VOLUME, Part.MOUNT_PODS, Part.LOG), look)


def _of(link: Link, snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    subject = f"PVC {snapshot.scope.namespace}/{link.claim_name}"
    pods = link.mount_pods
    if isinstance(link.claim, Unread):
        if link.claim.reason is not Reason.NOT_FOUND:
            yield unknown(Part.CLAIM, link.claim, subject)
    elif isinstance(pods, Unread):
        yield unknown(Part.MOUNT_PODS, pods, subject)
    elif pods:
        yield fine("mount-pod-present", subject, mount_pod=name((*serving(pods), *pods)[0]))
    elif link.juicefs is None and link.pv_name and isinstance(link.pv, Unread):
        yield unknown(Part.VOLUME, link.pv, subject)
    elif link.pv_name and link.juicefs:
        yield _without(link, snapshot, chain, subject)


def _without(link: Link, snapshot: Snapshot, chain: Chain, subject: str) -> Seen:
    others = () if isinstance(link.candidates, Unread) else link.candidates
    if waited(snapshot, scheduled_at(snapshot.pod)) < PATIENCE:
        return fine("mount-pod-not-yet", subject)
    if others:
        return trouble("mount-pod-of-others", subject, mount_pod=name(others[0]))
    if not ever_started(snapshot.pod) and (asked := trace(snapshot, chain, link)):
        return trouble("mount-pod-absent-after-call", subject, asked)
    return trouble("mount-pod-absent", subject)
