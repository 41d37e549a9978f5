"""Does kubelet let the driver ask it for its pods?  If not, newer drivers ask the API server, older ones give up.

The driver falls back since v0.21, and needs podInfoOnMount for it; since v0.27 it exits when kubelet begins to refuse
while it runs (source: pkg/k8sclient/kubelet_client.go and pkg/controller/reconciler.go of the driver).
"""

import re
from collections.abc import Iterator

from bot.core.chain.csi_nodes import csi_nodes, node_mounts, plugin_logs
from bot.core.chain.install import PLUGIN
from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain
from bot.core.objects.events import told
from bot.core.objects.fields import container, field, name, ready, text, uid
from bot.core.objects.log_lines import lines
from bot.core.objects.pod_progress import ever_started
from bot.core.objects.versions import Version, image_version
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot, Unread

FIRST_WITH_FALLBACK: Version = (0, 21, 0)

_REFUSED = re.compile(
    r"GetNodeRunningPods.*(?:Unauthorized|Forbidden|invalid character '[UF]')|unexpected status code 40[13]"
    r"|Start Reconciler of polling kubelet and fallback"
)
_GAVE_UP = re.compile(r"kubelet access error count exceeds")
_ADMITTED = re.compile(r"Pod Reconciler Started")
_CANNOT_FALL_BACK = re.compile(r"please turn `?podInfoOnMount`? on")


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks the CSI Node pods of the wanted driver on the node, once they have a log."""
    pods = csi_nodes(snapshot, chain)
    if not node_mounts(snapshot, chain):
        return
    if isinstance(pods, Unread):
        yield unknown(Part.CSI_NODE_PODS, pods, f"Node {text(snapshot.pod, 'spec', 'nodeName')}")
        return
    blocked = [one for one in told(snapshot.events(uid(snapshot.pod)), "FailedMount") if _CANNOT_FALL_BACK.search(one)]
    for pod in pods:
        subject, logs = called("CSI Node pod", pod), plugin_logs(snapshot, pod)
        unread = [log for log in logs if isinstance(log, Unread)]
        said = [one for log in logs if not isinstance(log, Unread) for one in lines(log)]
        if blocked:
            yield trouble("kubelet-refuses-without-fallback", subject, blocked[0])
        elif unread and len(unread) == len(logs):
            yield unknown(Part.LOG, unread[0], subject)
        elif logs:
            yield _verdict(snapshot, chain, pod, said)


_READS = (Part.CSI_NODE_PODS, Part.LOG, Part.CSI_DRIVERS, Part.EVENTS)
PROBE = Probe("kubelet-authorized", Stage.CSI_NODE, _READS, look)


def _verdict(snapshot: Snapshot, chain: Chain, pod: Json, said: list[str]) -> Seen:
    """What the newest line that decides says, and whether it matters: since v0.21 a refusal alone breaks nothing."""
    subject = called("CSI Node pod", pod)
    decisive = (one for one in said if any(words.search(one) for words in (_GAVE_UP, _REFUSED, _ADMITTED)))
    last = next(decisive, "")
    if not last:
        return fine("kubelet-refusal-not-seen", subject)
    if _ADMITTED.search(last):
        return fine("kubelet-lets-driver-in", subject, last)
    if _GAVE_UP.search(last) and not ready(pod):
        return trouble("kubelet-refuses-and-driver-exits", subject, last)
    if ready(pod) and ever_started(snapshot.pod):
        return fine("kubelet-refuses-without-harm", subject, last)
    return _fallback(snapshot, chain, pod, last)


def _fallback(snapshot: Snapshot, chain: Chain, pod: Json, last: str) -> Seen:
    """Whether a driver that is refused can ask the API server instead: by its version, and by podInfoOnMount."""
    subject, version = called("CSI Node pod", pod), image_version(text(container(pod, PLUGIN), "image"))
    drivers = snapshot.csi_drivers
    if version and version < FIRST_WITH_FALLBACK:
        return trouble("kubelet-refuses-old-driver", subject, last, version=".".join(map(str, version)))
    if isinstance(drivers, Unread):
        return unknown(Part.CSI_DRIVERS, drivers, subject)
    wanted = [one for one in drivers if name(one) in chain.wanted]
    if not all(field(one, "spec", "podInfoOnMount") is True for one in wanted) or not wanted:
        return trouble("kubelet-refuses-without-fallback", subject, last)
    return fine("kubelet-refuses-without-harm", subject, last)
