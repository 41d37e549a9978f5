"""Does kubelet try to mount by CSI what a sidecar should mount?  In a cluster of sidecars no CSI Node answers."""

from collections.abc import Iterator

from bot.core.chain.csi_nodes import denied
from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import INJECTED_LABEL, Chain, Mode
from bot.core.objects.fields import labels, text, uid
from bot.model.finding import Stage
from bot.model.snapshot import Part, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks a pod on a node that has no sidecar, where sidecars alone mount."""
    pod, events = snapshot.pod, snapshot.events(uid(snapshot.pod))
    injected = labels(pod).get(INJECTED_LABEL) == "true"
    if injected or chain.mode is not Mode.SIDECAR or not chain.concerned or not text(pod, "spec", "nodeName"):
        return
    if isinstance(events, Unread):
        yield unknown(Part.EVENTS, events, called("Pod", pod))
        return
    said = [(driver, line) for driver in chain.wanted if (line := denied(snapshot, driver))]
    for driver, line in said:
        yield trouble("csi-tried-instead-of-sidecar", called("Pod", pod), line, driver=driver)
    if not said:
        yield fine("csi-not-tried", called("Pod", pod))


PROBE = Probe("csi-tried-instead", Stage.INJECTION, (Part.EVENTS, Part.WEBHOOKS, Part.DAEMON_SETS), look)
