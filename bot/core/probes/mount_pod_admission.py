"""Did the node take the Mount Pod in?  It bypasses the scheduler, so a lack of resources shows as kubelet's refusal.

The driver answers a refusal with a new Mount Pod that requests nothing: zero requests are the trace of one.
"""

from collections.abc import Iterator

from bot.core.chain.clients import Client, each_client_or_unknown
from bot.core.chain.look import Probe, Seen, fine, trouble
from bot.core.objects.fields import condition, field, items, text
from bot.core.objects.quantity import quantity
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot, Unread


def _judge(client: Client, snapshot: Snapshot) -> Iterator[Seen]:
    """Asks Mount Pods alone: a sidecar is taken in with its pod."""
    if client.sidecar:
        return
    pod, subject = client.pod, client.subject
    scheduled = condition(pod, "PodScheduled")
    if reason := _refused(pod):
        yield trouble("mount-pod-rejected", subject, text(pod, "status", "message"), cause=reason)
    elif text(scheduled, "status") == "False":
        yield trouble("mount-pod-unschedulable", subject, text(scheduled, "message"))
    elif _asks_for_nothing(client.container) and not _meant_so(snapshot):
        yield trouble("mount-pod-requests-dropped", subject, "requests: cpu 0, memory 0")
    elif text(pod, "spec", "nodeName"):
        yield fine("mount-pod-admitted", subject)


PROBE = Probe("mount-pod-admission", Stage.MOUNT_POD, (Part.MOUNT_PODS, Part.CONFIG), each_client_or_unknown(_judge))


def _refused(pod: Json) -> str:
    """Kubelet's reason for refusing a pod for lack of resources, as the driver tells it (IsPodResourceError)."""
    reason, message = text(pod, "status", "reason"), text(pod, "status", "message")
    if text(pod, "status", "phase") != "Failed":
        return ""
    for_lack = "OutOf" in reason or (reason == "UnexpectedAdmissionError" and "to reclaim resources" in message)
    return reason if for_lack else ""


def _asks_for_nothing(container: Json) -> bool:
    wanted = field(container, "resources", "requests")
    return all(quantity(field(wanted, kind)) == 0 for kind in ("cpu", "memory"))


def _meant_so(snapshot: Snapshot) -> bool:
    """Whether the driver's configuration itself asks for zero."""
    config = snapshot.config
    patches = () if isinstance(config, Unread) else items(config, "config", "mountPodPatch")
    return any(_asks_for_nothing(patch) for patch in patches)
