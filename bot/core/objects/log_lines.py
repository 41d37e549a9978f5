"""Lines of logs: how grave each is, what it names, and when it was written."""

import re
from collections.abc import Iterator
from datetime import datetime

from bot.core.objects.moments import moment
from bot.model.text import SafeText

_KLOG = re.compile(r"([IWEF])(\d{2})(\d{2}) (\d{2}):(\d{2}):(\d{2})")
_CLIENT = re.compile(r"<(ERROR|FATAL|WARNING|INFO|DEBUG)>")
_CLIENT_TIME = re.compile(r"(\d{4})/(\d\d)/(\d\d) (\d\d):(\d\d):(\d\d)")
_WRONG = re.compile(r"\berr(?:or)?=|\berror\b|\bfailed\b|\bcannot\b|\bcould not\b|\btimed out\b", re.IGNORECASE)
_NAME = r"[A-Za-z0-9._-]"
"""What Kubernetes' names are made of; a name that goes on is another name."""


def lines(log: SafeText) -> Iterator[str]:
    """The lines of a log that say something, the newest first."""
    return (line for line in reversed(log.splitlines()) if line.strip())


def grave(line: str) -> bool:
    """Whether a line tells of a failure: by its level (klog's E or F, JuiceFS' ERROR or FATAL), or by its words."""
    level = _KLOG.match(line) or _CLIENT.search(line)
    return (level is not None and level[1][0] in "EF") or _WRONG.search(line) is not None


def names(line: str, *wanted: str) -> bool:
    """Whether a line holds one of these names, whole: `orders-data` is not in `orders-data-2`."""
    found = (re.search(rf"(?<!{_NAME}){re.escape(one)}(?!{_NAME})", line) for one in wanted if one)
    return any(found)


def written(line: str, near: str) -> datetime | None:
    """When a line of klog or of a JuiceFS client was written; None when it has no time, or *near* is no moment.

    Neither tells its zone: containers run in UTC.  klog writes no year: it is the one that puts the line before *near*.
    """
    klog, client, now = _KLOG.match(line), _CLIENT_TIME.match(line), moment(near)
    if not now:
        return None
    if client:
        return moment("{}-{}-{}T{}:{}:{}Z".format(*client.groups()))
    if not klog:
        return None
    this_year, last_year = (moment("{}-{}-{}T{}:{}:{}Z".format(year, *klog.groups()[1:])) for year in _years(now))
    return this_year if this_year and (this_year - now).days < 1 else last_year


def _years(now: datetime) -> tuple[int, int]:
    return now.year, now.year - 1
