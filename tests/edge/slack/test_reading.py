"""Threads read again from Slack."""

from slack_sdk import WebClient

from bot.edge.slack.identity import Identity
from bot.edge.slack.patience import Patience
from bot.edge.slack.reading import Reader
from bot.model.chat import Change
from tests.slack_standin import Slack


def test_a_message_is_read_as_it_is_now(slack: Slack, client: WebClient, me: Identity) -> None:
    """With its newest text, whether it stands alone, has replies or is one."""
    ana, reader = slack.user("ana"), Reader(client, me, Patience(lambda _: False))
    alone = ana.posts("alone")
    parent = ana.posts("parent")
    reply = ana.replies("reply", parent)
    ana.edits(reply, "edited")
    channel = slack.backend.space.channel_named("#ops")
    assert channel is not None
    texts = [
        found.text if (found := reader.message(channel.id, root, ts, Change.NEW)) else None
        for root, ts in ((alone, alone), (parent, parent), (parent, reply))
    ]
    assert texts == ["alone", "parent", "edited"]


def test_a_message_that_is_gone_is_nothing(slack: Slack, client: WebClient, me: Identity) -> None:
    """Deleted alone, deleted below its replies, in a channel that the bot is not in."""
    ana, reader = slack.user("ana"), Reader(client, me, Patience(lambda _: False))
    alone, parent = ana.posts("alone"), ana.posts("parent")
    ana.replies("reply", parent)
    message = slack.message(alone)
    assert message is not None
    for ts in (alone, parent):
        ana.deletes(ts)
        assert reader.message(message.channel, ts, ts, Change.NEW) is None
    outside = slack.channel("#private", bot=False)
    assert reader.message(outside, "1.0", "1.0", Change.NEW) is None


def test_what_people_said_in_a_thread_leaves_bots_out(slack: Slack, client: WebClient, me: Identity) -> None:
    """Neither the pager nor the bot itself is evidence."""
    ana = slack.user("ana")
    parent = ana.posts("first")
    slack.other_bot().posts("beep", to=parent)
    ana.replies("second", parent)
    message = slack.message(parent)
    assert message is not None
    client.chat_postMessage(channel=message.channel, thread_ts=parent, text="mine")
    assert [one.text for one in Reader(client, me, Patience(lambda _: False)).people(message.channel, parent)] == [
        "first",
        "second",
    ]
