"""The sentences of a scenario: people, reading, waiting."""

import pytest

from tests.slack_standin.clock import QUICK
from tests.slack_standin.echo_bot import EchoBot
from tests.slack_standin.slack import Slack
from tests.slack_standin.watching import NotSeenError


def test_what_is_not_seen_fails_with_the_whole_conversation(slack: Slack) -> None:
    """The error shows messages, whispers and the last calls, so that a failing scenario explains itself."""
    ana = slack.user("ana")
    ts = ana.posts("is anybody @here?")
    ana.runs("/juicefs", "help")
    slack.wait_for(lambda: ana.whispers)
    with pytest.raises(NotSeenError) as missing:
        slack.wait_for_answer(ts, timeout=0.01)
    for words in ("answer(s) of the bot", "ana: is anybody ⟪@here⟫?", "only ana sees: /juicefs failed", "last calls:"):
        assert words in str(missing.value)


def test_an_answer_to_a_reply_is_what_came_after_the_reply(slack: Slack, bot: EchoBot) -> None:
    """Answers are counted from the message that is asked about, within its thread."""
    ana = slack.user("ana")
    parent = ana.posts("first")
    slack.wait_for_answer(parent)
    reply = ana.replies("second", to=parent)
    assert slack.wait_for_answer(reply).text == "second"
    assert [message.text for message in slack.answers(parent)] == ["first", "second"]
    assert [message.text for message in slack.answers(reply)] == ["second"]
    assert [event["thread_ts"] for event in bot.heard("message") if event["ts"] == reply] == [parent]


def test_a_reply_to_a_reply_joins_the_thread(slack: Slack) -> None:
    """Threads have one level."""
    ana = slack.user("ana")
    parent = ana.posts("first")
    second = ana.replies("second", to=parent)
    third = ana.mentions_bot("third", to=second)
    assert [message.ts for message in slack.thread(third)] == [parent, second, third]
    assert slack.messages()[0].body["reply_count"] == 2


def test_direct_messages_and_their_threads_lie_in_one_conversation(slack: Slack) -> None:
    """The first message opens the conversation with the bot; a reply stays in it."""
    ana = slack.user("ana")
    first = ana.dms("help")
    ana.dms("more", to=first)
    assert [message.channel for message in slack.thread(first)] == [slack.dm(ana)] * 2


def test_a_client_with_habits_bends_the_text(slack: Slack) -> None:
    """typing() gives the same person with smart quotes and a no-break space behind the mention."""
    ts = slack.user("ana").typing(smart_quotes=True, nbsp_after_mention=True).mentions_bot('why "failed"')
    message = slack.message(ts)
    assert message is not None
    assert message.text == f"<@{slack.bot_user}>\u00a0why \u201cfailed\u201d"


def test_people_and_channels_are_made_once(slack: Slack) -> None:
    """The same name gives the same person and the same channel."""
    assert slack.user("ana").id == slack.user("ana").id
    slack.user("ana").posts("hi", channel="#ops")
    assert slack.channel("#ops") == slack.messages("#ops")[0].channel


def test_a_usergroup_can_be_mentioned(slack: Slack) -> None:
    """Its handle becomes a subteam token."""
    group = slack.usergroup("oncall", slack.user("ana"))
    ts = slack.user("wei").posts("@oncall please")
    message = slack.message(ts)
    assert message is not None
    assert message.text == f"<!subteam^{group.id}> please"
    assert slack.read(message) == "⟪@oncall⟫ please"


def test_the_bot_gets_everything_by_its_environment(slack: Slack) -> None:
    """Address, tokens and secret are there, and proxies are switched off."""
    env = slack.env()
    assert env["SLACK_API_BASE_URL"] == f"{slack.address}/api/"
    assert (env["SLACK_BOT_TOKEN"], env["SLACK_APP_TOKEN"]) == (slack.bot_token, slack.app_token)
    assert env["HTTPS_PROXY"] == env["http_proxy"] == ""


def test_quiet_is_when_every_event_is_acknowledged(slack: Slack, bot: EchoBot) -> None:
    """Quiet comes after the last answer; without a bot it waits until the events are lost."""
    for number in range(5):
        slack.user("ana").posts(str(number))
    slack.settles(quiet=0.1)
    assert len(slack.bot_messages()) == 5
    assert len(bot.heard("message")) == 5
    with Slack(timing=QUICK) as empty:
        empty.user("ana").posts("hi")
        empty.settles(quiet=0.1)
        assert [len(delivery.attempts) for delivery in empty.deliveries()] == [4]
