"""SIGTERM: it takes no more, ends what it can, tells who has to wait, and leaves the log in order."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.slack.pastes import MOUNT_LOST, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack.seen import quiet
from tests.slack_standin import Person, Slack


@pytest.fixture(autouse=True)
def afterwards(slack: Slack) -> Iterator[None]:
    """Each scenario ends its own trouble."""
    yield
    slack.trouble.end()


def test_who_is_cut_off_is_told(slack: Slack, tmp_path: Path, ana: Person, wei: Person) -> None:
    """While Slack limits posting two people wait: both hear, each in their language, that the answer comes later."""
    bot = Bot(slack, tmp_path).start()
    slack.trouble.limit("chat.postMessage", seconds=120)
    pastes = [ana.dms(MOUNT_LOST), wei.dms(MOUNT_LOST)]
    slack.wait_for(lambda: len(slack.calls("chat.postMessage")) >= 2, what="a first try for both")
    assert bot.stop() == 0
    assert [whisper.text for whisper in ana.whispers] == [
        "I am being restarted. Your answer comes as soon as I am back."
    ]
    assert [whisper.text for whisper in wei.whispers] == ["我正在重启，恢复后会马上回答你。"]
    assert [line["left"] for line in bot.noted("stopped")] == [2]
    slack.trouble.end()
    bot.start()
    for paste, person in zip(pastes, (ana, wei), strict=True):
        slack.wait_for_answer(paste, timeout=15)
        assert quiet(slack, person, paste)
    assert bot.stop() == 0


@pytest.mark.slow
def test_a_command_that_is_cut_off_has_to_be_asked_again(slack: Slack, tmp_path: Path, ana: Person) -> None:
    """Its text is kept nowhere, so that its author is told to try again."""
    bot = Bot(slack, tmp_path).start()
    slack.trouble.limit("chat.postMessage", seconds=120)
    slack.trouble.hang("users.info", seconds=60)
    ana.runs("/juicefs", "case mount-point-lost", channel="#ops")
    slack.wait_for(lambda: bot.noted("heard"), what="the command heard")
    assert bot.stop() == 0
    assert [line["left"] for line in bot.noted("stopped")] == [1]


@pytest.mark.slow
def test_talk_in_a_channel_that_is_cut_off_is_told_nobody(slack: Slack, tmp_path: Path, ana: Person) -> None:
    """Nobody asked the bot there: its answer comes after the next start, without a word before."""
    bot = Bot(slack, tmp_path).start()
    slack.trouble.limit("chat.postMessage", seconds=120)
    whispers, tries = len(ana.whispers), len(slack.calls("chat.postMessage"))
    paste = ana.posts(MOUNT_LOST, channel="#quiet")
    slack.wait_for(lambda: len(slack.calls("chat.postMessage")) > tries, what="a first try")
    assert bot.stop() == 0
    assert len(ana.whispers) == whispers
    slack.trouble.end()
    bot.start()
    slack.wait_for_answer(paste, timeout=15)
    assert bot.stop() == 0


def test_the_end_leaves_one_file(slack: Slack, tmp_path: Path, ana: Person) -> None:
    """The socket is closed, the log written down: nothing is left in a journal, and no trace is printed."""
    bot = Bot(slack, tmp_path).start()
    slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel="#last"))
    assert bot.stop() == 0
    assert slack.wire.connections == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.db", "output"]
    assert "Traceback" not in bot.output
