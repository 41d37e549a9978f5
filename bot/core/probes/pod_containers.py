"""Do the application's own containers run?  What stops one may have nothing to do with its volumes."""

from collections.abc import Iterator

from bot.core.chain.install import CLIENTS
from bot.core.chain.look import Probe, Seen, called, fine, trouble
from bot.core.chain.mount_chain import Chain
from bot.core.objects.fields import field, items, mapping, number, statuses, terminating, text
from bot.core.objects.moments import seconds
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot

PATIENCE = 60.0
"""Seconds that a pod may take to start before it counts as waiting: a guess; images and volumes normally take less."""

_IMAGE = frozenset(
    "ErrImagePull ImagePullBackOff InvalidImageName ErrImageNeverPull ImageInspectError RegistryUnavailable".split()
)
_STARTING = frozenset({"", "ContainerCreating", "PodInitializing"})


def look(snapshot: Snapshot, _: Chain) -> Iterator[Seen]:
    """Asks every pod that is on a node; containers that run a JuiceFS client are another probe's."""
    pod, subject = snapshot.pod, called("Pod", snapshot.pod)
    phase = text(pod, "status", "phase")
    if phase == "Failed":
        reason = text(pod, "status", "reason") or "Failed"
        yield trouble("pod-failed", subject, text(pod, "status", "message"), reason=reason)
    elif phase == "Succeeded":
        yield fine("pod-finished", subject)
    elif text(pod, "spec", "nodeName"):
        own = [one for one in statuses(pod) if not text(one, "name").startswith(CLIENTS)]
        if terminating(pod):
            yield fine("app-is-being-stopped", subject)
            return
        stopped = [seen for one in own if (seen := _stopped(one, subject))]
        yield from stopped or [_going(snapshot, own, subject)]


PROBE = Probe("pod-containers", Stage.POD, (Part.POD,), look)


def _stopped(status: Json, subject: str) -> Seen | None:
    """What keeps one container from running, said by kubelet; None when it runs, ended well, or is still to start."""
    container, waiting = text(status, "name"), mapping(status, "state", "waiting")
    reason = text(waiting, "reason")
    if reason == "CrashLoopBackOff":
        return _ended(container, mapping(status, "lastState", "terminated"), subject)
    if reason in _STARTING:
        end = mapping(status, "state", "terminated")
        return _ended(container, end, subject) if number(end, "exitCode") else None
    said = text(waiting, "message") or reason
    if "/volumes/kubernetes.io~csi/" in said:
        return trouble("app-blocked-by-volume", subject, said, container=container, reason=reason)
    code = "app-image-unavailable" if reason in _IMAGE else "app-container-refused"
    return trouble(code, subject, said, container=container, reason=reason)


def _ended(container: str, end: Json, subject: str) -> Seen:
    exit_code, how = str(number(end, "exitCode")), text(end, "reason")
    code = "app-out-of-memory" if how == "OOMKilled" else "app-crashes"
    said = text(end, "message") or f"exit code {exit_code} {how}".strip()
    return trouble(code, subject, said, container=container, exit=exit_code)


def _going(snapshot: Snapshot, own: list[Json], subject: str) -> Seen:
    """How far a pod has come of which no container is stopped."""
    waiting = [one for one in own if not any(mapping(one, "state", state) for state in ("running", "terminated"))]
    idle = [one for one in own if mapping(one, "state", "running") and field(one, "ready") is False]
    began = {text(one, "name") for one in items(snapshot.pod, "status", "initContainerStatuses")}
    initialising = [one for one in idle if text(one, "name") in began]
    if initialising:
        return trouble("app-initialising", subject, container=_names(initialising))
    if idle:
        return trouble("app-not-ready", subject, container=_names(idle))
    return _waiting(snapshot, subject) if waiting or not own else fine("app-running", subject)


def _waiting(snapshot: Snapshot, subject: str) -> Seen:
    """A pod whose containers were not created: fine for a minute, then it waits for an image or a volume."""
    since = text(snapshot.pod, "status", "startTime") or text(snapshot.pod, "metadata", "creationTimestamp")
    waited = seconds(since, snapshot.taken_at) or 0.0
    if waited < PATIENCE:
        return fine("app-starting", subject, seconds=str(int(waited)))
    return trouble("app-waits-to-start", subject, minutes=f"{waited / 60:.0f}")


def _names(many: list[Json]) -> str:
    return ", ".join(text(one, "name") for one in many)
