"""Whether kubelet has asked the driver to publish (mount) a volume for a pod, told by every trace that it leaves.

CSI Node does nothing for a volume before that call, NodePublishVolume.  What it leaves then: a reference in a Mount
Pod's annotations, a label on the pod, lines in its log, and if it fails, an event with the error.
"""

from collections.abc import Iterator

from bot.core.chain.install import PLUGIN
from bot.core.chain.mount_chain import Chain, Link
from bot.core.chain.mount_pods import target_path
from bot.core.objects.events import told
from bot.core.objects.fields import annotations, labels, name, namespace, uid
from bot.core.objects.pod_progress import ever_started
from bot.model.snapshot import Json, Log, Part, Snapshot, Unread

MARK = "juicefs-uniqueid"
"""The label that CSI Node gives a pod for which it was asked to publish (since v0.21; needs podInfoOnMount)."""


def trace(snapshot: Snapshot, chain: Chain, link: Link) -> str:
    """The clearest trace of a publish call for a volume, as a line of evidence; empty when none was found."""
    return next(filter(None, _traces(snapshot, chain, link)), "")


def refusal(snapshot: Snapshot, link: Link) -> str:
    """What the driver answered when it was asked in vain, or what kept kubelet from asking it; the newest event's line.

    Kubelet writes the name of the PV into it, so that another volume's trouble is not taken for this one's.
    """
    steps = ("MountVolume.SetUp failed", "MountVolume.MountDevice failed")
    lines = told(snapshot.events(uid(snapshot.pod)), "FailedMount")
    own = (line for line in lines if any(step in line for step in steps) and f'"{link.pv_name}"' in line)
    return next(own, "")


def missing(snapshot: Snapshot, chain: Chain, link: Link) -> Iterator[tuple[Part, Unread]]:
    """What of all that could hold a trace was not read: without it the lack of a trace proves nothing."""
    reads = ((Part.MOUNT_PODS, link.mount_pods), (Part.EVENTS, snapshot.events(uid(snapshot.pod))))
    yield from ((part, read) for part, read in reads if isinstance(read, Unread))
    pods = snapshot.csi_node_pods
    if isinstance(pods, Unread):
        yield Part.CSI_NODE_PODS, pods
        return
    for pod in _driver_pods(pods, chain):
        log = snapshot.log(namespace(pod), name(pod), PLUGIN)
        if isinstance(log, Unread):
            yield Part.LOG, log


def _traces(snapshot: Snapshot, chain: Chain, link: Link) -> Iterator[str]:
    pod = snapshot.pod
    for mount_pod in () if isinstance(link.mount_pods, Unread) else link.mount_pods:
        path = target_path(uid(pod), link.pv_name)
        yield next((str(value) for value in annotations(mount_pod).values() if path in str(value)), "")
    if ever_started(pod):
        yield "a container of the pod has started"
    yield refusal(snapshot, link)
    if MARK in labels(pod) and len(chain.concerned) == 1:
        yield f"label {MARK}"
    yield from _log_lines(snapshot, chain, link)


def _log_lines(snapshot: Snapshot, chain: Chain, link: Link) -> Iterator[str]:
    pods = snapshot.csi_node_pods
    for pod in () if isinstance(pods, Unread) else _driver_pods(pods, chain):
        for previous in (False, True):
            yield from _lines_about(snapshot.log(namespace(pod), name(pod), PLUGIN, previous=previous), snapshot, link)


def _lines_about(log: Log, snapshot: Snapshot, link: Link) -> Iterator[str]:
    """Lines of NodePublishVolume for this volume: for this pod, or (before v0.25) for whichever pod.

    From v0.27 on: `"…" logger="NodePublishVolume" appName="{pod}" volumeId="{handle}"`; v0.25: `"NodePublishVolume: …"
    volumeId="{handle}"`, the pod's uid in the target; before: `NodePublishVolume: volume_id is {handle}`.
    """
    own = (f'appName="{name(snapshot.pod)}"', uid(snapshot.pod))
    for line in () if isinstance(log, Unread) else log.splitlines():
        if "NodePublishVolume" not in line or link.handle not in line:
            continue
        if f"volume_id is {link.handle}" in line or any(word in line for word in own):
            yield line


def _driver_pods(pods: tuple[Json, ...], chain: Chain) -> tuple[Json, ...]:
    return tuple(pod for pod in pods if not chain.namespace or namespace(pod) == chain.namespace)
