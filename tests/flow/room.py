"""A chat of the test's own: real log, real casebook, and doors that keep what went through them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from bot.core.matching.index import Index
from bot.edge.store.chat_store import ChatStore
from bot.errors import SlackError
from bot.flow.conversing import handle
from bot.flow.doors import ChatDoors, Doors, LogDoors
from bot.flow.pressing import press, run
from bot.model.chat import Block, Change, ChannelKind, Command, Incoming, Press, SharedFile, SlackMessage, Upload
from bot.model.conversation import Conversation, Place
from bot.model.text import Lang, RawText

CHANNEL = "C0OPS"


@dataclass
class Room:
    """One channel.  `posts` are the bot's own by their `ts`; a real Slack is elsewhere."""

    store: ChatStore
    index: Index
    preferred: Lang | None = None
    posts: dict[str, SlackMessage] = field(default_factory=dict)
    threads: dict[str, str] = field(default_factory=dict)
    """`ts` of a post -> the thread that it lies in."""
    updates: list[str] = field(default_factory=list)
    whispers: list[SlackMessage] = field(default_factory=list)
    responses: list[SlackMessage] = field(default_factory=list)
    homes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    uploads: list[Upload] = field(default_factory=list)
    may_share: bool = True
    modals: list[dict[str, object]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    langs: dict[str, Lang] = field(default_factory=dict)
    asked_for_lang: list[str] = field(default_factory=list)
    history: list[Incoming] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kind: ChannelKind = ChannelKind.PUBLIC
    _clock: "count[int]" = field(default_factory=lambda: count(1))

    def says(self, text: str, *, to: str | None = None, mention: bool = False, **more: object) -> str:
        """A person writes; gives the message's ts."""
        ts = self._ts()
        self.hears(self.message(text, ts, thread=to, mention=mention, **more))
        return ts

    def edits(self, ts: str, text: str, *, to: str | None = None, mention: bool = False) -> None:
        """A person edits a message."""
        self.hears(replace(self.message(text, ts, thread=to, mention=mention), change=Change.EDITED))

    def deletes(self, ts: str, *, to: str | None = None) -> None:
        """A person deletes a message."""
        self.hears(replace(self.message("", ts, thread=to), change=Change.DELETED))

    def hears(self, incoming: Incoming) -> None:
        """The message reaches the bot."""
        handle(incoming, self.doors)

    def message(
        self, text: str, ts: str, *, thread: str | None = None, mention: bool = False, **more: object
    ) -> Incoming:
        """A message of this room."""
        made = Incoming(f"msg:{CHANNEL}:{ts}", Change.NEW, "T1", CHANNEL, self.kind, ts, thread, "U1", RawText(text))
        return replace(made, mentioned=mention, **more)  # type: ignore[arg-type]  # the tests name fields of it

    def presses(self, action: str, ts: str, thread: str, user: str = "U1") -> None:
        """A person presses a button of the bot's post `ts`."""
        press(Press(f"press:{next(self._clock)}", action, "T1", CHANNEL, thread, ts, user), self.doors)

    def runs(self, text: str) -> SlackMessage:
        """A person runs `/juicefs text`; gives the answer."""
        run(Command(f"command:{next(self._clock)}", "T1", CHANNEL, "U1", RawText(text), "https://hooks"), self.doors)
        return self.responses[-1]

    def answers(self, thread: str) -> list[SlackMessage]:
        """What the bot has posted in a thread, as it reads now."""
        return [self.posts[ts] for ts, root in self.threads.items() if root == thread]

    @property
    def doors(self) -> Doors:
        """The doors of this room."""
        chat = ChatDoors(
            post=self._post,
            find=self._find,
            update=self._update,
            refresh=self._refresh,
            whisper=lambda *args: self.whispers.append(args[3]),
            respond=lambda _url, message: self.responses.append(message),
            publish=lambda user, blocks: self.homes.update({user: blocks}),
            download=self._download,
            message=lambda _channel, ts: next((one for one in self.history if one.ts == ts), None),
            people=lambda *_: self.history,
            lang=self._lang,
            name=lambda user: self.names.get(user, user),
            link=lambda channel, ts: f"https://team.slack.com/archives/{channel}/{ts}",
            share=self._share,
            ask=self._ask,
        )
        store = self.store
        log = LogDoors(store.recall, store.record, store.erase, store.visible, store.vote)
        return Doors(chat, log, lambda: self.index, self.preferred, self._now, self._note)

    def _ts(self) -> str:
        return f"{1_736_481_300 + next(self._clock)}.000000"

    def _now(self) -> datetime:
        return datetime.fromtimestamp(float(self._ts()), UTC)

    def _post(self, channel: str, thread_ts: str, message: SlackMessage, *, maybe_there: bool) -> str:
        if maybe_there and (found := self._find(channel, thread_ts, message.mark)):
            return found
        ts = self._ts()
        self.posts[ts], self.threads[ts] = message, thread_ts
        return ts

    def _find(self, _channel: str, thread_ts: str, mark: str) -> str | None:
        marked = (ts for ts, post in self.posts.items() if post.mark == mark and self.threads[ts] == thread_ts)
        return next(marked, None)

    def _update(self, _channel: str, ts: str, message: SlackMessage) -> None:
        self.posts[ts] = message
        self.updates.append(ts)

    def _refresh(self, channel: str, ts: str, message: SlackMessage) -> bool:
        self._update(channel, ts, message)
        return True

    def _share(self, upload: Upload, *, maybe_there: bool = False) -> None:
        if not self.may_share:
            raise SlackError("Slack refused: missing_scope.", "Slack 拒绝了请求：missing_scope。")
        if not (maybe_there and any(one.name == upload.name for one in self.uploads)):
            self.uploads.append(upload)

    def _ask(self, trigger: str, view: dict[str, object]) -> None:
        if trigger == "expired":
            raise SlackError("Slack refused: expired_trigger_id.", "Slack 拒绝了请求：expired_trigger_id。")
        self.modals.append(view)

    def _download(self, file: SharedFile) -> RawText:
        if file.id not in self.files:
            raise SlackError("Slack gave a sign-in page instead of the file.", "Slack 返回了登录页而不是文件内容。")
        return RawText(self.files[file.id])

    def _lang(self, user: str) -> Lang | None:
        self.asked_for_lang.append(user)
        return self.langs.get(user)

    def _note(self, event: str, /, **values: object) -> None:
        self.notes.append(f"{event} {values}")


def stored(store: ChatStore) -> list[Conversation]:
    """Everything in the log."""
    return [one.conversation for one in store.everything()]


def with_log(room: Room, **doors: Callable[..., object]) -> Doors:
    """The room's doors with some of the log's replaced."""
    made = room.doors
    return replace(made, log=replace(made.log, **doors))  # type: ignore[arg-type]  # the tests name the doors


def place(thread: str) -> Place:
    """A thread of the room."""
    from bot.model.conversation import Door

    return Place(Door.SLACK, "T1", CHANNEL, thread)


def lies(path: Path, words: str) -> bool:
    """Whether words lie anywhere on the disk."""
    return any(words.encode() in one.read_bytes() for one in path.iterdir())
