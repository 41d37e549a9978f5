"""What happens in channels, and that the bot hears of it: every change of a message goes through here."""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from tests.slack_standin import events
from tests.slack_standin.courier import Courier, Delivery, Ending, Kind
from tests.slack_standin.manifest import Manifest
from tests.slack_standin.message import Message
from tests.slack_standin.people import SCOPE_WORDS, Channel, ChannelKind, User
from tests.slack_standin.shapes import Json
from tests.slack_standin.workspace import Workspace


class Talk:
    """Posting, editing, deleting, reacting, coming and going, with the events that each sends to the bot."""

    def __init__(self, workspace: Workspace, manifest: Manifest, courier: Courier) -> None:
        self.workspace = workspace
        self.manifest = manifest
        self.courier = courier

    def post(self, author: User, channel: Channel, body: Json) -> Message:
        """A new message of `body` (text, blocks, files, thread_ts, subtype …) by a person or bot."""
        whole = self._whole(author, channel, body)
        message = self.workspace.put(Message(channel.id, whole))
        self._tell_message(events.message_posted(message, channel), channel)
        if self._names_bot(message, channel):
            self.tell(events.app_mention(message, channel), "app_mention", channel)
        return message

    def whisper(self, author: User, channel: Channel, reader: str, body: Json) -> Message:
        """An ephemeral message that only `reader` sees; no event tells of it."""
        message = Message(channel.id, self._whole(author, channel, body), for_user=reader)
        channel.ephemerals.append(message)
        self.workspace.touched()
        return message

    def rewhisper(self, old: Message, body: Json | None) -> None:
        """Replace an ephemeral message, or take it away (None)."""
        channel = self.workspace.channels[old.channel]
        place = next(index for index, found in enumerate(channel.ephemerals) if found.ts == old.ts)
        channel.ephemerals[place : place + 1] = [replace(old, body=old.body | body)] if body is not None else []
        self.workspace.touched()

    def edit(self, message: Message, body: Json, *, by: str = "") -> Message:
        """Give a message these new fields; `by` marks it as edited by a person (an unfurl or bot update does not)."""
        ts = self.workspace.clock.ts()
        edited = {"edited": {"user": by, "ts": ts}} if by else {}
        changed = self.workspace.change(message, message.body | body | edited)
        self._tell_change(changed, message.body, ts)
        return changed

    def delete(self, message: Message) -> None:
        """Delete a message; with replies below it a tombstone stays, and the event differs."""
        channel = self.workspace.channels[message.channel]
        ts = self.workspace.clock.ts()
        if message.body.get("reply_count"):
            gone = self.workspace.change(message, events.tombstone(message.body))
            self._tell_change(gone, message.body, ts)
        else:
            self.workspace.remove(message)
            self._tell_message(events.message_deleted(message.body, channel, ts), channel)

    def react(self, message: Message, user: str, emoji: str, *, away: bool = False) -> None:
        """Put a reaction on a message, or take it away."""
        people = {name: list(users) for name, users in message.reactions.items()}
        mine = people.setdefault(emoji, [])
        mine.remove(user) if away else mine.append(user)
        kept = [{"name": name, "users": users, "count": len(users)} for name, users in people.items() if users]
        self.workspace.annotate(message, message.body | {"reactions": kept})
        kind = "reaction_removed" if away else "reaction_added"
        event = events.reaction(kind, message, user, emoji, self.workspace.clock.ts())
        self.tell(event, kind, self.workspace.channels[message.channel])

    def join(self, channel: Channel, user: User, inviter: str = "") -> None:
        """Somebody enters a channel; for the bot this starts the events of that channel."""
        channel.members.add(user.id)
        text = f"<@{user.id}> has joined the channel"
        self.post(user, channel, {"subtype": "channel_join", "text": text} | ({"inviter": inviter} if inviter else {}))
        self._tell_membership("member_joined_channel", channel, user)

    def leave(self, channel: Channel, user: User) -> None:
        """Somebody leaves or is removed."""
        self._tell_membership("member_left_channel", channel, user)
        channel.members.discard(user.id)
        self.workspace.touched()

    def tell(self, event: Json, subscription: str, channel: Channel | None, ended: Ending | None = None) -> None:
        """Deliver an event when the app subscribed to it and its bot is in the channel."""
        outside = channel is not None and self.workspace.bot.id not in channel.members
        if not outside and self.manifest.hears(subscription):
            self.deliver(event, ended)

    def deliver(self, event: Json, ended: Ending | None = None) -> Delivery:
        """Deliver an event, asked for or not."""
        space = self.workspace
        payload = events.callback(
            event,
            event_id=space.new_id("Ev"),
            team=space.team,
            app=space.app,
            bot=space.bot.id,
            at=space.clock.now(),
        )
        return self.courier.send(Kind.EVENT, payload, ended)

    def _whole(self, author: User, channel: Channel, body: Json) -> Json:
        space = self.workspace
        whole: Json = {"type": "message", "user": author.id, "team": space.team, "ts": space.clock.ts()} | body
        if author.is_bot:
            whole |= self._bot_marks(author)
        elif "subtype" not in body or body["subtype"] == "file_share":
            whole |= {"client_msg_id": str(uuid.uuid4())}
        thread = whole.get("thread_ts")
        if thread and thread in channel.messages:
            whole |= {"parent_user_id": channel.messages[thread].user}
        if author.is_bot and body.get("subtype") == "bot_message":
            del whole["user"]
        return whole

    def _bot_marks(self, author: User) -> Json:
        profile = {"id": author.bot_id, "app_id": author.app_id, "name": author.name, "deleted": False}
        profile |= {"team_id": self.workspace.team}
        return {"bot_id": author.bot_id, "app_id": author.app_id, "bot_profile": profile}

    def _names_bot(self, message: Message, channel: Channel) -> bool:
        bot = self.workspace.bot
        in_words = f"<@{bot.id}>" in message.text or f"<@{bot.id}|" in message.text
        plain = message.subtype in ("", "file_share", "thread_broadcast", "bot_message")
        return in_words and plain and channel.kind is not ChannelKind.IM and message.user != bot.id

    def _tell_change(self, message: Message, before: Json, ts: str) -> None:
        channel = self.workspace.channels[message.channel]
        self._tell_message(events.message_changed(message, before, channel, ts), channel)

    def _tell_message(self, event: Json, channel: Channel) -> None:
        self.tell(event, f"message.{SCOPE_WORDS[channel.kind]}", channel)

    def _tell_membership(self, kind: str, channel: Channel, user: User) -> None:
        event = events.membership(kind, channel, user.id, self.workspace.team, self.workspace.clock.ts())
        self.tell(event, kind, channel)


def bodies(text: str, blocks: Sequence[Json]) -> Json:
    """The `text` and `blocks` of a body, without blocks when there are none."""
    return {"text": text} | ({"blocks": list(blocks)} if blocks else {})
