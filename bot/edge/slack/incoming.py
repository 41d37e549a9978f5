"""Slack's JSON into messages, presses and commands; nothing for what is not a person's, or not for us.

Kept out: other bots, the bot itself, Slack's notices (joins, topics …), unfurls (a change in which the text stays) and
whatever lacks the fields that it should have.
"""

import re
from collections.abc import Mapping

from bot.core.oncall.modal import note_in, pressed_in
from bot.core.redaction.redact import redact
from bot.edge.slack.identity import Identity
from bot.edge.slack.shown import shown_text
from bot.model.chat import Change, ChannelKind, Command, Incoming, Press, SharedFile
from bot.model.home import HomeOpened
from bot.model.text import RawText, SafeText

Json = Mapping[str, object]

SPOKEN = frozenset({"", "file_share", "thread_broadcast", "me_message"})
"""The subtypes of messages that a person wrote."""
MOST_NAME = 120
"""Characters of a file's name that are repeated."""
NOTING = frozenset({"memo", "pencil", "pencil2"})
"""The reactions that make a message a note: 📝 under both of its names, and ✏️."""
_KINDS = {kind.value: kind for kind in ChannelKind}
_BY_LETTER = {"D": ChannelKind.DIRECT, "G": ChannelKind.PRIVATE}


def read_event(event: Json, me: Identity) -> Incoming | None:
    """The message that an event of type `message` or `app_mention` tells of."""
    subtype = _text(event, "subtype")
    if subtype in SPOKEN:
        return read_message(event, _text(event, "channel"), _kind(event), me)
    if subtype == "message_changed":
        return _changed(event, me)
    if subtype == "message_deleted":
        return _deleted(_part(event, "previous_message"), event, me)
    return None


def read_reaction(event: Json, me: Identity) -> Incoming | None:
    """The message that a person marked as a note, by an event of type `reaction_added`; `user` is who marked it."""
    item, user = _part(event, "item"), _text(event, "user")
    channel, ts = _text(item, "channel"), _text(item, "ts")
    if _text(event, "reaction") not in NOTING or _text(item, "type") != "message" or user in ("", me.user):
        return None
    return marked(f"note:{user}:{channel}:{ts}", channel, ts, me) if channel and ts else None


def marked(key: str, channel: str, ts: str, me: Identity) -> Incoming | None:
    """The mark of this `key`, which names who made it; nothing where it is none of ours."""
    kind, user, *_ = (*key.split(":"), "")
    if kind != "note" or not user:
        return None
    where = _BY_LETTER.get(channel[:1], ChannelKind.UNKNOWN)
    return Incoming(key, Change.MARKED, me.team, channel, where, ts, None, user, RawText(""))


def read_message(
    message: Json, channel: str, kind: ChannelKind, me: Identity, *, change: Change = Change.NEW, resumed: bool = False
) -> Incoming | None:
    """A message as it stands in an event or in the history of `channel`."""
    ts, user, text = _text(message, "ts"), _text(message, "user"), shown_text(message, everything=False)
    if not (ts and user and channel) or _is_bots(message, me) or _text(message, "subtype") not in SPOKEN:
        return None
    edited = _text(_part(message, "edited"), "ts")
    return Incoming(
        key=f"edit:{channel}:{ts}:{edited}" if change is Change.EDITED else f"msg:{channel}:{ts}",
        change=change,
        team=me.team,
        channel=channel,
        channel_kind=kind,
        ts=ts,
        thread_ts=_text(message, "thread_ts") or None,
        user=user,
        text=RawText(_without_mention(text, me)),
        files=tuple(_files(message)),
        mentioned=me.mentioned_in(text),
        resumed=resumed,
    )


def read_press(body: Json, me: Identity) -> Press | None:
    """The button of a message that was pressed."""
    message, action = _part(body, "message"), next(iter(_parts(body, "actions")), {})
    channel, ts = _text(_part(body, "channel"), "id"), _text(message, "ts")
    user, name = _text(_part(body, "user"), "id"), _text(action, "action_id")
    if not (channel and ts and user and name):
        return None
    key = f"press:{_text(body, 'trigger_id') or _text(action, 'action_ts')}"
    thread = _text(message, "thread_ts") or ts
    trigger = _text(body, "trigger_id")
    return Press(key, name, me.team, channel, thread, ts, user, _text(action, "value"), trigger=trigger)


def read_submission(body: Json, me: Identity) -> Press | None:
    """The form of a modal of ours that somebody sent: a press of the button that opened it, with what was written."""
    view, user = _part(body, "view"), _text(_part(body, "user"), "id")
    pressed, number = pressed_in(_text(view, "private_metadata")), _text(view, "id")
    if pressed is None or not (user and number):
        return None
    note = RawText(note_in(_part(_part(view, "state"), "values")))
    place = (pressed.channel, pressed.thread, pressed.ts)
    return Press(f"view:{number}", _text(view, "callback_id"), me.team, *place, user, pressed.value, note)


