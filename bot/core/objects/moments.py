"""Moments as Kubernetes writes them (RFC 3339 in UTC): read, compared, subtracted."""

from datetime import UTC, datetime


def moment(text: str) -> datetime | None:
    """The moment that *text* names, or None when it names none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def seconds(earlier: str, later: str) -> float | None:
    """Seconds from one moment to another, negative when they stand the other way round; None when one is no moment."""
    start, end = moment(earlier), moment(later)
    return (end - start).total_seconds() if start and end else None
