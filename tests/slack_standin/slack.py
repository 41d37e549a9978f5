"""Slack on loopback, as tests use it: start it, let people act, read what the bot did, make trouble."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from tests.slack_standin.backend import ApiCall, Backend
from tests.slack_standin.clock import Timing
from tests.slack_standin.courier import Delivery, State
from tests.slack_standin.faults import PostingLimit
from tests.slack_standin.manifest import Manifest
from tests.slack_standin.message import Message
from tests.slack_standin.page_view import PageView
from tests.slack_standin.people import ChannelKind, Usergroup
from tests.slack_standin.person import HOME_CHANNEL, OtherBot, Person, place
from tests.slack_standin.render import Shown, render_text
from tests.slack_standin.server import Server
from tests.slack_standin.shapes import Json
from tests.slack_standin.stored_file import StoredFile
from tests.slack_standin.troubles import ApiTroubles, Wire
from tests.slack_standin.typed import Habits
from tests.slack_standin.watching import Watch

T = TypeVar("T")


class Slack:
    """A workspace with one app in it.  Use it as a context manager, or call `start` and `stop`."""

    def __init__(
        self,
        *,
        manifest: Manifest | None = None,
        timing: Timing | None = None,
        posting: PostingLimit | None = None,
        port: int = 0,
    ) -> None:
        self._server = Server(port)
        self._make = lambda address: Backend(manifest or Manifest(), timing or Timing(), posting, address)
        self._watch = Watch(self.transcript)
        self._people: dict[str, Person] = {}

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> Self:
        """Begin to serve."""
        self.backend = self._server.start(self._make)
        self.backend.space.watch(self._watch.changed)
        self.trouble = ApiTroubles(self._server, self.backend)
        self.wire = Wire(self._server, self.backend)
        return self

    def stop(self) -> None:
        """Hang up and end."""
        self._server.stop(self.backend)

    # What the bot needs

    @property
    def address(self) -> str:
        """Where the page is: `http://127.0.0.1:port`."""
        return self._server.address

    @property
    def api_url(self) -> str:
        """The Web API's base URL; it ends in a slash."""
        return f"{self._server.address}/api/"

    @property
    def bot_token(self) -> str:
        """The xoxb- token."""
        return self.backend.keys.bot_token

    @property
    def app_token(self) -> str:
        """The xapp- token."""
        return self.backend.keys.app_token

    @property
    def signing_secret(self) -> str:
        """The secret of the HTTP way."""
        return self.backend.keys.signing_secret

    @property
    def bot_user(self) -> str:
        """The id of the bot's user."""
        return self.backend.bot.id

    def env(self) -> dict[str, str]:
        """The environment that makes the real program talk to this Slack; proxies are switched off for it."""
        return {
            "SLACK_API_BASE_URL": self.api_url,
            "SLACK_BOT_TOKEN": self.bot_token,
            "SLACK_APP_TOKEN": self.app_token,
            "SLACK_SIGNING_SECRET": self.signing_secret,
            "HTTP_PROXY": "",
            "HTTPS_PROXY": "",
            "http_proxy": "",
            "https_proxy": "",
        }

    def revokes_token(self, error: str = "token_revoked") -> None:
        """From now on the bot token is answered with this error."""
        self._do(lambda: self.backend.keys.revoked.update({self.bot_token: error}))

    # Who is there

    def user(self, name: str, *, locale: str = "en-US", tz: str = "Etc/UTC", tz_offset: int = 0) -> Person:
        """The person of this name, made on first use."""
        if name not in self._people:
            made = self._do(lambda: self.backend.space.add_user(name, locale, tz, tz_offset))
            self._people[name] = Person(self._server, self.backend, self._watch, made, Habits())
        return self._people[name]

    def other_bot(self, name: str = "pager") -> OtherBot:
        """Another app's bot."""
        made = self._do(lambda: self.backend.space.add_bot(name))
        return OtherBot(self._server, self.backend, made)

    def channel(
        self, name: str, *, kind: ChannelKind = ChannelKind.PUBLIC, bot: bool = True, archived: bool = False
    ) -> str:
        """The channel of this name, made on first use with the bot in it unless `bot=False`; gives its id."""
        members = {self.backend.bot.id} if bot else set[str]()

        def make() -> str:
            there = self.backend.space.channel_named(name)
            if there is not None:
                return there.id
            made = self.backend.space.add_channel(name.removeprefix("#"), kind, members)
            made.archived = archived
            return made.id

        return self._do(make)

    def everybody_joins(self, *people: Person) -> None:
        """Put these people into all channels, and open their direct conversations with the bot."""

        def join() -> None:
            for channel in self.backend.space.channels.values():
                channel.members.update(person.id for person in people if channel.kind is not ChannelKind.IM)
            for person in people:
                self.backend.space.dm_with(person.id)

        self._do(join)

    def usergroup(self, handle: str, *people: Person) -> Usergroup:
        """Make a user group."""
        return self._do(lambda: self.backend.space.add_group(handle, tuple(person.id for person in people)))

    def unfurls(self, ts: str, title: str = "A page") -> None:
        """Slack adds a link preview to a message: a change in which the text stays the same."""

        def unfurl() -> None:
            message = self.backend.space.message(ts)
            assert message is not None, f"no message {ts}"
            self.backend.talk.edit(message, {"attachments": [{"id": 1, "title": title, "fallback": title}]})

        self._do(unfurl)

    def sends_event(self, event: Json) -> Delivery:
        """Deliver any event at all to the bot, subscribed or not."""
        return self._do(lambda: self.backend.talk.deliver(event))

    # What is to be seen

    def messages(self, channel: str = HOME_CHANNEL) -> list[Message]:
        """The messages of a channel without those inside threads, oldest first."""
        found = self._do(lambda: list(place(self.backend, channel).messages.values()))
        return [message for message in found if not message.is_reply or message.subtype == "thread_broadcast"]

    def thread(self, ts: str) -> list[Message]:
        """The thread in which the message `ts` lies: the parent (when it is still there) and all replies, in order."""
        named = self.message(ts)
        root = (named.thread_ts if named else "") or ts
        found = self._do(lambda: list(self.backend.space.in_order()))
        return [message for message in found if root in (message.ts, message.thread_ts)]

    def answers(self, ts: str) -> list[Message]:
        """What the bot wrote in the thread of `ts` after it, oldest first."""
        return [found for found in self.thread(ts) if found.user == self.bot_user and found.ts > ts]

    def bot_messages(self) -> list[Message]:
        """Everything the bot has posted anywhere, in order."""
        found = self._do(lambda: list(self.backend.space.in_order()))
        return [message for message in found if message.user == self.bot_user]

    def message(self, ts: str) -> Message | None:
        """The message of this ts as it is now."""
        return self._do(lambda: self.backend.space.message(ts))

    def dm(self, person: Person) -> str:
        """The id of the direct conversation between a person and the bot."""
        return self._do(lambda: self.backend.space.dm_with(person.id).id)

    @property
    def files(self) -> list[StoredFile]:
        """Every file, with its content."""
        return self._do(lambda: list(self.backend.space.files.values()))

    def calls(self, method: str = "") -> list[ApiCall]:
        """The Web API calls so far, of one method or all, in order."""
        found = self._do(lambda: list(self.backend.calls))
        return [call for call in found if method in ("", call.method)]

    def deliveries(self, event: str = "") -> list[Delivery]:
        """What was sent to the bot so far: all of it, or the events of one type."""
        found = self._do(lambda: list(self.backend.courier.deliveries))
        return [delivery for delivery in found if event in ("", delivery.event.get("type"))]

    def read(self, shown: Shown) -> str:
        """A message, modal or Home tab as a person reads it, with names for ids; live mentions stand as ⟪@ana⟫."""
        view = PageView(self.backend, self.backend.bot)
        return self._do(lambda: render_text(shown, view.names))

    def transcript(self) -> str:
        """Everything said so far, for the message of a failing test."""
        found = self._do(lambda: list(self.backend.space.in_order()))
        whispers = [f"  only {name} sees: {w.text}" for name, person in self._people.items() for w in person.whispers]
        calls = [f"  {call.method} -> {call.status} {call.answer.get('error', '')}" for call in self.calls()[-20:]]
        return "\n".join([*map(self._transcript_line, found), *whispers, "last calls:", *calls])

    # Waiting

    def wait_for(self, look: Callable[[], T | None], timeout: float = 5.0, what: str = "") -> T:
        """What `look` gives as soon as that is something true; NotSeenError with the transcript after `timeout`."""
        return self._watch.until(look, timeout, what)

    def wait_for_answer(self, ts: str, timeout: float = 5.0, count: int = 1) -> Message:
        """The bot's newest reply in the thread of `ts` after it, once it has written `count` of them."""
        return self.wait_for(
            lambda: found[-1] if len(found := self.answers(ts)) >= count else None,
            timeout,
            f"{count} answer(s) of the bot in the thread of {ts}",
        )

    def wait_for_bot(self, connections: int = 1, timeout: float = 10.0) -> None:
        """Wait until the bot is connected."""
        self.wait_for(lambda: self.wire.connections >= connections, timeout, "the bot connected")

    def settles(self, quiet: float = 0.3, timeout: float = 10.0) -> None:
        """Wait until every delivery is acknowledged or lost and nothing has happened for `quiet` seconds."""
        still = _Stillness(quiet)

        def calm() -> bool:
            waiting = any(delivery.state is State.WAITING for delivery in self.deliveries())
            return still.lasts(None if waiting else self._do(lambda: self.backend.space.revision))

        self.wait_for(calm, timeout, "Slack to be quiet")

    def _transcript_line(self, message: Message) -> str:
        user = self.backend.space.users.get(message.user)
        indent = "    " if message.is_reply else "  "
        text = self.read(message).replace("\n", f"\n{indent}  ")
        return f"{indent}{user.name if user else message.user or 'a bot'}: {text}"

    def _do(self, work: Callable[[], T]) -> T:
        return self._server.do(work)


class _Stillness:
    """Tells how long something has stayed the same."""

    def __init__(self, quiet: float) -> None:
        self._quiet = quiet
        self._seen: int | None = None
        self._since = time.monotonic()

    def lasts(self, now: int | None) -> bool:
        if now is None or now != self._seen:
            self._seen, self._since = now, time.monotonic()
        return now is not None and time.monotonic() - self._since >= self._quiet
