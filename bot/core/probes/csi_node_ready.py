"""Is the CSI Node pod of the pod's node well?  While it is not, its socket may be gone and nothing is mounted."""

from collections.abc import Iterator

from bot.core.chain.csi_nodes import csi_nodes, node_mounts
from bot.core.chain.install import PLUGIN
from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain
from bot.core.objects.events import line, newest
from bot.core.objects.fields import field, mapping, number, ready, statuses, text, uid
from bot.core.objects.moments import seconds
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot, Unread

_STARTING = frozenset({"", "ContainerCreating", "PodInitializing"})


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every CSI Node pod of the wanted driver on the node; that there is none is another probe's answer."""
    pods = csi_nodes(snapshot, chain)
    if not node_mounts(snapshot, chain):
        return
    if isinstance(pods, Unread):
        yield unknown(Part.CSI_NODE_PODS, pods, f"Node {text(snapshot.pod, 'spec', 'nodeName')}")
        return
    for pod in pods:
        subject = called("CSI Node pod", pod)
        yield from _well(snapshot, pod, subject) if ready(pod) else _unwell(snapshot, pod, subject)


PROBE = Probe("csi-node-ready", Stage.CSI_NODE, (Part.CSI_NODE_PODS, Part.EVENTS), look)


def _well(snapshot: Snapshot, pod: Json, subject: str) -> Iterator[Seen]:
    """A ready pod is fine; that it was restarted matters a little when that came after the application's pod."""
    yield fine("csi-node-ready", subject)
    born = text(snapshot.pod, "metadata", "creationTimestamp")
    for status in statuses(pod):
        last = mapping(status, "lastState", "terminated")
        if (seconds(born, text(last, "finishedAt")) or -1.0) >= 0:
            container, times = text(status, "name"), str(number(status, "restartCount"))
            yield trouble("csi-node-was-restarted", subject, _ended(last), container=container, times=times)


def _unwell(snapshot: Snapshot, pod: Json, subject: str) -> Iterator[Seen]:
    if text(pod, "status", "phase") == "Failed":
        reason = text(pod, "status", "reason") or "Failed"
        yield trouble("csi-node-failed", subject, text(pod, "status", "message"), reason=reason)
        return
    found = [seen for status in statuses(pod) if (seen := _stopped(status, subject))]
    yield from found or [_not_ready(snapshot, pod, subject)]


def _stopped(status: Json, subject: str) -> Seen | None:
    """What keeps one container from running; None when it runs, or is still to start."""
    container, waiting = text(status, "name"), mapping(status, "state", "waiting")
    last = mapping(status, "lastState", "terminated") or mapping(status, "state", "terminated")
    end = mapping(status, "state", "terminated") or (last if text(waiting, "reason") == "CrashLoopBackOff" else {})
    if end:
        code = "csi-node-out-of-memory" if text(end, "reason") == "OOMKilled" else "csi-node-crashes"
        code = code if container == PLUGIN else "csi-node-helper-crashes"
        return trouble(code, subject, _ended(end), container=container, times=str(number(status, "restartCount")))
    reason = text(waiting, "reason")
    if reason in _STARTING:
        return None
    code = "csi-node-image-unavailable" if "Image" in reason else "csi-node-container-refused"
    return trouble(code, subject, text(waiting, "message") or reason, container=container, reason=reason)


def _not_ready(snapshot: Snapshot, pod: Json, subject: str) -> Seen:
    """A pod without a stopped container: one is not ready, or none has been created, for which events may say why.

    All are ready and the pod is not: so the control plane marks the pods of a node whose kubelet is silent.
    """
    events = snapshot.events(uid(pod))
    failed = () if isinstance(events, Unread) else newest(e for e in events if text(e, "type") == "Warning")
    said = line(failed[0]) if failed else ""
    idle = [text(one, "name") for one in statuses(pod) if field(one, "state", "running") and not field(one, "ready")]
    if idle:
        return trouble("csi-node-not-ready", subject, said, container=", ".join(idle))
    if statuses(pod) and all(field(one, "ready") and field(one, "state", "running") for one in statuses(pod)):
        return trouble("csi-node-marked-not-ready", subject, said)
    return trouble("csi-node-not-started", subject, said)


def _ended(end: Json) -> str:
    said = f"exit code {number(end, 'exitCode')} {text(end, 'reason')} at {text(end, 'finishedAt')}"
    return f"{said}: {text(end, 'message')}" if text(end, "message") else said
