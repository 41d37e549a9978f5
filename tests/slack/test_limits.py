"""Slack says "later", "no" or nothing: answers wait, and none is lost or doubled."""

from itertools import pairwise

from tests.slack.pastes import MOUNT_LOST, NO_PASSWORD, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack.seen import quiet
from tests.slack_standin import Person, Slack


def test_a_limit_is_waited_out(slack: Slack, ana: Person, room: str) -> None:
    """However often Slack answers 429, the answer comes when it is taken."""
    slack.trouble.limit_times("chat.postMessage", times=3, retry_after=1)
    paste = ana.posts(NOT_REGISTERED, channel=room)
    slack.wait_for_answer(paste, timeout=15)
    assert quiet(slack, ana, paste)


def test_at_most_one_post_a_second_in_a_channel(slack: Slack, ana: Person, room: str) -> None:
    """Five pastes at once are answered one after the other; nothing is refused, because nothing comes too soon."""
    pastes = [ana.posts(NOT_REGISTERED, channel=room) for _ in range(5)]
    for paste in pastes:
        slack.wait_for_answer(paste, timeout=20)
    posted = [call for call in slack.calls("chat.postMessage") if call.args.get("thread_ts") in pastes]
    assert [call.status for call in posted] == [200] * 5
    # 1.05 s less what the sooner one came late on a busy machine
    assert all(later.at - sooner.at > 0.5 for sooner, later in pairwise(posted))


def test_a_busy_channel_does_not_hold_up_the_others(slack: Slack, ana: Person, room: str) -> None:
    """While one channel waits for its turn, another one's answer comes first."""
    busy = [ana.posts(NOT_REGISTERED, channel=room) for _ in range(4)]
    slack.wait_for_answer(ana.posts(MOUNT_LOST, channel=f"{room}-other"))
    assert slack.answers(busy[-1]) == []
    for paste in busy:
        slack.wait_for_answer(paste, timeout=20)


def test_a_post_that_slack_failed_to_take_is_repeated(slack: Slack, ana: Person, room: str) -> None:
    """A 500, a broken connection, a word such as internal_error: none of them costs the answer."""
    slack.trouble.break_down("chat.postMessage", times=1, status=503)
    slack.trouble.drop("chat.postMessage", times=1)
    slack.trouble.refuse("chat.postMessage", "internal_error", times=1)
    paste = ana.posts(NO_PASSWORD, channel=room)
    slack.wait_for_answer(paste, timeout=20)
    assert quiet(slack, ana, paste)


def test_a_post_whose_confirmation_was_lost_is_not_repeated(slack: Slack, ana: Person, room: str) -> None:
    """Slack took the post, and the connection broke before it said so: the bot looks before it posts again."""
    slack.trouble.lose_answer("chat.postMessage", times=1)
    paste = ana.posts(NO_PASSWORD, channel=room)
    slack.wait_for_answer(paste)
    assert quiet(slack, ana, paste)


def test_blocks_that_slack_refuses_cost_nobody_the_answer(slack: Slack, ana: Person, room: str) -> None:
    """Should Slack ever refuse the shape of a reply, its text goes out alone."""
    slack.trouble.refuse("chat.postMessage", "invalid_blocks", times=1)
    answer = slack.wait_for_answer(ana.posts(NO_PASSWORD, channel=room))
    assert "redis-auth-required" in answer.text


def test_what_cannot_be_answered_is_said_to_whoever_asked_and_only_there(
    slack: Slack, bot: Bot, ana: Person, room: str
) -> None:
    """Slack says no for good: a mention gets a kind sentence with the number of the trouble, a channel gets nothing."""
    slack.trouble.refuse("chat.postMessage", "restricted_action", times=1)
    said = slack.read(slack.wait_for_answer(ana.mentions_bot(NO_PASSWORD, channel=room)))
    assert "Something went wrong on my side" in said
    assert (number := said.rpartition("under ")[2].strip("."))
    assert number in bot.output
    assert "restricted_action" not in said
    slack.trouble.refuse("chat.postMessage", "restricted_action", times=1)
    assert quiet(slack, ana, ana.posts(NO_PASSWORD, channel=room))


def test_an_unknown_reader_is_answered_in_any_case(slack: Slack, room: str) -> None:
    """When Slack does not tell a person's language, the answer comes in the language of the setting."""
    slack.trouble.refuse("users.info", "user_not_found", times=1)
    dora = slack.user("dora", locale="zh-CN")
    slack.wait_for_answer(dora.posts(NOT_REGISTERED, channel=room))
