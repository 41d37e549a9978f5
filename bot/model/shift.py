"""When channels are handed over by themselves: the operator's list.

    C0123=0 9 * * 1-5 Asia/Shanghai S0456; C0789=0 8,20 * * * Europe/Berlin

Between semicolons one line a shift: a channel's id, the five fields of cron, an IANA time zone, and the user group that
it goes to (nobody without one).  The cron expression is read as Debian's cron reads it, clock changes included.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

_SHIFT = re.compile(
    r"(?P<channel>[CG][A-Z0-9]{1,20})\s*=\s*(?P<cron>\S+(?:\s+\S+){4})\s+(?P<zone>[\w/+-]+)(?:\s+(?P<to>S[A-Z0-9]{1,20}))?"
)
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shift:
    """When a channel is handed over by itself."""

    channel: str
    cron: str
    zone: str
    receiver: str = ""
    """A user group's id; empty for whoever comes next."""

    def last(self, now: datetime, within: timedelta) -> datetime | None:
        """The newest moment of it up to `now`, in UTC; None when there was none `within` that time."""
        zone = ZoneInfo(self.zone)
        moments = CronSim(self.cron, (now + timedelta(minutes=1)).astimezone(zone), reverse=True)
        found = next(moments, None)
        while found is not None and found.astimezone(UTC) > now:
            found = next(moments, None)
        at = found.astimezone(UTC) if found else None
        return at if at and now - at <= within else None


class UnreadableShiftsError(ValueError):
    """Lines of the list cannot be read; `faults` says which, from 1, and why."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


def read_shifts(text: str) -> tuple[Shift, ...]:
    """The list as an operator writes it.  Raises UnreadableShiftsError naming every line that is wrong."""
    lines = [line.strip() for line in text.split(";")]
    read = [(number, _shift(line)) for number, line in enumerate(lines, 1) if line]
    if wrong := [f"entry {number}: {one}" for number, one in read if isinstance(one, str)]:
        raise UnreadableShiftsError(wrong)
    return tuple(one for _, one in read if isinstance(one, Shift))


def _shift(line: str) -> Shift | str:
    """One line, or why it cannot be read."""
    found = _SHIFT.fullmatch(line)
    if found is None:
        return "not CHANNEL=CRON ZONE [GROUP]"
    if found["zone"] not in available_timezones():
        return "no such time zone"
    try:
        never = next(CronSim(found["cron"], _SOME_DAY), None) is None
    except CronSimError:
        return "no such cron expression"
    return "that never comes" if never else Shift(found["channel"], found["cron"], found["zone"], found["to"] or "")
