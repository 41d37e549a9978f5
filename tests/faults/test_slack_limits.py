"""Slack says "later" to every method: what is pasted meanwhile is answered once, when Slack takes it."""

import re

import pytest

from tests.faults.bot import answers, wait_for_all, wait_idle
from tests.slack.pastes import MOUNT_LOST, NO_PASSWORD, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack.seen import quiet
from tests.slack_standin import Person, Slack, State

PASTES = (NOT_REGISTERED, MOUNT_LOST, NO_PASSWORD)
CASES = ("csi-driver-not-registered", "mount-point-lost", "redis-auth-required")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("seconds", [4, pytest.param(60, marks=pytest.mark.slow)])
def test_a_time_in_which_every_method_is_limited(
    slack: Slack, bot: Bot, ana: Person, wei: Person, seconds: int
) -> None:
    """429 with Retry-After on all of the Web API: every event is acknowledged, and afterwards all is answered once."""
    slack.trouble.limit(seconds=seconds)
    said = {
        who.posts(f"{PASTES[number % 3]} {number}", channel=f"#limited-{seconds}-{number % 10}"): (number, who)
        for number, who in enumerate([ana, wei] * 12)
    }
    everything = [*said, ana.mentions_bot("help", channel="#limited"), ana.dms(NO_PASSWORD)]
    slack.settles(quiet=0)
    events = [one for one in slack.deliveries() if one.event.get("ts") in everything]
    assert [(one.state, len(one.attempts)) for one in events] == [(State.ACKED, 1)] * len(events)
    assert not set(answers(slack)) & set(everything)
    wait_for_all(slack, bot, everything, seconds + 60)
    wait_idle(slack, bot)
    assert [answers(slack)[ts] for ts in everything] == [1] * len(everything)
    for ts, (number, who) in said.items():
        text = slack.read(slack.answers(ts)[0])
        assert (CASES[number % 3] in text, CHINESE.search(text) is not None) == (True, who is wei)
    assert bot.noted("not answered") + bot.noted("put off") == []


def test_a_limit_is_not_asked_again_before_its_time(slack: Slack, ana: Person, room: str) -> None:
    """Who is told to come back in three seconds does not call in between: Slack lengthens limits that are ignored."""
    slack.trouble.limit("chat.postMessage", seconds=3)
    before = len(slack.calls("chat.postMessage"))
    slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel=room), timeout=20)
    calls = slack.calls("chat.postMessage")[before:]
    assert [call.status for call in calls] == [429, 200]


def test_a_socket_that_is_lost_while_everything_is_limited(slack: Slack, ana: Person, room: str) -> None:
    """The new socket has to wait for the limit, too; then what was said meanwhile comes and is answered once."""
    opened = slack.wire.opened
    slack.trouble.limit(seconds=4)
    slack.wire.cut()
    slack.wait_for(lambda: slack.wire.connections == 0, what="the lost connection")
    slack.wire.hold()  # Slack's own retries come after minutes; the stand-in's would be over by then
    paste = ana.posts(NOT_REGISTERED, channel=room)
    slack.wait_for(lambda: slack.wire.opened > opened, timeout=60, what="a new connection")
    slack.wire.release()
    slack.wait_for_answer(paste, timeout=20)
    assert quiet(slack, ana, paste)
