"""The events of the Events API, as JSON: one function for each kind of thing that happens."""

from tests.slack_standin.message import Message
from tests.slack_standin.people import Channel
from tests.slack_standin.shapes import Json

SLACKBOT = "USLACKBOT"


def message_posted(message: Message, channel: Channel) -> Json:
    """A new message."""
    return message.body | {"channel": channel.id, "channel_type": channel.kind.value, "event_ts": message.ts}


def app_mention(message: Message, channel: Channel) -> Json:
    """The second event of a message that names the bot in a channel."""
    kept = ("user", "text", "ts", "team", "blocks", "client_msg_id", "thread_ts", "parent_user_id", "files", "bot_id")
    body = {name: message.body[name] for name in kept if name in message.body}
    return {"type": "app_mention", **body, "channel": channel.id, "event_ts": message.ts}


def message_changed(message: Message, before: Json, channel: Channel, ts: str) -> Json:
    """A message has another body now: edited by a person, updated by a bot, or unfurled by Slack."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": message.body | {"source_team": message.body.get("team", "")},
        "previous_message": before,
        "channel": channel.id,
        "channel_type": channel.kind.value,
        "ts": ts,
        "event_ts": ts,
    }


def message_deleted(before: Json, channel: Channel, ts: str) -> Json:
    """A message without replies is gone."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "deleted_ts": before["ts"],
        "previous_message": before,
        "channel": channel.id,
        "channel_type": channel.kind.value,
        "ts": ts,
        "event_ts": ts,
    }


def tombstone(before: Json) -> Json:
    """What stays of a deleted message that has replies; its event is a `message_changed` to this body (seen)."""
    kept = ("ts", "thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply", "is_locked")
    body = {name: before[name] for name in kept if name in before}
    return body | {
        "type": "message",
        "subtype": "tombstone",
        "text": "This message was deleted.",
        "user": SLACKBOT,
        "hidden": True,
    }


def reaction(kind: str, message: Message, user: str, emoji: str, ts: str) -> Json:
    """`reaction_added` or `reaction_removed`."""
    return {
        "type": kind,
        "user": user,
        "reaction": emoji,
        "item": {"type": "message", "channel": message.channel, "ts": message.ts},
        "item_user": message.user,
        "event_ts": ts,
    }


def membership(kind: str, channel: Channel, user: str, team: str, ts: str) -> Json:
    """`member_joined_channel` or `member_left_channel`."""
    letter = channel.id[0]
    return {"type": kind, "user": user, "channel": channel.id, "channel_type": letter, "team": team, "event_ts": ts}


def file_shared(file: str, channel: Channel, user: str, ts: str) -> Json:
    """The event beside the `file_share` message; it gives ids only."""
    return {
        "type": "file_shared",
        "channel_id": channel.id,
        "file_id": file,
        "user_id": user,
        "file": {"id": file},
        "event_ts": ts,
    }


def app_home_opened(user: str, dm: str, tab: str, view: Json | None, ts: str) -> Json:
    """Somebody looks at the app's Home or Messages tab."""
    event = {"type": "app_home_opened", "user": user, "channel": dm, "tab": tab, "event_ts": ts}
    return event | ({"view": view} if view else {})


def callback(event: Json, *, event_id: str, team: str, app: str, bot: str, at: float) -> Json:
    """The envelope's payload around one event."""
    authorized = {
        "enterprise_id": None,
        "team_id": team,
        "user_id": bot,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": "verification-token-of-the-stand-in",
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": app,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(at),
        "authorizations": [authorized],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }
