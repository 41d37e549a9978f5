"""conversations.*: where the bot is, who is there, and what was said."""

from tests.slack_standin.message import Message
from tests.slack_standin.methods.call import Call, Method
from tests.slack_standin.people import SCOPE_WORDS, Channel, ChannelKind
from tests.slack_standin.shapes import Json, RefusedError, invalid_arguments

_TYPES = {
    "public_channel": ChannelKind.PUBLIC,
    "private_channel": ChannelKind.PRIVATE,
    "im": ChannelKind.IM,
    "mpim": ChannelKind.MPIM,
}


def _info(call: Call) -> Json:
    channel = _readable(call, "read")
    return {"channel": channel.to_json(call.backend.bot.id)}


def _members(call: Call) -> Json:
    channel = _readable(call, "read")
    members, more = call.paged(sorted(channel.members))
    return {"members": members} | more


def _list(call: Call) -> Json:
    asked = [_TYPES[word.strip()] for word in call.text("types", "public_channel").split(",")]
    for kind in asked:
        call.check_scope(f"{SCOPE_WORDS[kind]}:read")
    everything = call.backend.space.channels.values()
    seen = [channel for channel in everything if channel.kind in asked and _visible(call, channel)]
    channels, more = call.paged(seen)
    return {"channels": [channel.to_json(call.backend.bot.id) for channel in channels]} | more


def _history(call: Call) -> Json:
    channel = _readable(call, "history", member=True)
    top = [message for message in channel.messages.values() if not message.is_reply or _broadcast(message)]
    newest_first = sorted((message for message in top if _within(call, message)), key=lambda m: m.ts, reverse=True)
    messages, more = call.paged(newest_first)
    has_more = bool(more["response_metadata"]["next_cursor"])
    return {"messages": [_shown(call, message) for message in messages], "has_more": has_more, "pin_count": 0} | more


def _replies(call: Call) -> Json:
    channel = _readable(call, "history", member=True)
    call.need("ts")
    asked = channel.messages.get(call.text("ts"))
    thread = call.backend.space.thread(channel, asked.thread_ts or asked.ts if asked else call.text("ts"))
    if not thread:
        raise RefusedError("thread_not_found")
    messages, more = call.paged([message for message in thread if not message.is_reply or _within(call, message)])
    has_more = bool(more["response_metadata"]["next_cursor"])
    return {"messages": [_shown(call, message) for message in messages], "has_more": has_more} | more


def _open(call: Call) -> Json:
    users = [name for name in call.text("users").split(",") if name]
    if len(users) != 1:
        raise invalid_arguments("the stand-in opens conversations with one user only [json-pointer:/users]")
    if users[0] not in call.backend.space.users:
        raise RefusedError("user_not_found")
    return {"channel": {"id": call.backend.space.dm_with(users[0]).id}}


def _join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind is not ChannelKind.PUBLIC:
        raise RefusedError("method_not_supported_for_channel_type")
    if call.backend.bot.id not in channel.members:
        call.backend.talk.join(channel, call.backend.bot)
    return {"channel": channel.to_json(call.backend.bot.id)}


def _readable(call: Call, what: str, *, member: bool = False) -> Channel:
    call.need("channel")
    channel = call.channel(member=member)
    call.check_scope(f"{SCOPE_WORDS[channel.kind]}:{what}")
    return channel


def _visible(call: Call, channel: Channel) -> bool:
    return channel.kind is ChannelKind.PUBLIC or call.backend.bot.id in channel.members


def _broadcast(message: Message) -> bool:
    return message.subtype == "thread_broadcast"


def _within(call: Call, message: Message) -> bool:
    oldest, latest = float(call.text("oldest") or 0), float(call.text("latest") or "inf")
    at = float(message.ts)
    return oldest <= at <= latest if call.flag("inclusive") else oldest < at < latest


def _shown(call: Call, message: Message) -> Json:
    if call.flag("include_all_metadata"):
        return message.body
    return {name: value for name, value in message.body.items() if name != "metadata"}


_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
METHODS = {
    "conversations.info": Method(_info, _READ),
    "conversations.members": Method(_members, _READ),
    "conversations.list": Method(_list, _READ),
    "users.conversations": Method(_list, _READ),
    "conversations.history": Method(_history, ("channels:history", "groups:history", "im:history", "mpim:history")),
    "conversations.replies": Method(_replies, ("channels:history", "groups:history", "im:history", "mpim:history")),
    "conversations.open": Method(_open, ("im:write", "mpim:write")),
    "conversations.join": Method(_join, ("channels:join",)),
}
