"""Moments as Kubernetes writes them."""

from bot.core.objects.moments import moment, seconds


def test_moments_of_every_form_are_compared() -> None:
    """With and without fractions, in UTC or at an offset, or without any zone (which is UTC)."""
    assert seconds("2026-05-04T02:00:00Z", "2026-05-04T02:00:01.500000Z") == 1.5
    assert seconds("2026-05-04T10:00:00+08:00", "2026-05-04T02:00:00") == 0
    assert seconds("2026-05-04T02:00:01Z", "2026-05-04T02:00:00Z") == -1


def test_what_is_no_moment_gives_none() -> None:
    """A missing time is neither old nor new."""
    assert moment("") is None
    assert moment("soon") is None
    assert seconds("", "2026-05-04T02:00:00Z") is None
