"""How long the deletion of a pod has been overdue."""

from collections.abc import Iterable

from bot.core.objects.fields import number, terminating, text
from bot.core.objects.pod_progress import PATIENCE, waited
from bot.model.snapshot import Json, Snapshot


def overdue(pod: Json, snapshot: Snapshot) -> float:
    """Seconds by which a pod that is being deleted has outstayed the time it was given; 0 when it has not.

    Kubernetes sets deletionTimestamp to the end of the grace period.  As much time again, and at least a minute, is
    allowed: so long does the driver wait before it aborts the FUSE connection.
    """
    if not terminating(pod):
        return 0.0
    grace = number(pod, "metadata", "deletionGracePeriodSeconds")
    passed = waited(snapshot, text(pod, "metadata", "deletionTimestamp"))
    return passed if passed > max(grace, PATIENCE) else 0.0


def any_terminating(pods: Iterable[Json]) -> bool:
    """Whether one of the pods is being deleted."""
    return any(terminating(pod) for pod in pods)
