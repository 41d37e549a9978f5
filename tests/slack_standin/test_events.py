"""Which events the bot gets for what happens."""

import pytest
from slack_sdk import WebClient

from tests.slack_standin.clock import QUICK
from tests.slack_standin.courier import State
from tests.slack_standin.echo_bot import EchoBot
from tests.slack_standin.manifest import Manifest
from tests.slack_standin.people import ChannelKind
from tests.slack_standin.slack import Slack


def test_a_mention_in_a_channel_is_two_events_of_one_message(slack: Slack, bot: EchoBot) -> None:
    """app_mention and message share ts and client_msg_id and differ in event_id."""
    ts = slack.user("ana").mentions_bot("what is this?")
    slack.wait_for(lambda: bot.heard("app_mention") and bot.heard("message"))
    mention, message = bot.heard("app_mention")[0], bot.heard("message")[0]
    assert mention["ts"] == message["ts"] == ts
    assert mention["client_msg_id"] == message["client_msg_id"]
    assert mention["text"] == f"<@{slack.bot_user}> what is this?"
    about = [delivery for delivery in slack.deliveries() if delivery.event.get("ts") == ts]
    assert len({delivery.payload["event_id"] for delivery in about}) == 2


def test_a_mention_in_a_direct_message_is_one_event(slack: Slack, bot: EchoBot) -> None:
    """In a DM there is no app_mention."""
    ts = slack.user("ana").dms("@juicefs-bot help")
    slack.wait_for_answer(ts)
    slack.settles()
    assert bot.heard("app_mention") == []
    assert [event["channel_type"] for event in bot.heard("message")] == ["im"]


@pytest.mark.parametrize("kind", [ChannelKind.PUBLIC, ChannelKind.PRIVATE, ChannelKind.MPIM])
def test_a_message_names_the_kind_of_its_channel(slack: Slack, bot: EchoBot, kind: ChannelKind) -> None:
    """channel_type tells public, private and group conversations apart."""
    slack.channel("#here", kind=kind)
    slack.wait_for_answer(slack.user("ana").posts("hi", channel="#here"))
    assert bot.heard("message")[0]["channel_type"] == kind.value


def test_an_edit_comes_with_both_bodies(slack: Slack, bot: EchoBot) -> None:
    """message_changed holds the new message with its edit mark, and the previous one."""
    ana = slack.user("ana")
    ts = ana.posts("befor")
    slack.wait_for_answer(ts)
    ana.edits(ts, "before")
    slack.wait_for(lambda: bot.heard("message", "message_changed"))
    event = bot.heard("message", "message_changed")[-1]
    assert (event["message"]["text"], event["previous_message"]["text"]) == ("before", "befor")
    assert event["message"]["edited"]["user"] == ana.id
    assert event["message"]["ts"] == ts != event["ts"]


def test_an_unfurl_is_a_change_in_which_the_text_stays(slack: Slack, bot: EchoBot) -> None:
    """The same event type, the same text, and no edit mark."""
    ts = slack.user("ana").posts("https://juicefs.com")
    slack.wait_for_answer(ts)
    slack.unfurls(ts, "JuiceFS")
    slack.wait_for(lambda: bot.heard("message", "message_changed"))
    event = bot.heard("message", "message_changed")[-1]
    assert event["message"]["text"] == event["previous_message"]["text"]
    assert event["message"]["attachments"][0]["title"] == "JuiceFS"
    assert "edited" not in event["message"]


def test_a_message_without_replies_is_deleted(slack: Slack, bot: EchoBot) -> None:
    """message_deleted holds deleted_ts and the previous message."""
    ana = slack.user("ana")
    slack.channel("#far", bot=True)
    slack.wire.hold()
    ts = ana.posts("oops", channel="#far")
    ana.deletes(ts)
    slack.wire.release()
    slack.wait_for(lambda: bot.heard("message", "message_deleted"))
    event = bot.heard("message", "message_deleted")[0]
    assert (event["deleted_ts"], event["previous_message"]["text"]) == (ts, "oops")


