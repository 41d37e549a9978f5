"""Does the Mount Pod run, and if not, how far has it come?  Why it stands still is the matter of other probes."""

from collections.abc import Iterator

from bot.core.chain.clients import Client, each_client_or_unknown
from bot.core.chain.look import Probe, Seen, fine, trouble
from bot.core.objects.events import told
from bot.core.objects.fields import field, text, uid
from bot.core.objects.pod_progress import PATIENCE, waited
from bot.model.finding import Stage
from bot.model.snapshot import Part, Snapshot

_JUST_WAITING = {"", "ContainerCreating", "PodInitializing"}


def _judge(client: Client, snapshot: Snapshot) -> Iterator[Seen]:
    """Asks Mount Pods alone, a sidecar's phase is its pod's; and none of a pod that failed: it may run for its heir."""
    if client.sidecar or text(snapshot.pod, "status", "phase") == "Failed":
        return
    phase, subject = text(client.pod, "status", "phase") or "Pending", client.subject
    if client.healthy:
        yield fine("mount-pod-running", subject, since=client.running_since)
    elif phase == "Pending" or client.running_since:
        yield _on_its_way(client, snapshot)
    elif phase == "Running":
        yield trouble("mount-pod-client-down", subject, cause=_reason(client))
    elif phase == "Succeeded":
        yield trouble("mount-pod-ended", subject, _message(client))
    else:
        yield trouble("mount-pod-failed", subject, _message(client), phase=phase, cause=_reason(client))


PROBE = Probe("mount-pod-phase", Stage.MOUNT_POD, (Part.MOUNT_PODS, Part.EVENTS), each_client_or_unknown(_judge))


def _on_its_way(client: Client, snapshot: Snapshot) -> Seen:
    since = client.running_since or text(client.pod, "metadata", "creationTimestamp")
    passed, subject = waited(snapshot, since), client.subject
    if passed < PATIENCE:
        return fine("mount-pod-starting", subject, seconds=f"{passed:.0f}")
    minutes = f"{passed / 60:.0f}"
    if client.running_since:
        return trouble("mount-pod-not-ready", subject, minutes=minutes)
    refused, reason = _volume_refused(client, snapshot), text(client.status, "state", "waiting", "reason")
    if refused or reason not in _JUST_WAITING:
        return trouble("mount-pod-held-up", subject, refused, cause=reason if not refused else "FailedMount")
    return trouble("mount-pod-pending", subject, minutes=minutes)


def _volume_refused(client: Client, snapshot: Snapshot) -> str:
    """Kubelet's last word when it cannot give the Mount Pod a volume of its own, such as its cache's PVC."""
    return next(iter(told(snapshot.events(uid(client.pod)), "FailedMount")), "")


def _reason(client: Client) -> str:
    paths = (("state", "waiting"), ("state", "terminated"), ("lastState", "terminated"))
    told = [text(client.status, *path, "reason") for path in paths]
    return next((one for one in (text(client.pod, "status", "reason"), *told) if one), "Error")


def _message(client: Client) -> str:
    ended = client.last_end
    code = f"exitCode={field(ended, 'exitCode')} reason={text(ended, 'reason')}" if ended else ""
    return text(client.pod, "status", "message") or code
