"""Has the pod itself a sandbox and a network?  Kubelet asks for them when its volumes are mounted already."""

from collections.abc import Iterator

from bot.core.chain.heard import over as history
from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain
from bot.core.objects.events import last_seen, line, newest
from bot.core.objects.fields import text, uid
from bot.core.objects.moments import moment
from bot.core.objects.pod_progress import over, waits_for_volumes
from bot.model.finding import Stage
from bot.model.snapshot import Part, Snapshot, Unread


def look(snapshot: Snapshot, _: Chain) -> Iterator[Seen]:
    """Asks pods on a node of which no container has been created."""
    pod, subject = snapshot.pod, called("Pod", snapshot.pod)
    if not text(pod, "spec", "nodeName") or over(pod) or not waits_for_volumes(pod):
        return
    events = snapshot.events(uid(pod))
    if isinstance(events, Unread):
        yield unknown(Part.EVENTS, events, subject)
        return
    failed = newest(events, "FailedCreatePodSandBox")[:1]
    if failed and not history(moment(last_seen(failed[0])), snapshot):
        yield trouble("app-without-sandbox", subject, line(failed[0]))
    else:
        yield fine("app-sandbox-not-refused", subject)


PROBE = Probe("pod-sandbox", Stage.POD, (Part.POD, Part.EVENTS), look)
