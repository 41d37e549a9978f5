"""What the scenarios of broken bots share: who was answered how often, what a process holds, whether its log is whole.

A test tells its figures to pytest's `record_property`; `python -m tests.faults.page` brings them into the page.
"""

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.slack.running import Bot
from tests.slack_standin import NotSeenError, Slack

Tell = Callable[[str, str | int], None]
"""pytest's `record_property`: a figure's name, and the figure with its unit."""
_BUSY = 2
"""How much slower than idle a machine may be: a wait that succeeds costs nothing."""
_PAUSE = 0.2
"""Seconds between two looks: a look at thousands of messages costs the stand-in some milliseconds."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """What a process holds."""

    mib: float
    """Resident memory."""
    threads: int
    files: int
    """Open file handles: files, sockets, pipes."""

    def __str__(self) -> str:
        """As it stands in the page."""
        return f"{self.mib:.0f} MiB, {self.threads} threads, {self.files} file handles"


def vitals(bot: Bot) -> Vitals:
    """What the bot's process holds now, from /proc."""
    process = Path(f"/proc/{bot.pid}")
    status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
    return Vitals(int(status["VmRSS"].split()[0]) / 1024, int(status["Threads"]), len(list((process / "fd").iterdir())))


def answers(slack: Slack) -> Counter[str]:
    """How many posts of the bot stand in each thread, by the thread's `ts`."""
    return Counter(message.thread_ts for message in slack.bot_messages())


def unanswered(slack: Slack, pastes: Iterable[str]) -> list[str]:
    """Those of the pastes, each a thread's beginning, that the bot has not answered yet."""
    given = answers(slack)
    return [paste for paste in pastes if not given[paste]]


def wait_until(look: Callable[[], bool], seconds: float, what: str) -> None:
    """Look until it is so; for waits of many messages, where a transcript would say too much."""
    give_up = time.monotonic() + seconds * _BUSY
    while not look():
        if time.monotonic() > give_up:
            message = f"not seen within {seconds} s: {what}"
            raise NotSeenError(message)
        time.sleep(_PAUSE)


def wait_for_all(slack: Slack, bot: Bot, pastes: Collection[str], seconds: float) -> None:
    """Wait until every paste has its answer."""
    try:
        wait_until(lambda: not unanswered(slack, pastes), seconds, f"an answer to each of {len(pastes)} pastes")
    except NotSeenError as error:
        left = unanswered(slack, pastes)
        lines = [line for line in bot.output.splitlines() if any(paste in line for paste in left[:3])]
        message = f"{error}: {len(left)} are without\n" + "\n".join(lines[-20:])
        raise NotSeenError(message) from error


def wait_idle(slack: Slack, bot: Bot, seconds: float = 60.0) -> None:
    """Wait until the bot has ended everything that it has claimed: what is to be said was said then."""
    slack.settles(timeout=seconds)
    wait_until(lambda: not pending(bot), seconds, f"nothing pending\n{bot.output[-2_000:]}")


def pending(bot: Bot) -> int:
    """How many events the log holds that are not settled."""
    return int(bot.rows("SELECT count(*) FROM events WHERE state = 'pending'")[0][0])


def faults_of(path: Path) -> list[str]:
    """What SQLite finds wrong in a database; nothing, as it should be."""
    with closing(sqlite3.connect(path)) as log:
        found = [str(row[0]) for row in log.execute("PRAGMA integrity_check")]
        dangling = [str(row) for row in log.execute("PRAGMA foreign_key_check")]
    return [one for one in found if one != "ok"] + dangling
