"""After downtime: what was said meanwhile is answered, once, within the bounds that the setting gives."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.slack.pastes import CHATTER, MOUNT_LOST, NO_PASSWORD, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack.seen import quiet
from tests.slack_standin import Person, Slack


@pytest.fixture
def room(request: pytest.FixtureRequest) -> str:
    """The name of a public channel with the bot in it; no other bot is running."""
    return f"#{request.node.name.removeprefix('test_').replace('_', '-')}"


@pytest.fixture
def away(slack: Slack, tmp_path: Path, ana: Person, room: str) -> Iterator[Bot]:
    """A bot that has answered in a room and in a direct message, and is stopped; Slack delivers nothing any more."""
    made = Bot(slack, tmp_path).start()
    for paste in (ana.posts(NOT_REGISTERED, channel=room), ana.dms(NOT_REGISTERED)):
        slack.wait_for_answer(paste)
    assert made.stop() == 0
    slack.wire.hold()
    yield made
    made.stop()
    slack.wire.release()


def test_what_slack_does_not_bring_again_is_read_and_answered(slack: Slack, away: Bot, ana: Person, room: str) -> None:
    """A paste, a mention and a direct message of the meantime; talk is passed over as always."""
    paste, talk = ana.posts(MOUNT_LOST, channel=room), ana.posts(CHATTER, channel=room)
    mention = ana.posts(f"<@{slack.bot_user}> help", channel=room)
    direct = ana.dms(NO_PASSWORD)
    away.start()
    for asked in (paste, mention, direct):
        slack.wait_for_answer(asked, timeout=15)
    slack.wait_for(lambda: away.noted("caught up"), what="the end of catching up")
    assert slack.answers(talk) == []
    assert away.noted("caught up")[-1]["messages"] == 4


def test_what_slack_brings_after_all_is_not_answered_twice(slack: Slack, away: Bot, ana: Person, room: str) -> None:
    """Read from history first, delivered late: one answer."""
    paste = ana.posts(MOUNT_LOST, channel=room)
    away.start()
    slack.wait_for_answer(paste, timeout=15)
    slack.wire.release()
    assert quiet(slack, ana, paste)


def test_a_reply_in_a_thread_is_read_too(slack: Slack, away: Bot, ana: Person, room: str) -> None:
    """News in a thread that the bot had answered in."""
    (parent,) = [one.ts for one in slack.messages(room) if one.user == ana.id]
    news = ana.replies(NO_PASSWORD, to=parent)
    away.start()
    assert "redis-auth-required" in slack.read(slack.wait_for_answer(news, timeout=15))


def test_what_slack_lost_before_the_newest_event_is_answered_too(
    slack: Slack, tmp_path: Path, ana: Person, room: str
) -> None:
    """A bot that died in a burst heard the newer paste and not the older one: the next start reads both."""
    made = Bot(slack, tmp_path, {"JUICEFS_BOT_CATCH_UP_HOURS": "0"}).start()
    slack.wait_for_answer(ana.posts(NO_PASSWORD, channel=room))
    made.kill()
    lost = ana.posts(MOUNT_LOST, channel=room)
    slack.settles()
    made.start()
    heard = ana.posts(NOT_REGISTERED, channel=room)
    slack.wait_for_answer(heard)
    made.kill()
    next_one = made.with_settings({"JUICEFS_BOT_CATCH_UP_HOURS": "1"}).start()
    slack.wait_for_answer(lost, timeout=15)
    assert len(slack.answers(lost)) == len(slack.answers(heard)) == 1
    assert next_one.stop() == 0


def test_what_was_not_read_to_its_end_is_read_by_the_next_start(
    slack: Slack, away: Bot, ana: Person, room: str
) -> None:
    """A bot that is killed while Slack makes it wait for the history leaves the reading to the next one."""
    paste = ana.posts(MOUNT_LOST, channel=room)
    slack.trouble.limit("conversations.history", seconds=120)
    asked = len(slack.calls("conversations.history"))
    away.start()
    slack.wait_for(lambda: len(slack.calls("conversations.history")) > asked, timeout=15, what="a reading")
    away.kill()
    assert away.rows("SELECT count(*) FROM catching_up") == [(1,)]
    slack.trouble.end()
    away.start()
    slack.wait_for_answer(paste, timeout=15)
    slack.wait_for(lambda: away.rows("SELECT count(*) FROM catching_up") == [(0,)], timeout=15, what="all was read")


def test_nothing_is_read_where_the_setting_says_so(slack: Slack, tmp_path: Path, ana: Person, room: str) -> None:
    """Zero hours: only what Slack brings is answered."""
    made = Bot(slack, tmp_path, {"JUICEFS_BOT_CATCH_UP_HOURS": "0"}).start()
    slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel=room))
    assert made.stop() == 0
    before = len(slack.calls("conversations.history"))
    slack.wire.hold()
    paste = ana.posts(MOUNT_LOST, channel=room)
    made.start()
    assert len(slack.calls("conversations.history")) == before
    slack.wire.release()
    slack.wait_for_answer(paste, timeout=15)
    assert made.stop() == 0


def test_a_first_start_reads_nothing(slack: Slack, tmp_path: Path, ana: Person, room: str) -> None:
    """A new bot does not answer what was said before it came."""
    old = ana.posts(NOT_REGISTERED, channel=room)
    slack.settles()
    before = len(slack.calls("conversations.history"))
    made = Bot(slack, tmp_path).start()
    slack.wait_for_answer(ana.posts(MOUNT_LOST, channel=room))
    assert len(slack.calls("conversations.history")) == before
    assert slack.answers(old) == []
    assert made.stop() == 0
