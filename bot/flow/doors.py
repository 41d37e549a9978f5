"""The doors of a conversation: everything outside that it needs, each a plain function, tests give their own."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.chat.policy import Remembered
from bot.core.matching.index import Index
from bot.core.objects.target import Target
from bot.core.oncall.stats import Stats
from bot.errors import BotError
from bot.flow.diagnosing import Diagnosed
from bot.flow.handoff_doors import HandoffLog
from bot.model.board import Board, Situation
from bot.model.case import CaseId
from bot.model.chat import Block, Incoming, SharedFile, SlackMessage, Upload
from bot.model.conversation import Conversation, ConversationId, Entry, Logged, Place
from bot.model.episode import Episode
from bot.model.feedback import Feedback
from bot.model.handoff import OpenItem, Reading
from bot.model.oncall import Deed, Duty, Receiver, Refused
from bot.model.snapshot import Ask, Snapshot
from bot.model.text import Lang, RawText, SafeText


class Note(Protocol):
    """Writes a line of the bot's own log: what happened, with short values, never anybody's text."""

    def __call__(self, event: str, /, **values: object) -> None:
        """Note it."""
        ...


Progress = Callable[[Sequence[Ask], Sequence[Ask]], None]
"""Told while a pod is read what is done and what is under way."""


class Share(Protocol):
    """Shares a file; `maybe_there`: look first whether it stands in its thread."""

    def __call__(self, upload: Upload, *, maybe_there: bool = False) -> None:
        """Share it.  Raises SlackError, `missing_scope` too."""
        ...


class Post(Protocol):
    """Posts into a thread and gives the post's `ts`; `maybe_there`: look first whether it stands there."""

    def __call__(self, channel: str, thread_ts: str, message: SlackMessage, *, maybe_there: bool) -> str:
        """Post it.  Raises SlackError."""
        ...


@dataclass(frozen=True, slots=True)
class ChatDoors:
    """What Slack is needed for.  All of them raise SlackError, save `lang`, `name` and `link`, which never fail."""

    post: Post
    find: Callable[[str, str, str], str | None]
    """Channel, thread, mark: the `ts` of the own post with this mark."""
    update: Callable[[str, str, SlackMessage], None]
    """Channel, the `ts` of an own post, what it says from now on."""
    refresh: Callable[[str, str, SlackMessage], bool]
    """The same for what is soon out of date: tried once, where Slack has room for it; whether it was done."""
    whisper: Callable[[str, str, str | None, SlackMessage], None]
    """Channel, user, thread: for that person alone."""
    respond: Callable[[str, SlackMessage], None]
    """Answers a slash command at its address."""
    download: Callable[[SharedFile], RawText]
    """Raises InputError, too, for what cannot be used."""
    message: Callable[[str, str], Incoming | None]
    """Channel, `ts`: a person's message as it is now; None when it is gone, or not a person's."""
    publish: Callable[[str, tuple[Block, ...]], None]
    """A user, and what the app's own page shows them."""
    people: Callable[[str, str], Sequence[Incoming]]
    """Channel, thread: what people said there."""
    lang: Callable[[str], Lang | None]
    """The language of a user's Slack."""
    name: Callable[[str], str]
    """What a user calls themselves; the id where that cannot be known.  Text of theirs: to be escaped."""
    link: Callable[[str, str], str]
    """Channel, `ts`: where that message is; empty when it is not known."""
    share: Share
    ask: Callable[[str, dict[str, object]], None]
    """A press' trigger, a modal: shows it to who pressed."""


@dataclass(frozen=True, slots=True)
class LogDoors:
    """What the conversation log is needed for.  All of them raise StoreError."""

    recall: Callable[[Place], Remembered]
    record: Callable[[Conversation], ConversationId]
    erase: Callable[[Place, str], bool]
    visible: Callable[[Collection[str], Place, int], Sequence[Entry]]
    """Conversations with these words that may be seen from a place."""
    vote: Callable[[Place, str, str, Feedback, datetime], bool]


@dataclass(frozen=True, slots=True)
class OnCallDoors:
    """What acting on conversations is needed for.  Those of the log raise StoreError, `receiver` SlackError."""

    act: Callable[[Place, Deed], Duty | Refused | None]
    """Does it, or says why not; None where the log knows no conversation."""
    number: Callable[[Place], ConversationId | None]
    place: Callable[[ConversationId], Place | None]
    open_items: Callable[[Place], Sequence[OpenItem]]
    """The open conversations of a channel; of its thread alone, when the place has one."""
    open_in: Callable[[Place, datetime], Sequence[OpenItem]]
    """What counts as open in a channel: work that is left, not every exchange."""
    stats: Callable[[Place], Stats]
    """The figures of what may be seen from a place."""
    plot: Callable[[Stats], bytes]
    """The figures as a PNG."""
    of_case: Callable[[CaseId], Sequence[Episode]]
    """Conversations about a case, wherever they were held."""
    keep_reading: Callable[[ConversationId, Reading], None]
    logged: Callable[[ConversationId], Logged | None]
    """A conversation whole."""
    item: Callable[[Place], OpenItem | None]
    """The conversation at a place, however it stands."""
    board: Callable[[ConversationId], Board | None]
    """The bot's newest answer in a conversation."""
    situation: Callable[[Place, str], Situation]
    """How the conversation at a place stands, with what people say of the bot's answer of that `ts`."""
    hang: Callable[[ConversationId, Board, str], None]
    """Keeps an answer that shows how its conversation stands, and what is painted on it."""
    receiver: Callable[[str, str], Receiver]
    """A person's or group's id, and the channel that they are to be in."""
    groups_of: Callable[[str], frozenset[str]]
    """The user groups that a person is in; it never fails."""
    sees: Callable[[str, str], bool]
    """Whether a person is in a channel: no, where Slack does not tell.  It never fails."""
    handoffs: HandoffLog
    read: Callable[[str, Target], Snapshot] | None = None
    """Reads a pod for a channel; absent when no cluster is connected."""
    patience: timedelta = timedelta(minutes=15)
    """How long a handing over may wait before its receiver is reminded, and again before its sender is told."""


@dataclass(frozen=True, slots=True)
class Doors:
    """All of them."""

    chat: ChatDoors
    log: LogDoors
    index: Callable[[], Index]
    """The casebook in force now."""
    preferred: Lang | None
    """The setting: where neither text nor reader tells a language."""
    now: Callable[[], datetime]
    note: Note
    diagnose: Callable[[Target, Lang, SafeText | None, Progress], Diagnosed] | None = None
    """Reads a pod and diagnoses it, beside what was said about it; absent when no cluster is connected.  It raises
    ClusterError."""
    may_not: Callable[[str, Target], BotError | None] = lambda _channel, _pod: None
    """Why a pod may not be read for a channel; None when it may."""
    tell_every: float = 1.0
    """Seconds until a reading is heard of, and between two looks whether there is more to tell."""
    oncall: OnCallDoors | None = None
    """Absent where nobody acts on conversations."""
