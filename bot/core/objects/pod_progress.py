"""How far a pod has come on its way to running, and how long it has been on it."""

from bot.core.objects.fields import condition, field, items, terminating, text
from bot.core.objects.moments import seconds
from bot.model.snapshot import Json, Objects, Snapshot

KUBELET_WAIT = 123
"""Seconds after which kubelet complains of volumes that are not mounted (podAttachAndMountTimeout, 2 min 3 s)."""

PATIENCE = 60
"""Seconds that a start may take before it counts as stuck; the driver itself waits 60 s for a Mount Pod."""


def over(pod: Json) -> bool:
    """Whether the pod has ended, or is being deleted: its volumes are on their way out."""
    return terminating(pod) or text(pod, "status", "phase") in {"Succeeded", "Failed"}


def ever_started(pod: Json) -> bool:
    """Whether any container of the pod has started: kubelet starts none before all volumes are mounted."""
    every = (*items(pod, "status", "initContainerStatuses"), *items(pod, "status", "containerStatuses"))
    return any(field(one, state, how) for one in every for state in ("state", "lastState") for how in _RAN)


_RAN = ("running", "terminated")


def waits_for_volumes(pod: Json) -> bool:
    """Whether no container has started and kubelet gives no reason but that it has not come to them yet."""
    every = (*items(pod, "status", "initContainerStatuses"), *items(pod, "status", "containerStatuses"))
    reasons = {text(one, "state", "waiting", "reason") for one in every}
    return not ever_started(pod) and reasons <= {"ContainerCreating", "PodInitializing"}


def running_containers(pod: Json) -> Objects:
    """The statuses of the containers that run now."""
    every = (*items(pod, "status", "initContainerStatuses"), *items(pod, "status", "containerStatuses"))
    return tuple(one for one in every if text(one, "state", "running", "startedAt"))


def scheduled_at(pod: Json) -> str:
    """When the pod came to its node, as the API writes it."""
    told = text(condition(pod, "PodScheduled"), "lastTransitionTime"), text(pod, "status", "startTime")
    return next((one for one in (*told, text(pod, "metadata", "creationTimestamp")) if one), "")


def waited(snapshot: Snapshot, since: str) -> float:
    """Seconds from a moment to the snapshot; 0 when the moment is not known."""
    return seconds(since, snapshot.taken_at) or 0.0