def read_shortcut(body: Json, me: Identity) -> Press | None:
    """The message shortcut that was used: on a person's message, or on another bot's."""
    message, channel = _part(body, "message"), _text(_part(body, "channel"), "id")
    ts, user, name = _text(message, "ts"), _text(_part(body, "user"), "id"), _text(body, "callback_id")
    if not (channel and ts and user and name):
        return None
    key = f"shortcut:{_text(body, 'trigger_id') or _text(body, 'action_ts')}"
    thread = _text(message, "thread_ts") or ts
    text = RawText(_without_mention(shown_text(message, everything=bool(message.get("bot_id"))), me))
    files, answer_to = tuple(_files(message)), _text(body, "response_url")
    return Press(key, name, me.team, channel, thread, ts, user, text=text, files=files, answer_to=answer_to)


def read_home(event: Json, me: Identity) -> HomeOpened | None:
    """That somebody looks at the app's own page; not at its messages."""
    user, channel, ts = _text(event, "user"), _text(event, "channel"), _text(event, "event_ts")
    if not user or _text(event, "tab") != "home":
        return None
    return HomeOpened(f"home:{user}:{ts}", me.team, channel, ts, user)


def read_command(body: Json, me: Identity) -> Command | None:
    """The slash command that was run."""
    channel, user, answer_to = _text(body, "channel_id"), _text(body, "user_id"), _text(body, "response_url")
    if not (channel and user and answer_to):
        return None
    key = f"command:{_text(body, 'trigger_id')}"
    return Command(key, me.team, channel, user, RawText(_text(body, "text")), answer_to)


def _changed(event: Json, me: Identity) -> Incoming | None:
    """An edit; below a parent with replies Slack tells of a deletion as a change into a tombstone."""
    message, before = _part(event, "message"), _part(event, "previous_message")
    if _text(message, "subtype") == "tombstone":
        return _deleted(before, event, me)
    if _text(message, "text") == _text(before, "text"):
        return None
    return read_message(message, _text(event, "channel"), _kind(event), me, change=Change.EDITED)


def _deleted(before: Json, event: Json, me: Identity) -> Incoming | None:
    ts, channel = _text(before, "ts") or _text(event, "deleted_ts"), _text(event, "channel")
    if not (ts and channel) or _is_bots(before, me):
        return None
    return gone(channel, ts, _text(before, "thread_ts") or None, me, user=_text(before, "user"), kind=_kind(event))


def gone(
    channel: str,
    ts: str,
    thread_ts: str | None,
    me: Identity,
    *,
    user: str = "",
    kind: ChannelKind = ChannelKind.UNKNOWN,
) -> Incoming:
    """A message that was deleted; its text is not looked at any more."""
    key = f"del:{channel}:{ts}"
    return Incoming(key, Change.DELETED, me.team, channel, kind, ts, thread_ts, user, RawText(""))


def _is_bots(message: Json, me: Identity) -> bool:
    return bool(message.get("bot_id")) or _text(message, "user") in (me.user, "USLACKBOT")


def _kind(event: Json) -> ChannelKind:
    """An app_mention does not tell; then the id's first letter does, as far as it can."""
    told = _KINDS.get(_text(event, "channel_type"), ChannelKind.UNKNOWN)
    return told or _BY_LETTER.get(_text(event, "channel")[:1], ChannelKind.UNKNOWN)


def _without_mention(text: str, me: Identity) -> str:
    mention = rf"<@{re.escape(me.user)}(?:\|[^<>]*)?>[ \u00a0]?"
    return re.sub(mention, "", text, count=1).strip(" \u00a0")


def _files(message: Json) -> list[SharedFile]:
    return [_file(one) for one in _parts(message, "files")]


def _file(given: Json) -> SharedFile:
    size = given.get("size")
    return SharedFile(
        id=_text(given, "id"),
        name=SafeText(" ".join(redact(RawText(_text(given, "name"))).text.split())[:MOST_NAME] or "file"),
        mimetype=_text(given, "mimetype"),
        filetype=_text(given, "filetype"),
        size=size if isinstance(size, int) else 0,
        url=_text(given, "url_private_download") or _text(given, "url_private"),
    )


def _part(given: Json, name: str) -> Json:
    found = given.get(name)
    return found if isinstance(found, Mapping) else {}


def _parts(given: Json, name: str) -> list[Json]:
    found = given.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _text(given: Json, name: str) -> str:
    found = given.get(name)
    return found if isinstance(found, str) else ""
