"""Who is in the workspace and where they talk."""

from dataclasses import dataclass, field
from enum import StrEnum

from tests.slack_standin.message import Message
from tests.slack_standin.shapes import Json


class ChannelKind(StrEnum):
    """What kind of conversation; the value is the `channel_type` of its events."""

    PUBLIC = "channel"
    PRIVATE = "group"
    IM = "im"
    MPIM = "mpim"


SCOPE_WORDS = {
    ChannelKind.PUBLIC: "channels",
    ChannelKind.PRIVATE: "groups",
    ChannelKind.IM: "im",
    ChannelKind.MPIM: "mpim",
}
"""The word that stands for a kind in scopes and event subscriptions: `channels:history`, `message.channels`."""


@dataclass(slots=True)
class User:
    """A person, or the user that a bot has."""

    id: str
    name: str
    real_name: str
    locale: str = "en-US"
    tz: str = "Etc/UTC"
    tz_offset: int = 0
    bot_id: str = ""
    app_id: str = ""

    @property
    def is_bot(self) -> bool:
        """Whether a program acts under this user."""
        return bool(self.bot_id)

    def to_json(self, team: str, *, include_locale: bool) -> Json:
        """The user as `users.info` gives it."""
        profile = {"real_name": self.real_name, "display_name": self.name, "team": team}
        if self.is_bot:
            profile |= {"bot_id": self.bot_id, "api_app_id": self.app_id}
        shown: Json = {
            "id": self.id,
            "team_id": team,
            "name": self.name,
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": self.tz_offset,
            "deleted": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "profile": profile,
        }
        return shown | ({"locale": self.locale} if include_locale else {})


@dataclass(slots=True)
class Usergroup:
    """A group that can be mentioned as one."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...]

    def to_json(self, team: str) -> Json:
        """The group as `usergroups.list` gives it."""
        return {
            "id": self.id,
            "team_id": team,
            "is_usergroup": True,
            "name": self.name,
            "handle": self.handle,
            "date_delete": 0,
            "users": list(self.users),
            "user_count": len(self.users),
        }


@dataclass(slots=True)
class Channel:
    """One conversation with its members and messages (threads lie among them, by their `thread_ts`)."""

    id: str
    name: str
    kind: ChannelKind
    members: set[str] = field(default_factory=set)
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: list[Message] = field(default_factory=list)
    archived: bool = False

    @property
    def command_name(self) -> str:
        """The name as slash commands and interactions give it: DMs and private channels hide theirs."""
        hidden = {ChannelKind.IM: "directmessage", ChannelKind.PRIVATE: "privategroup"}
        return hidden.get(self.kind, self.name)

    def to_json(self, bot: str) -> Json:
        """The conversation as `conversations.info` gives it to this bot user."""
        shown: Json = {
            "id": self.id,
            "created": 0,
            "is_archived": self.archived,
            "is_channel": self.kind is ChannelKind.PUBLIC,
            "is_group": self.kind is ChannelKind.PRIVATE,
            "is_im": self.kind is ChannelKind.IM,
            "is_mpim": self.kind is ChannelKind.MPIM,
            "is_private": self.kind is not ChannelKind.PUBLIC,
            "is_member": bot in self.members,
        }
        if self.kind is ChannelKind.IM:
            return shown | {"user": next(iter(self.members - {bot}), ""), "is_open": True}
        return shown | {"name": self.name, "name_normalized": self.name, "num_members": len(self.members)}
