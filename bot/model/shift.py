"""When channels are handed over by themselves: the operator's list.

    C0123=0 9 * * 1-5 Asia/Shanghai S0456; C0789=0 8,20 * * * Europe/Berlin

Between semicolons one line a shift: a channel's id, the five fields of cron, an IANA time zone, and the user group that
it goes to (nobody without one).  The cron expression is read as Debian's cron reads it, clock changes included.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
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


class WrongShift(Enum):
    """Why a line of the list cannot be read: in English, in Chinese."""

    FORM = "not CHANNEL=CRON ZONE [GROUP]", "格式不是“频道=CRON 时区 [用户组]”"
    ZONE = "no such time zone", "没有这个时区"
    CRON = "no such cron expression", "cron 表达式有误"
    NEVER = "that never comes", "这个时间永远不会到来"


class UnreadableShiftsError(ValueError):
    """Lines of the list cannot be read; `faults` says which, from 1, and why, and `faults_zh` in Chinese."""

    def __init__(self, wrong: Sequence[tuple[int, WrongShift]]) -> None:
        self.faults = tuple(f"entry {number}: {why.value[0]}" for number, why in wrong)
        self.faults_zh = tuple(f"第 {number} 项：{why.value[1]}" for number, why in wrong)
        super().__init__("; ".join(self.faults))


def read_shifts(text: str) -> tuple[Shift, ...]:
    """The list as an operator writes it.  Raises UnreadableShiftsError naming every line that is wrong."""
    lines = [line.strip() for line in text.split(";")]
    read = [(number, _shift(line)) for number, line in enumerate(lines, 1) if line]
    if wrong := [(number, one) for number, one in read if isinstance(one, WrongShift)]:
        raise UnreadableShiftsError(wrong)
    return tuple(one for _, one in read if isinstance(one, Shift))


def _shift(line: str) -> Shift | WrongShift:
    """One line, or why it cannot be read."""
    found = _SHIFT.fullmatch(line)
    if found is None:
        return WrongShift.FORM
    if found["zone"] not in available_timezones():
        return WrongShift.ZONE
    try:
        never = next(CronSim(found["cron"], _SOME_DAY), None) is None
    except CronSimError:
        return WrongShift.CRON
    return WrongShift.NEVER if never else Shift(found["channel"], found["cron"], found["zone"], found["to"] or "")
