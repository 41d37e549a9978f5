"""The schedule of handings over: read as an operator writes it, its moments found in its own time zone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.shift import Shift, UnreadableShiftsError, read_shifts

HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_list_is_read() -> None:
    """Channel, cron, zone, and the group where there is one; a semicolon at the end does no harm."""
    found = read_shifts("C0123=0 9 * * 1-5 Asia/Shanghai S0456; C0789 = 0 8,20 * * * Europe/Berlin;")
    assert found == (
        Shift("C0123", "0 9 * * 1-5", "Asia/Shanghai", "S0456"),
        Shift("C0789", "0 8,20 * * *", "Europe/Berlin"),
    )


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("0 9 * * * Asia/Shanghai", "not CHANNEL=CRON ZONE [GROUP]"),
        ("C0123=0 9 * * *", "not CHANNEL=CRON ZONE [GROUP]"),
        ("C0123=0 9 * * * Asia/Shanghai U0456", "not CHANNEL=CRON ZONE [GROUP]"),
        ("#ops=0 9 * * * Asia/Shanghai", "not CHANNEL=CRON ZONE [GROUP]"),
        ("C0123=0 9 * * * Asia/Shangai", "no such time zone"),
        ("C0123=0 25 * * * Asia/Shanghai", "no such cron expression"),
        ("C0123=0 0 */20 * 1L Asia/Shanghai", "that never comes"),
    ],
)
def test_every_fault_is_told_with_its_number(line: str, why: str) -> None:
    """Also when others are right, and when several are wrong."""
    with pytest.raises(UnreadableShiftsError) as raised:
        read_shifts(f"C0123=0 9 * * * Etc/UTC; {line}; {line}")
    assert raised.value.faults == (f"entry 2: {why}", f"entry 3: {why}")


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-11-24T01:00:00", "2026-11-24T01:00:00"),
        ("2026-11-24T01:00:30", "2026-11-24T01:00:00"),
        ("2026-11-24T02:00:00", "2026-11-24T01:00:00"),
        ("2026-11-24T02:00:01", None),
        ("2026-11-24T00:59:59", None),
    ],
)
def test_the_moment_is_that_of_the_channels_zone(now: str, last: str | None) -> None:
    """Nine in Shanghai is one in UTC; it counts for an hour."""
    found = Shift("C1", "0 9 * * *", "Asia/Shanghai").last(at(now), HOUR)
    assert found == (at(last) if last else None)


def test_a_clock_that_is_put_forward_skips_nobodys_handing_over() -> None:
    """As in Debian's cron: what falls into the hour that is left out comes right after it; once, also in autumn."""
    shift = Shift("C1", "30 2 * * *", "Europe/Berlin")
    spring = {shift.last(at("2026-03-29T00:00:00") + timedelta(minutes=15 * n), HOUR) for n in range(16)} - {None}
    autumn = {shift.last(at("2026-10-24T23:00:00") + timedelta(minutes=15 * n), HOUR) for n in range(20)} - {None}
    assert (len(spring), len(autumn)) == (1, 1)


@given(st.integers(0, 525_600), st.sampled_from(["* * * * *", "*/7 3-9 * * 1", "0 0 1 * *"]))
def test_a_moment_is_never_ahead_and_never_older_than_asked(minute: int, cron: str) -> None:
    """Whatever the expression and the time of the year."""
    now = at("2026-01-01T00:00:07") + timedelta(minutes=minute)
    found = Shift("C1", cron, "America/New_York").last(now, HOUR)
    assert found is None or timedelta() <= now - found <= HOUR
