"""Events of an object, in the order of time."""

from bot.core.objects.events import last_seen, line, newest

OLD = {"reason": "FailedMount", "message": "no", "lastTimestamp": "2026-05-04T02:00:00Z"}
NEW = {
    "reason": "FailedMount",
    "message": "still no",
    "eventTime": "2026-05-04T02:01:00.000001Z",
    "lastTimestamp": None,
}
OTHER = {"reason": "Pulled", "message": "image", "series": {"lastObservedTime": "2026-05-04T02:02:00Z"}}


def test_the_newest_event_comes_first_however_its_time_is_written() -> None:
    """Old and new event APIs keep the time in different fields; an event without any is the oldest."""
    assert newest([OLD, {}, OTHER, NEW]) == (OTHER, NEW, OLD, {})
    assert newest([OLD, OTHER, NEW], "FailedMount") == (NEW, OLD)


def test_an_event_is_one_line_of_evidence() -> None:
    """Reason and message, as `kubectl describe` shows them."""
    assert line(OLD) == "FailedMount: no"


def test_a_series_was_last_seen_when_it_was_last_observed() -> None:
    """A repeated event is as new as its last repetition."""
    assert last_seen({**OLD, "series": {"lastObservedTime": "2026-05-04T03:00:00Z"}}) == "2026-05-04T03:00:00Z"
    assert last_seen({}) == ""
