"""What the page in the browser shows one person: channels, messages, a thread, a modal, the Home tab; as JSON."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from tests.slack_standin.backend import Backend
from tests.slack_standin.block_view import Piece, pieces_of, view_pieces
from tests.slack_standin.events import SLACKBOT
from tests.slack_standin.message import Message
from tests.slack_standin.modals import View
from tests.slack_standin.people import Channel, ChannelKind, User
from tests.slack_standin.shapes import Json
from tests.slack_standin.spans import Para, Span, SpanKind

PREVIEW_CHARACTERS = 1200
_CHANNEL_ORDER = list(ChannelKind)


class PageView:
    """Draws the workspace for one person."""

    def __init__(self, backend: Backend, user: User) -> None:
        self._backend = backend
        self._space = backend.space
        self._user = user

    def whole(self, channel_id: str, thread_ts: str) -> Json:
        """Everything on the screen."""
        channel = self._space.channels.get(channel_id)
        modal = self._backend.views.top(self._user.id)
        home = self._backend.views.homes.get(self._user.id)
        return {
            "me": self._user.id,
            "bot": {
                "id": self._space.bot.id,
                "name": self._space.bot.name,
                "online": bool(self._backend.hub.connections),
            },
            "users": [self._person(user) for user in self._space.users.values() if not user.is_bot],
            "channels": self._channels(),
            "commands": sorted(self._backend.manifest.commands or ()),
            "channel": self._channel(channel) if channel else None,
            "messages": self._messages(channel) if channel else [],
            "thread": self._thread(channel, thread_ts) if channel and thread_ts else None,
            "modal": self._view(modal) if modal else None,
            "home": self._view(home) if home else None,
        }

    def names(self, span: Span) -> str:
        """How a live mention reads to a person."""
        users, channels, groups = self._space.users, self._space.channels, self._space.groups
        if span.kind is SpanKind.USER and span.target in users:
            return f"@{users[span.target].name}"
        if span.kind is SpanKind.CHANNEL and span.target in channels:
            return f"#{channels[span.target].name}"
        if span.kind is SpanKind.GROUP and span.target in groups:
            return f"@{groups[span.target].handle}"
        return span.text

    def _channels(self) -> list[Json]:
        mine = [channel for channel in self._space.channels.values() if self._user.id in channel.members]
        in_order = sorted(mine, key=lambda channel: (_CHANNEL_ORDER.index(channel.kind), channel.name))
        return [self._channel(channel) for channel in in_order]

    def _channel(self, channel: Channel) -> Json:
        latest = max(channel.messages, default="")
        bot = self._space.bot.id in channel.members
        return {"id": channel.id, "name": self._title(channel), "kind": channel.kind, "latest": latest, "bot": bot}

    def _title(self, channel: Channel) -> str:
        if channel.kind is not ChannelKind.IM:
            return channel.name
        others = channel.members - {self._user.id}
        return ", ".join(self._space.users[name].name for name in others) or self._user.name

    def _messages(self, channel: Channel) -> list[Json]:
        top = [
            found for found in channel.messages.values() if not found.is_reply or found.subtype == "thread_broadcast"
        ]
        mine = [found for found in channel.ephemerals if found.for_user == self._user.id and not found.is_reply]
        return self._drawn([*top, *mine])

    def _thread(self, channel: Channel, ts: str) -> Json:
        replies = self._space.thread(channel, ts)
        mine = [found for found in channel.ephemerals if found.for_user == self._user.id and found.thread_ts == ts]
        return {"ts": ts, "messages": self._drawn([*replies, *mine])}

    def _drawn(self, messages: Sequence[Message]) -> list[Json]:
        return [self._message(message) for message in sorted(messages, key=lambda message: message.ts)]

    def _message(self, message: Message) -> Json:
        body = message.body
        return {
            "ts": message.ts,
            "channel": message.channel,
            "author": self._author(message),
            "mine": message.user == self._user.id and message.subtype != "tombstone",
            "ephemeral": bool(message.for_user),
            "edited": "edited" in body,
            "subtype": message.subtype,
            "text": message.text,
            "pieces": [self._piece(piece) for piece in pieces_of(body)],
            "files": [self._file(found) for found in message.files],
            "reactions": [{"name": name, "count": len(users)} for name, users in message.reactions.items()],
            "replies": body.get("reply_count", 0),
            "latest_reply": body.get("latest_reply", ""),
            "thread_ts": message.thread_ts,
        }

    def _author(self, message: Message) -> Json:
        user = self._space.users.get(message.user)
        if message.user == SLACKBOT:
            return {"name": "Slackbot", "bot": True, "seed": 0}
        if user is None:
            return {"name": message.body.get("username", "a bot"), "bot": True, "seed": 1}
        return {"name": user.name, "bot": user.is_bot, "seed": int(user.id[-4:], 16)}

    def _person(self, user: User) -> Json:
        return {"id": user.id, "name": user.name, "locale": user.locale, "seed": int(user.id[-4:], 16)}

    def _file(self, shown: Json) -> Json:
        stored = self._space.files.get(shown["id"])
        text = shown["mimetype"].startswith("text/") or shown["mimetype"] == "application/json"
        preview = stored.content[:PREVIEW_CHARACTERS].decode(errors="replace") if stored and text else ""
        kept = {name: shown[name] for name in ("id", "title", "filetype", "size", "mimetype")}
        return kept | {"preview": preview}

    def _view(self, view: View) -> Json:
        words = {place: view.body.get(place, {}).get("text", "") for place in ("title", "submit", "close")}
        pieces = [self._piece(piece) for piece in view_pieces(view.body["blocks"])]
        return words | {"id": view.id, "hash": view.hash, "pieces": pieces, "errors": view.errors}

    def _piece(self, piece: Piece) -> Json:
        named = replace(
            piece,
            paras=self._named(piece.paras),
            fields=tuple(map(self._named, piece.fields)),
            rows=tuple(tuple(map(self._named, row)) for row in piece.rows),
        )
        return asdict(named)

    def _named(self, paras: tuple[Para, ...]) -> tuple[Para, ...]:
        return tuple(replace(para, spans=tuple(self._named_span(span) for span in para.spans)) for para in paras)

    def _named_span(self, span: Span) -> Span:
        return replace(span, text=self.names(span))
