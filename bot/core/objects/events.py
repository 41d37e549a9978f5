"""Events of an object: when each was last seen, and which is the newest."""

from collections.abc import Iterable

from bot.core.objects.fields import text
from bot.core.objects.moments import moment
from bot.model.snapshot import Json, Objects, Read, Unread


def newest(events: Iterable[Json], *reasons: str) -> Objects:
    """The events with one of *reasons* (with any, if none is given), the newest first."""
    chosen = (event for event in events if not reasons or text(event, "reason") in reasons)
    return tuple(sorted(chosen, key=_age, reverse=True))


def last_seen(event: Json) -> str:
    """When an event was last seen, as the API writes it; empty when it does not say."""
    paths = (("series", "lastObservedTime"), ("lastTimestamp",), ("eventTime",), ("firstTimestamp",))
    told = (text(event, *path) for path in (*paths, ("metadata", "creationTimestamp")))
    return next((one for one in told if one), "")


def line(event: Json) -> str:
    """An event as a line of evidence: its reason and its message."""
    return f"{text(event, 'reason')}: {text(event, 'message')}".strip()


def told(events: Read, *reasons: str) -> tuple[str, ...]:
    """The events with one of *reasons* as lines, the newest first; none when they could not be read.

    For a probe that is answered without them, and is told better with them.
    """
    return () if isinstance(events, Unread) else tuple(line(event) for event in newest(events, *reasons))


def _age(event: Json) -> float:
    seen = moment(last_seen(event))
    return seen.timestamp() if seen else 0.0
