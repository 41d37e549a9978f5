"""What a pod's mount chain says of itself: event messages and log lines that concern this pod, now or before.

Only what is about this pod, its volumes and the pods that serve them is heard: a line about another volume, or an event
of a pod that had the same name before, never gets as far as a case.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.core.objects.fields import mapping, ready, statuses, terminating, text
from bot.core.objects.moments import moment
from bot.model.match import Source
from bot.model.snapshot import Json, Snapshot
from bot.model.text import SafeText

LIVE = 3600.0
"""Seconds.  Kubernetes keeps events for an hour by default, and what goes on failing is said again within minutes: the
longest pause between two tries is five.  Older lines are history."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An event or a log line (with the lines that go on with it), the object it is about, and whether it is over."""

    source: Source
    subject: str
    line: SafeText
    past: bool


def works(pod: Json) -> bool:
    """Whether a pod is ready and stays, or has done its work: what its chain said before is over."""
    if text(pod, "status", "phase") == "Succeeded":
        return True
    return ready(pod) and not terminating(pod)


def last_start(pod: Json) -> str:
    """When a container of a pod was last started: every volume of the pod was mounted by then.  Empty when none was."""
    runs = (
        mapping(status, *path)
        for status in statuses(pod)
        for path in (("state", "running"), ("state", "terminated"), ("lastState", "terminated"))
    )
    return max((text(run, "startedAt") for run in runs), default="")


def over(said_at: datetime | None, snapshot: Snapshot, since: str = "") -> bool:
    """Whether what was said at a moment is history: older than `LIVE`, or from before *since* (a start).

    What does not say when it was said, or names a moment to come (another time zone), counts as said now.
    """
    now, start = moment(snapshot.taken_at), moment(since)
    if said_at is None or now is None or said_at > now:
        return False
    return (now - said_at).total_seconds() > LIVE or (start is not None and said_at < start)