def test_a_deleted_message_with_replies_leaves_a_tombstone(slack: Slack, bot: EchoBot) -> None:
    """Slack then sends message_changed to a tombstone and never message_deleted; the replies stay."""
    ana = slack.user("ana")
    ts = ana.posts("oops")
    slack.wait_for_answer(ts)
    ana.deletes(ts)
    slack.wait_for(lambda: bot.heard("message", "message_changed"))
    event = bot.heard("message", "message_changed")[-1]
    assert (event["message"]["subtype"], event["message"]["user"]) == ("tombstone", "USLACKBOT")
    assert event["previous_message"]["text"] == "oops"
    assert bot.heard("message", "message_deleted") == []
    assert [message.text for message in slack.thread(ts)] == ["This message was deleted.", "oops"]


def test_the_bot_is_told_of_its_own_posts_and_updates(slack: Slack, bot: EchoBot, client: WebClient) -> None:
    """Slack sends both to the app; Bolt acknowledges and swallows them before any listener."""
    ts = slack.user("ana").posts("hi")
    answer = slack.wait_for_answer(ts)
    client.chat_update(channel=answer.channel, ts=answer.ts, text="hi again")
    slack.settles()
    assert [event["ts"] for event, _ in bot.events] == [ts]
    own = [delivery for delivery in slack.deliveries() if delivery.event["ts"] != ts]
    assert [delivery.event.get("subtype") for delivery in own] == [None, "message_changed"]
    assert {delivery.state for delivery in own} == {State.ACKED}


def test_other_bots_are_heard_with_their_bot_id(slack: Slack, bot: EchoBot) -> None:
    """A modern bot has a user and bot_id, a classic one subtype bot_message and no user."""
    pager = slack.other_bot("pager")
    pager.posts("mount failed")
    pager.posts("mount failed", classic=True)
    slack.wait_for(lambda: bot.heard("message", "bot_message"))
    modern, classic = bot.heard("message")[0], bot.heard("message", "bot_message")[0]
    assert (modern["user"], modern["bot_id"]) == (pager.id, pager.bot_id)
    assert (classic["bot_id"], "user" in classic, classic["username"]) == (pager.bot_id, False, "pager")


def test_a_channel_is_silent_until_the_bot_is_invited(slack: Slack, bot: EchoBot) -> None:
    """Outside its channels the bot hears nothing; joining sends member_joined_channel; leaving ends it."""
    slack.channel("#far", bot=False)
    ana = slack.user("ana")
    ana.posts("before", channel="#far")
    ana.invites_bot("#far")
    ts = ana.posts("after", channel="#far")
    slack.wait_for_answer(ts)
    ana.removes_bot("#far")
    ana.posts("gone", channel="#far")
    slack.settles()
    assert [event["user"] for event in bot.heard("member_joined_channel")] == [slack.bot_user]
    assert [event["text"] for event in bot.heard("message")] == ["after"]


def test_reactions_are_told(slack: Slack, bot: EchoBot) -> None:
    """reaction_added names emoji, user and message."""
    ana = slack.user("ana")
    ts = ana.posts("hi")
    ana.reacts(ts, "eyes")
    slack.wait_for(lambda: bot.heard("reaction_added"))
    event = bot.heard("reaction_added")[0]
    assert (event["reaction"], event["user"], event["item"]["ts"]) == ("eyes", ana.id, ts)


def test_only_subscribed_events_come() -> None:
    """Without message.groups in the manifest nothing of a private channel arrives."""
    manifest = Manifest(events=frozenset({"message.channels"}))
    with Slack(timing=QUICK, manifest=manifest) as slack, EchoBot(slack) as bot:
        slack.wait_for_bot()
        ana = slack.user("ana")
        slack.channel("#secret", kind=ChannelKind.PRIVATE)
        ana.posts("hidden", channel="#secret")
        ana.mentions_bot("hi")
        slack.wait_for(lambda: bot.events)
        slack.settles()
        assert [(event["type"], event["channel_type"]) for event, _ in bot.events] == [("message", "channel")]


def test_any_event_can_be_sent(slack: Slack, bot: EchoBot) -> None:
    """A scenario may send an event that nobody subscribed to, and see that Bolt does not acknowledge it."""
    known = slack.sends_event({"type": "reaction_added", "user": "U1", "item": {}})
    slack.wait_for(lambda: known.acked_after is not None)
    assert bot.heard("reaction_added")[0]["user"] == "U1"
    slack.sends_event({"type": "pin_added", "user": "U1"})
    slack.wait_for(lambda: len(slack.deliveries("pin_added")[0].attempts) > 1)
