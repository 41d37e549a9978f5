"""People and other bots of a scenario: sentences such as `ana.posts("…", channel="#ops")`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tests.slack_standin.acts import Acting, Press
from tests.slack_standin.backend import Backend
from tests.slack_standin.courier import Delivery, State
from tests.slack_standin.message import Message
from tests.slack_standin.modals import View
from tests.slack_standin.people import Channel, ChannelKind, User
from tests.slack_standin.server import Server
from tests.slack_standin.shapes import Json
from tests.slack_standin.talk import bodies
from tests.slack_standin.typed import Habits, typed
from tests.slack_standin.watching import Watch

T = TypeVar("T")
HOME_CHANNEL = "#ops"
"""Where people talk when a scenario names no channel."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """A press, command or submission on its way to the bot."""

    delivery: Delivery
    _watch: Watch

    @property
    def response_url(self) -> str:
        """Where the bot may answer up to five times."""
        return str(self.delivery.payload["response_url"])

    @property
    def trigger_id(self) -> str:
        """What opens a modal within three seconds."""
        return str(self.delivery.payload["trigger_id"])

    def acked(self, timeout: float = 5.0) -> Json:
        """Wait for the acknowledgement and give what the bot said in it; AssertionError when it was lost."""
        self._watch.until(lambda: self.delivery.state is not State.WAITING, timeout, "an acknowledgement")
        assert self.delivery.state is State.ACKED, "the bot did not acknowledge in time"
        return self.delivery.answer


class Person:
    """One user of the workspace."""

    def __init__(self, server: Server, backend: Backend, watch: Watch, user: User, habits: Habits) -> None:
        self._server = server
        self._backend = backend
        self._watch = watch
        self._acting = Acting(backend, user, habits)
        self.id = user.id
        self.name = user.name

    def typing(self, *, smart_quotes: bool = False, nbsp_after_mention: bool = False) -> "Person":
        """The same person at a client that bends quotes or puts U+00A0 behind mentions."""
        habits = Habits(smart_quotes=smart_quotes, nbsp_after_mention=nbsp_after_mention)
        return Person(self._server, self._backend, self._watch, self._acting.user, habits)

    def posts(self, text: str, channel: str = HOME_CHANNEL) -> str:
        """Post a message in a channel; gives its ts."""
        return self._do(lambda: self._acting.post(place(self._backend, channel), text).ts)

    def replies(self, text: str, to: str) -> str:
        """Post into the thread of the message `to` (a parent or any reply); gives the ts."""
        return self._do(lambda: self._reply(text, to))

    def mentions_bot(self, text: str = "", channel: str = HOME_CHANNEL, to: str = "") -> str:
        """Post `@bot text`, in the thread of `to` when given; gives the ts."""
        words = f"@{self._backend.bot.name} {text}".rstrip()
        return self.replies(words, to) if to else self.posts(words, channel)

    def dms(self, text: str, to: str = "") -> str:
        """Write to the bot directly, in the thread of `to` when given; gives the ts."""
        if to:
            return self.replies(text, to)
        return self._do(lambda: self._acting.post(self._backend.space.dm_with(self.id), text).ts)

    def edits(self, ts: str, text: str) -> None:
        """Change an own message."""
        self._do(lambda: self._acting.edit(self._message(ts), text))

    def deletes(self, ts: str) -> None:
        """Delete a message; below a parent with replies Slack leaves a tombstone, and sends `message_changed`."""
        self._do(lambda: self._backend.talk.delete(self._message(ts)))

    def uploads(
        self,
        name: str,
        content: bytes | str,
        *,
        filetype: str = "",
        text: str = "",
        channel: str = HOME_CHANNEL,
        to: str = "",
        snippet: bool = False,
    ) -> str:
        """Share a file (or, with `snippet`, a text snippet) with a comment; `channel="@bot"` shares it in the DM."""
        data = content.encode() if isinstance(content, str) else content

        def share() -> str:
            stored = self._acting.new_file(name, data, filetype=filetype, snippet=snippet)
            room = self._room(channel, to)
            return self._acting.upload(room, [stored], text, self._thread_of(to)).ts

        return self._do(share)

    def presses(self, message: Message | str, name: str, *, block_id: str = "", chosen: object = None) -> Interaction:
        """Press the button of a message with this label, action_id or value.

        `block_id` tells twins apart; `chosen` is what was picked from a menu (an option's label or value, a user id).
        A message given as it was earlier is pressed as it was then: that is how a stale button is pressed.
        """
        press = Press(name, block_id, chosen)
        return self._interaction(lambda: self._acting.press(self._message(message), press))

    def presses_in(self, view: View, name: str, *, block_id: str = "", chosen: object = None) -> Interaction:
        """Press a button of a modal or Home tab, named as in `presses`."""
        return self._interaction(lambda: self._acting.press_in_view(view, Press(name, block_id, chosen)))

    def runs(self, command: str, text: str = "", channel: str = HOME_CHANNEL) -> Interaction:
        """Run a slash command; `channel="@bot"` runs it in the DM."""
        return self._interaction(lambda: self._acting.run(command, text, self._room(channel, "")))

    def uses_shortcut(self, callback_id: str, message: Message | str | None = None) -> Interaction:
        """Run a message shortcut on a message, or a global shortcut."""
        return self._interaction(
            lambda: self._acting.shortcut(callback_id, self._message(message) if message else None)
        )

    def submits(self, view: View, values: Json | None = None) -> Interaction:
        """Send a modal's form; `values` maps a label, block_id or action_id to what was put in."""
        return self._interaction(lambda: self._acting.submit(view, values or {}))

    def closes(self, view: View) -> None:
        """Close a modal."""
        self._do(lambda: self._acting.close_view(view))

    def opens_home(self) -> None:
        """Look at the app's Home tab."""
        self._do(self._acting.open_home)

    def reacts(self, ts: str, emoji: str) -> None:
        """Put a reaction on a message."""
        self._do(lambda: self._backend.talk.react(self._message(ts), self.id, emoji))

    def unreacts(self, ts: str, emoji: str) -> None:
        """Take an own reaction away."""
        self._do(lambda: self._backend.talk.react(self._message(ts), self.id, emoji, away=True))

    def invites_bot(self, channel: str) -> None:
        """Add the bot to a channel."""
        self._do(lambda: self._backend.talk.join(place(self._backend, channel), self._backend.bot, self.id))

    def removes_bot(self, channel: str) -> None:
        """Remove the bot from a channel."""
        self._do(lambda: self._backend.talk.leave(place(self._backend, channel), self._backend.bot))

    @property
    def modal(self) -> View | None:
        """The modal on top of this person's screen."""
        return self._do(lambda: self._backend.views.top(self.id))

    @property
    def home(self) -> View | None:
        """What the app published on this person's Home tab."""
        return self._do(lambda: self._backend.views.homes.get(self.id))

    @property
    def whispers(self) -> list[Message]:
        """The ephemeral messages that only this person sees, oldest first."""
        rooms = self._backend.space.channels
        return self._do(lambda: [m for room in rooms.values() for m in room.ephemerals if m.for_user == self.id])

    def _reply(self, text: str, to: str) -> str:
        room = self._room("", to)
        return self._acting.post(room, text, self._thread_of(to)).ts

    def _room(self, channel: str, to: str) -> Channel:
        if to:
            return self._backend.space.channels[self._message(to).channel]
        return self._backend.space.dm_with(self.id) if channel == "@bot" else place(self._backend, channel)

    def _thread_of(self, to: str) -> str:
        return (self._message(to).thread_ts or to) if to else ""

    def _message(self, named: Message | str) -> Message:
        if isinstance(named, Message):
            return named
        found = self._backend.space.message(named)
        if found is None:
            message = f"no message {named}"
            raise LookupError(message)
        return found

    def _interaction(self, work: Callable[[], Delivery]) -> Interaction:
        return Interaction(self._do(work), self._watch)

    def _do(self, work: Callable[[], T]) -> T:
        return self._server.do(work)


class OtherBot:
    """Another app's bot, posting as such bots do."""

    def __init__(self, server: Server, backend: Backend, user: User) -> None:
        self._server = server
        self._backend = backend
        self._user = user
        self.id = user.id
        self.bot_id = user.bot_id

    def posts(
        self, text: str, channel: str = HOME_CHANNEL, *, to: str = "", classic: bool = False, more: Json | None = None
    ) -> str:
        """Post a message; `classic` bots send subtype bot_message without a user.  Gives the ts.

        `more` are further fields, such as blocks and attachments.
        """

        def post() -> str:
            shown = typed(text, self._backend.mention)
            body = bodies(shown.text, ()) | ({"thread_ts": to} if to else {})
            if classic:
                body |= {"subtype": "bot_message", "username": self._user.name}
            return self._backend.talk.post(self._user, place(self._backend, channel), body | (more or {})).ts

        return self._server.do(post)


def place(backend: Backend, name: str) -> Channel:
    """The channel of this name or id; an unknown name becomes a public channel with the bot in it."""
    found = backend.space.channel_named(name)
    if found is not None:
        return found
    return backend.space.add_channel(name.removeprefix("#"), ChannelKind.PUBLIC, {backend.bot.id})
