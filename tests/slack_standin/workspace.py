"""Everything that the workspace holds: people, channels, messages and files, and who wants to hear of a change."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.slack_standin.clock import Clock
from tests.slack_standin.message import Message
from tests.slack_standin.people import Channel, ChannelKind, User, Usergroup
from tests.slack_standin.shapes import Json

if TYPE_CHECKING:
    from tests.slack_standin.stored_file import StoredFile

TEAM_DOMAIN = "standin"


class Workspace:
    """The state; only the stand-in's own thread changes it.  It says nothing to the bot: `talk` does that."""

    def __init__(self, clock: Clock, bot_name: str) -> None:
        self.clock = clock
        self.users: dict[str, User] = {}
        self.groups: dict[str, Usergroup] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, StoredFile] = {}
        self.revision = 0
        self._numbers = itertools.count(1)
        self._watchers: list[Callable[[], None]] = []
        self.team = self.new_id("T")
        self.app = self.new_id("A")
        self.bot = self.add_bot(bot_name, app_id=self.app)

    def new_id(self, kind: str) -> str:
        """A fresh id that looks like Slack's: `kind` is its first letters (`U`, `C`, `F`, `Ev` …)."""
        return f"{kind}0STAND{next(self._numbers):04X}"

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` after every change."""
        self._watchers.append(watcher)

    def touched(self) -> None:
        """Something that a person may see has changed."""
        self.revision += 1
        for watcher in self._watchers:
            watcher()

    def add_user(self, name: str, locale: str, tz: str, tz_offset: int) -> User:
        """A new person."""
        user = User(self.new_id("U"), name, name.replace("-", " ").title(), locale, tz, tz_offset)
        self.users[user.id] = user
        return user

    def add_bot(self, name: str, app_id: str = "") -> User:
        """A new bot with a user of its own."""
        bot = User(self.new_id("U"), name, name, bot_id=self.new_id("B"), app_id=app_id or self.new_id("A"))
        self.users[bot.id] = bot
        return bot

    def add_channel(self, name: str, kind: ChannelKind, members: set[str]) -> Channel:
        """A new conversation."""
        letter = "D" if kind is ChannelKind.IM else "C"
        channel = Channel(self.new_id(letter), name, kind, members)
        self.channels[channel.id] = channel
        self.touched()
        return channel

    def add_group(self, handle: str, users: tuple[str, ...]) -> Usergroup:
        """A new user group."""
        group = Usergroup(self.new_id("S"), handle, handle.title(), users)
        self.groups[group.id] = group
        return group

    def user_named(self, name: str) -> User | None:
        """The user with this name or id."""
        found = (user for user in self.users.values() if name in (user.id, user.name))
        return next(found, None)

    def channel_named(self, name: str) -> Channel | None:
        """The channel with this name (`#` or not) or id."""
        bare = name.removeprefix("#")
        found = (channel for channel in self.channels.values() if bare in (channel.id, channel.name))
        return next(found, None)

    def dm_with(self, user: str) -> Channel:
        """The direct conversation of this user and the bot, made on first use."""
        members = {user, self.bot.id}
        for channel in self.channels.values():
            if channel.kind is ChannelKind.IM and channel.members == members:
                return channel
        return self.add_channel("", ChannelKind.IM, members)

    def message(self, ts: str, channel: str = "") -> Message | None:
        """The message of this timestamp; `channel` narrows it down, as Slack's methods do."""
        places = [self.channels[channel]] if channel else list(self.channels.values())
        return next((place.messages[ts] for place in places if ts in place.messages), None)

    def put(self, message: Message) -> Message:
        """Store a new message, and write its reply into the parent's count."""
        channel = self.channels[message.channel]
        channel.messages[message.ts] = message
        if message.is_reply:
            self._count_replies(channel, message.thread_ts)
        self.touched()
        return message

    def change(self, message: Message, body: Json) -> Message:
        """Give a message a new body; the old one joins its versions."""
        return self._store(replace(message, body=body, versions=(*message.versions, message.body)))

    def annotate(self, message: Message, body: Json) -> Message:
        """Change what hangs on a message (reactions, reply counts) without making a new version of it."""
        return self._store(replace(message, body=body))

    def remove(self, message: Message) -> None:
        """Take a message away for good."""
        channel = self.channels[message.channel]
        del channel.messages[message.ts]
        if message.is_reply:
            self._count_replies(channel, message.thread_ts)
        self.touched()

    def thread(self, channel: Channel, ts: str) -> list[Message]:
        """The parent (when it is still there) and its replies, oldest first."""
        return [found for found in channel.messages.values() if ts in (found.ts, found.thread_ts)]

    def in_order(self) -> Iterator[Message]:
        """All messages of all channels, oldest first."""
        everything = (message for channel in self.channels.values() for message in channel.messages.values())
        return iter(sorted(everything, key=lambda message: message.ts))

    def _store(self, message: Message) -> Message:
        self.channels[message.channel].messages[message.ts] = message
        self.touched()
        return message

    def _count_replies(self, channel: Channel, parent_ts: str) -> None:
        parent = channel.messages.get(parent_ts)
        if parent is None:
            return
        replies = [found for found in self.thread(channel, parent_ts) if found.is_reply]
        people = list(dict.fromkeys(reply.user or reply.bot_id for reply in replies))
        counted = {
            "thread_ts": parent_ts,
            "reply_count": len(replies),
            "reply_users": people,
            "reply_users_count": len(people),
            "latest_reply": replies[-1].ts if replies else "0000000000.000000",
            "is_locked": False,
        }
        channel.messages[parent_ts] = replace(parent, body=parent.body | counted)
