"""One call of a Web API method: its arguments, and the checks that all methods share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.slack_standin.backend import Backend
from tests.slack_standin.message import Message
from tests.slack_standin.people import Channel, ChannelKind, User
from tests.slack_standin.shapes import Json, RefusedError, invalid_arguments

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """A call on its way through a method."""

    backend: Backend
    method: str
    args: Json
    token: str

    def text(self, name: str, default: str = "") -> str:
        """A text argument."""
        value = self.args.get(name, default)
        return value if isinstance(value, str) else str(value if value is not None else default)

    def flag(self, name: str) -> bool | None:
        """A yes-or-no argument in any of the spellings that Slack takes; None when it is absent."""
        if name not in self.args:
            return None
        return str(self.args[name]).lower() in ("1", "true")

    def need(self, *names: str) -> None:
        """Refuse unless all these arguments are there."""
        missing = [name for name in names if not self.args.get(name)]
        if missing:
            raise invalid_arguments(*(f"missing required field: {name}" for name in missing))

    def check_token(self, *, app_level: bool) -> None:
        """Refuse a missing, wrong, revoked or ill-placed token."""
        keys = self.backend.keys
        if not self.token:
            raise RefusedError("not_authed")
        if self.token in keys.revoked:
            raise RefusedError(keys.revoked[self.token])
        if self.token not in (keys.bot_token, keys.app_token):
            raise RefusedError("invalid_auth")
        if (self.token == keys.app_token) is not app_level:
            raise RefusedError("not_allowed_token_type")

    def check_scope(self, *any_of: str) -> None:
        """Refuse unless the app has one of these scopes."""
        manifest = self.backend.manifest
        if any_of and not any(manifest.grants(scope) for scope in any_of):
            raise RefusedError("missing_scope", needed=any_of[0], provided=",".join(sorted(manifest.scopes or ())))

    def channel(self, *, member: bool = False) -> Channel:
        """The channel of the call; a user id means the direct conversation with that user.

        `member` refuses channels that the bot is not in: `channel_not_found` where it cannot even see them.
        """
        name = self.text("channel")
        space = self.backend.space
        if name in space.users and name != space.bot.id:
            return space.dm_with(name)
        channel = space.channels.get(name) or (space.channel_named(name) if name.startswith("#") else None)
        if channel is None:
            raise RefusedError("channel_not_found")
        if self.backend.bot.id not in channel.members:
            self._refuse_outsider(channel, member=member)
        return channel

    def message(self, channel: Channel, name: str = "ts") -> Message:
        """The message that the call names."""
        found = channel.messages.get(self.text(name))
        if found is None:
            raise RefusedError("message_not_found")
        return found

    def user(self, name: str = "user") -> User:
        """The user that the call names."""
        found = self.backend.space.users.get(self.text(name))
        if found is None:
            raise RefusedError("user_not_found")
        return found

    def paged(self, items: Sequence[T], most: int = 1000) -> tuple[list[T], Json]:
        """The page of `items` that `limit` and `cursor` ask for, and the answer's fields about further pages."""
        try:
            start = int(self.text("cursor") or 0)
        except ValueError as error:
            raise RefusedError("invalid_cursor") from error
        end = start + min(int(self.text("limit") or 100), most)
        more = end < len(items)
        return list(items[start:end]), {"response_metadata": {"next_cursor": str(end) if more else ""}}

    def _refuse_outsider(self, channel: Channel, *, member: bool) -> None:
        if channel.kind is not ChannelKind.PUBLIC:
            raise RefusedError("channel_not_found")
        if member:
            raise RefusedError("not_in_channel")


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what carries it out, and any one of the scopes that it needs; `app_level` takes the xapp- token."""

    handler: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    app_level: bool = False
