"""A secret of every kind goes in by every road, and is searched for in every place: it is in none of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.security.places import Places, in_commands, in_files, in_pages, in_slack, in_tables, leaks, together
from tests.security.planting import Planted, figures, planted, shreds
from tests.security.roads import EVERY, SHORT, WHOLE, Asker, chunks, paste
from tests.slack.conftest import ana, manifest, room, slack, wei
from tests.slack.pages import HEALTH
from tests.slack.running import Bot
from tests.slack_standin import QUICK, Manifest, Slack

__all__ = ["ana", "manifest", "room", "slack", "wei"]


@pytest.fixture(scope="module")
def slack_without_limits(manifest: Manifest) -> Iterator[Slack]:
    """A workspace that takes posts as fast as they come."""
    with Slack(timing=QUICK, manifest=manifest) as running:
        yield running


@pytest.mark.slow
def test_no_secret_that_people_bring_to_slack_comes_to_rest_anywhere(
    slack_without_limits: Slack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By message, file, edit, command, shortcut, note …: neither the disk, Slack, a log line nor a page holds it."""
    slack = slack_without_limits
    ask = Asker(slack)
    bot = Bot(slack, tmp_path, HEALTH).start()
    every = [one for road in WHOLE for one in _whole(ask, road)]
    places, since = [_running(slack, bot, ask)], len(slack.calls())
    assert bot.stop() == 0
    bot = Bot(slack, tmp_path, HEALTH, ["--log-format", "text"]).start()
    every += [one for road in SHORT for one in _short(ask, road)]
    places.append(_running(slack, bot, ask, since))
    assert bot.stop() == 0
    rooms = sorted({channel for (channel,) in bot.rows("SELECT DISTINCT channel FROM conversations")})
    numbers = [number for (number,) in bot.rows("SELECT id FROM conversations ORDER BY id")]
    places.append(together(in_commands(tmp_path, rooms[::20], numbers[:: len(numbers) // 12]), in_files(tmp_path)))
    with capsys.disabled():
        print(figures("Slack", every, places))  # noqa: T201 - the figures of docs/security.md
    assert [one for some in places for one in leaks(some, shreds(every))] == []
    own = {"file output": bot.output, **places[-1]}
    assert [name for name, text in own.items() if slack.bot_token in text or slack.app_token in text] == []


def _whole(ask: Asker, road: str) -> tuple[Planted, ...]:
    every = planted(road)
    ask.bring(WHOLE[road], [paste(some) for some in chunks(every)])
    return every


def _short(ask: Asker, road: str) -> tuple[Planted, ...]:
    every = [one for one in planted(road) if "\n" not in one.text][::EVERY]
    ask.bring(SHORT[road], [one.text for one in every])
    return tuple(every)


def _running(slack: Slack, bot: Bot, ask: Asker, since: int = 0) -> Places:
    """What can be seen while it runs, the WAL included."""
    log = bot.folder / "log.db"
    return together(in_files(bot.folder), in_tables(log), in_slack(slack, (ask.ana, ask.wei), since), in_pages(bot))
