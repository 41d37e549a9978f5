"""The disk is full while the bot runs: people are answered, operators are told, nothing is lost once there is room."""

import json
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.bot import Tell, faults_of
from tests.slack.pages import HEALTH, page
from tests.slack.pastes import MOUNT_LOST, NO_PASSWORD
from tests.slack.running import Bot
from tests.slack_standin import Person, Slack
from tests.small_disk import fill, small_disk, takes_root

LONG = "\nI0612 10:00:00.000001 1 main.go:7] nothing to see here" * 400
"""What makes a paste take more room than the log's journal has left."""


@pytest.fixture
def limited(slack: Slack, tmp_path: Path) -> Iterator[Bot]:
    """A bot whose files may be forbidden to grow from outside, which takes no rights."""
    with Bot(slack, tmp_path, HEALTH).start() as bot:
        yield bot


def test_a_log_that_may_not_grow(slack: Slack, limited: Bot, ana: Person, record_property: Tell) -> None:
    """A quota or a limit on its files, which SQLite tells as a failure of the disk."""
    _forbid(limited, (limited.folder / "log.db-wal").stat().st_size)
    _full(slack, limited, ana, lambda: _forbid(limited, resource.RLIM_INFINITY))
    record_property("records lost", 0)


@takes_root
def test_a_disk_without_room(slack: Slack, tmp_path: Path, ana: Person, record_property: Tell) -> None:
    """Everything lies on one small file system: the log, and what the bot prints."""
    with small_disk(tmp_path / "disk", mebibytes=3) as disk, Bot(slack, disk, HEALTH).start() as bot:
        slack.wait_for_answer(ana.posts(NO_PASSWORD, channel="#before"), timeout=15)
        (disk / "noted").write_text(bot.output, "utf-8")
        ballast = fill(disk)
        _full(slack, bot, ana, ballast.unlink, printed=False)
    record_property("records lost", 0)


def _full(slack: Slack, bot: Bot, ana: Person, make_room: Callable[[], object], *, printed: bool = True) -> None:
    """What holds whichever way the room ends, and after `make_room`; `printed` when the bot's lines still have some."""
    pastes = [ana.posts(MOUNT_LOST + LONG, channel=f"#full-{number}-{bot.pid}") for number in range(3)]
    said = [slack.wait_for_answer(paste, timeout=60) for paste in pastes]
    assert ["mount-point-lost" in slack.read(one) for one in said] == [True] * 3
    slack.wait_for(lambda: page(bot, "/readyz")[0] == 503, timeout=30, what="not ready")
    assert json.loads(page(bot, "/readyz")[1]) == {"slack": True, "database": False, "casebook": True}
    assert page(bot, "/healthz")[0] == 200
    whispers = len(ana.whispers)
    ana.presses(said[0], "Not this case")
    slack.wait_for(lambda: len(ana.whispers) > whispers, timeout=30, what="a kind sentence")
    if printed:
        assert any("disk" in str(line["error"]) for line in bot.noted("log failed"))
    make_room()
    slack.wait_for(lambda: page(bot, "/readyz")[0] == 200, timeout=30, what="ready again")
    after = ana.posts(NO_PASSWORD, channel=f"#room-{bot.pid}")
    slack.wait_for_answer(after, timeout=30)
    in_log = "SELECT thread_ts FROM conversations WHERE thread_ts = ?"
    assert [len(bot.soon(in_log, paste)) for paste in (*pastes, after)] == [1] * 4
    assert [len(slack.answers(paste)) for paste in (*pastes, after)] == [1] * 4
    assert bot.stop() == 0
    assert "Traceback" not in bot.output
    assert faults_of(bot.folder / "log.db") == []


def _forbid(bot: Bot, size: int) -> None:
    """No file of the bot may grow beyond `size` bytes from now on."""
    resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
