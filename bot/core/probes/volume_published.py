"""Has kubelet asked the driver to publish each volume?  A kubelet bug may keep it from ever doing so, without a word.

The general complaint "Unable to attach or mount volumes" accompanies nearly every mount failure and proves nothing.
"""

import re
from collections.abc import Iterator

from bot.core.chain.csi_nodes import waits_for_attacher
from bot.core.chain.install import PLUGIN
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link
from bot.core.chain.publishing import missing, refusal, trace
from bot.core.objects.fields import items, name, namespace, ready, status_of, text
from bot.core.objects.pod_progress import KUBELET_WAIT, over, scheduled_at, waited
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Reason, Snapshot, Unread

_STAMP = re.compile(r"^[IWEF](\d{4}) (\d{2}:\d{2}:\d{2})", re.MULTILINE)
"""How klog begins a line: severity, month and day, time (UTC in a container); it writes no year."""

_READS = (Part.POD, Part.CLAIM, Part.EVENTS, Part.MOUNT_PODS, Part.CSI_NODE, Part.CSI_NODE_PODS, Part.LOG)


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks pods on a node whose volumes CSI Node mounts, until they end; without a PV there is nothing to publish."""
    if not text(snapshot.pod, "spec", "nodeName") or not chain.by_csi_node or over(snapshot.pod):
        return
    for link in {link.claim_name: link for link in chain.concerned if link.claim_name}.values():
        if isinstance(link.claim, Unread):
            if link.claim.reason is not Reason.NOT_FOUND:
                yield unknown(Part.CLAIM, link.claim, f"PVC {snapshot.scope.namespace}/{link.claim_name}")
        elif link.pv_name and link.juicefs and link.owned:  # another pod's ephemeral PVC kubelet never publishes
            yield from _of(link, snapshot, chain)


PROBE = Probe("volume-published", Stage.MOUNT_POINT, _READS, look)


def _of(link: Link, snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    subject, found = f"PV {link.pv_name}", trace(snapshot, chain, link)
    passed = waited(snapshot, scheduled_at(snapshot.pod))
    unread = {part.kind: (part, read) for part, read in missing(snapshot, chain, link)}
    if found and found == refusal(snapshot, link):
        yield trouble("volume-publish-failed", subject, found)
    elif found:
        yield fine("volume-published", subject, found)
    elif unread:
        yield from (unknown(part, read, subject) for part, read in unread.values())
    elif passed < KUBELET_WAIT:
        yield fine("volume-publish-awaited", subject, seconds=f"{passed:.0f}")
    else:
        alone = [one.handle for one in chain.concerned].count(link.handle) == 1
        attaches = any(waits_for_attacher(snapshot, driver) for driver in chain.wanted)
        proven = alone and not attaches and _would_show(snapshot, chain)
        code = "volume-not-published" if proven else "volume-perhaps-not-published"
        yield trouble(code, subject, minutes=f"{passed / 60:.0f}")


def _would_show(snapshot: Snapshot, chain: Chain) -> bool:
    """Whether the call would have left a trace: the driver is registered, and its log goes back to before the pod."""
    registry, pods = snapshot.csi_node, snapshot.csi_node_pods
    if isinstance(registry, Unread) or isinstance(pods, Unread):
        return False
    registered = any(text(one, "name") in chain.wanted for one in items(registry, "spec", "drivers"))
    own = [pod for pod in pods if not chain.namespace or namespace(pod) == chain.namespace]
    return registered and any(ready(pod) and _goes_back(snapshot, pod) for pod in own)


def _goes_back(snapshot: Snapshot, pod: Json) -> bool:
    """Whether the plugin has run since before the pod came to the node, and its log still holds that moment."""
    since, log = scheduled_at(snapshot.pod), snapshot.log(namespace(pod), name(pod), PLUGIN)
    started = text(status_of(pod, PLUGIN), "state", "running", "startedAt")
    if isinstance(log, Unread) or not started or not since or started > since:
        return False
    first = _STAMP.search(log)
    month_day, clock = since[5:10].replace("-", ""), since[11:19]
    return first is not None and (first[1], first[2]) <= (month_day, clock)
