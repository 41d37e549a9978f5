"""chat.*: posting, updating, deleting, with Slack's limits on text and blocks."""

from dataclasses import replace

from tests.slack_standin.block_rules import check_message_blocks
from tests.slack_standin.identified import identified
from tests.slack_standin.message import Message
from tests.slack_standin.methods.call import Call, Method
from tests.slack_standin.people import Channel
from tests.slack_standin.shapes import Json, RefusedError, invalid_arguments

SPLIT_ABOVE = 4000
TRUNCATED_ABOVE = 40_000
_TRUNCATED: Json = {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}


def _post_message(call: Call) -> Json:
    channel = _place(call)
    content = _content(call)
    thread = _thread(call, channel)
    warning = _TRUNCATED if len(call.text("text")) > TRUNCATED_ABOVE else {}
    messages = [_post(call, channel, part | thread) for part in _parts(content)]
    first = messages[0]
    return {"channel": channel.id, "ts": first.ts, "message": first.body} | warning


def _post(call: Call, channel: Channel, body: Json) -> Message:
    message = call.backend.talk.post(call.backend.bot, channel, body)
    flagged = replace(message, unfurl_links=call.flag("unfurl_links"), unfurl_media=call.flag("unfurl_media"))
    channel.messages[message.ts] = flagged
    return flagged


def _post_ephemeral(call: Call) -> Json:
    call.need("channel", "user")
    channel = _place(call)
    reader = call.user()
    if reader.id not in channel.members:
        raise RefusedError("user_not_in_channel")
    whispered = call.backend.talk.whisper(call.backend.bot, channel, reader.id, _content(call) | _thread(call, channel))
    return {"message_ts": whispered.ts}


def _update(call: Call) -> Json:
    call.need("channel", "ts")
    channel = call.channel()
    message = call.message(channel)
    if message.user != call.backend.bot.id:
        raise RefusedError("cant_update_message")
    if len(call.text("text")) > SPLIT_ABOVE:
        raise RefusedError("msg_too_long")
    content = _content(call, text_required=not message.blocks)
    changed = call.backend.talk.edit(message, content)
    return {"channel": channel.id, "ts": changed.ts, "text": changed.text, "message": changed.body}


def _delete(call: Call) -> Json:
    call.need("channel", "ts")
    channel = call.channel()
    message = call.message(channel)
    if message.user != call.backend.bot.id:
        raise RefusedError("cant_delete_message")
    call.backend.talk.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def _permalink(call: Call) -> Json:
    call.need("channel", "message_ts")
    channel = call.channel()
    message = call.message(channel, "message_ts")
    link = f"{call.backend.address}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    query = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else ""
    return {"channel": channel.id, "permalink": link + query}


def _place(call: Call) -> Channel:
    public = call.backend.manifest.scopes is not None and call.backend.manifest.grants("chat:write.public")
    channel = call.channel(member=not public)
    if channel.archived:
        raise RefusedError("is_archived")
    return channel


def _thread(call: Call, channel: Channel) -> Json:
    """A reply to a reply lands in the thread of its parent; a reply to nothing stays a reply to that timestamp."""
    given = call.text("thread_ts")
    if not given:
        return {}
    parent = channel.messages.get(given)
    thread: Json = {"thread_ts": parent.thread_ts or given if parent else given}
    return thread | ({"subtype": "thread_broadcast"} if call.flag("reply_broadcast") else {})


def _content(call: Call, *, text_required: bool = True) -> Json:
    """Text, blocks, attachments and metadata, checked; absent fields stay absent, so that an update keeps them."""
    content: Json = {}
    if "markdown_text" in call.args:
        return _markdown_content(call)
    if "text" in call.args:
        content["text"] = call.text("text")[:TRUNCATED_ABOVE]
    if call.args.get("blocks") is not None:
        content["blocks"] = identified(check_message_blocks(call.args["blocks"]))
    elif "blocks" in call.args:
        raise RefusedError("invalid_blocks_format")
    if call.args.get("attachments"):
        content["attachments"] = call.args["attachments"]
    if call.args.get("metadata"):
        content["metadata"] = _metadata(call.args["metadata"])
    if text_required and not (content.get("text") or content.get("blocks") or content.get("attachments")):
        raise RefusedError("no_text")
    return {"text": ""} | content if text_required else content


def _markdown_content(call: Call) -> Json:
    if call.args.get("text") or call.args.get("blocks"):
        raise RefusedError("markdown_text_conflict")
    text = call.text("markdown_text")
    return {"text": text, "blocks": identified(check_message_blocks([{"type": "markdown", "text": text}]))}


def _metadata(given: object) -> Json:
    if not isinstance(given, dict) or not given.get("event_type") or "event_payload" not in given:
        raise RefusedError("invalid_metadata_format")
    if not isinstance(given["event_payload"], dict):
        raise invalid_arguments("must be an object [json-pointer:/metadata/event_payload]")
    return given


def _parts(content: Json) -> list[Json]:
    """Slack splits long text without blocks into several messages; `ts` names only one of them (for us the first)."""
    text = content.get("text", "")
    if content.get("blocks") or len(text) <= SPLIT_ABOVE:
        return [content]
    cuts = [text[at : at + SPLIT_ABOVE] for at in range(0, len(text), SPLIT_ABOVE)]
    return [content | {"text": cut} for cut in cuts]


METHODS = {
    "chat.postMessage": Method(_post_message, ("chat:write",)),
    "chat.postEphemeral": Method(_post_ephemeral, ("chat:write",)),
    "chat.update": Method(_update, ("chat:write",)),
    "chat.delete": Method(_delete, ("chat:write",)),
    "chat.getPermalink": Method(_permalink),
}
