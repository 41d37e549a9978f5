"""What happens in a chat: a message that came in, what its words ask for, and what goes out.

A message's text is `RawText` and is left out of `repr`, so that no log line can hold it by accident.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from bot.model.case import CaseId, Strength
from bot.model.text import Lang, RawText, SafeText

Block = dict[str, object]
"""A Block Kit block, JSON-ready."""


class ChannelKind(StrEnum):
    """What kind of conversation; the values are Slack's `channel_type`."""

    PUBLIC = "channel"
    PRIVATE = "group"
    DIRECT = "im"
    GROUP_DIRECT = "mpim"
    UNKNOWN = ""
    """An event that does not tell: treated as private wherever it matters."""


class Change(StrEnum):
    """What became of the message that an event tells of."""

    NEW = "new"
    EDITED = "edited"
    DELETED = "deleted"
    MARKED = "marked"
    """Somebody put a reaction on it that makes it a note."""
    READ = "read"
    """A button or the shortcut had a pod read: after a stop nobody goes on, and its message has to say so."""


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file that hangs on a message, as far as Slack tells without its content."""

    id: str
    name: SafeText
    """Redacted, on one line: it is repeated where the file cannot be read."""
    mimetype: str
    filetype: str
    size: int
    """Bytes."""
    url: str
    """Where the content is; needs the bot's token."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A person's message, new, edited or deleted.  `key` is the same however often and whichever way it arrives."""

    key: str
    change: Change
    team: str
    channel: str
    channel_kind: ChannelKind
    ts: str
    """Slack's name of the message."""
    thread_ts: str | None
    """The parent's `ts` when it lies in a thread."""
    user: str
    text: RawText = field(repr=False)
    files: tuple[SharedFile, ...] = ()
    mentioned: bool = False
    """Whether the text names the bot."""
    resumed: bool = False
    """Whether it was read again after a stop: an answer of the bot may stand there already."""

    @property
    def root(self) -> str:
        """The `ts` of the thread that an answer belongs in."""
        return self.thread_ts or self.ts

    @property
    def pointer(self) -> "Pointer":
        """Where this is, without what it says."""
        return Pointer(self.key, self.change, self.channel, self.ts, self.thread_ts)

    @property
    def asked(self) -> bool:
        """Whether the bot was addressed: then it always answers."""
        return self.mentioned or self.channel_kind is ChannelKind.DIRECT


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where something is that has to be looked at: never what it says."""

    key: str
    change: Change | None
    """None for a press or a command."""
    channel: str
    ts: str
    thread_ts: str | None = None

    @property
    def root(self) -> str:
        """The thread that it lies in."""
        return self.thread_ts or self.ts


@dataclass(frozen=True, slots=True)
class Absence:
    """Since when the bot may have missed something, and where people may have written meanwhile."""

    since: float
    """Seconds since the epoch; some of what was said after it may have been seen."""
    channels: tuple[tuple[str, ChannelKind], ...]
    threads: tuple[tuple[str, str], ...]
    """Channel and parent of threads that were going on."""


class AskKind(StrEnum):
    """What words ask for."""

    HELP = "help"
    CASES = "cases"
    CASE = "case"
    MATCH = "match"
    LOG = "log"
    DIAGNOSE = "diagnose"
    PASTE = "paste"
    """No word of ours: a text to be answered."""
    UNKNOWN = "unknown"
    """A few words, none of ours: perhaps mistyped, perhaps a very short paste."""
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody who addressed the bot wants."""

    kind: AskKind
    argument: RawText = field(default=RawText(""), repr=False)
    suggestion: str = ""
    """What an unknown word may have meant."""
    paste: RawText = field(default=RawText(""), repr=False)
    """What was written behind the pod to be diagnosed."""
    chinese: bool = False
    """Whether the word itself was Chinese: it tells the language of the answer."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button of the bot's own message that somebody pressed, or a form that they sent."""

    key: str
    action: str
    team: str
    channel: str
    thread_ts: str
    """The thread that the message lies in."""
    ts: str
    """The message with the button."""
    user: str
    value: str = ""
    """What the button carries: the conversation that it is about, where it does not lie in its thread; or a pod."""
    text: RawText = field(default=RawText(""), repr=False)
    """What the message says that the shortcut was used on, or what was written into a form."""
    files: tuple[SharedFile, ...] = ()
    """What hangs on that message."""
    answer_to: str = field(default="", repr=False)
    """The shortcut's response_url: it reaches its user where the bot is no member."""
    trigger: str = field(default="", repr=False)
    """Opens a modal for who pressed, within three seconds."""

    @property
    def pointer(self) -> Pointer:
        """Where this is."""
        return Pointer(self.key, None, self.channel, self.ts, self.thread_ts)


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command; its answer is for the person who ran it alone."""

    key: str
    team: str
    channel: str
    user: str
    text: RawText = field(repr=False)
    answer_to: str = field(default="", repr=False)
    """Slack's response_url: whoever knows it can write there."""

    @property
    def pointer(self) -> Pointer:
        """Where this is."""
        return Pointer(self.key, None, self.channel, "")


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """What a post or an update carries."""

    blocks: tuple[Block, ...]
    text: str
    """The fallback for notifications and screen readers; escaped for Slack."""
    folded: bool = False
    """Whether commands or steps were left out that a button can show."""
    case: CaseId | None = None
    strength: Strength = Strength.NONE
    mark: str = ""
    """Names the message that this answers, so that the answer is found again in the thread.  At most 255 characters."""

    def marked(self, mark: str) -> Self:
        """The same message as the answer to another."""
        return replace(self, mark=mark)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of the bot's own for a channel, or for a thread of it."""

    channel: str
    thread_ts: str
    """Empty: not into a thread."""
    name: str
    """The same for the same file however often it is shared: it is looked for by this."""
    title: str
    content: bytes = field(repr=False)
    comment: str = ""
    """What stands beside it, in our own words alone: Slack reads it as mrkdwn."""


@dataclass(frozen=True, slots=True)
class Told:
    """A case as people were told it."""

    case: CaseId
    strength: Strength


@dataclass(frozen=True, slots=True)
class Spoken:
    """A post of the bot in a thread: which message it answers, and which cases it told."""

    ts: str
    answers: str
    """Empty for what a button or a command asked for."""
    told: frozenset[Told]
    lang: Lang
    text: SafeText = field(default=SafeText(""), repr=False, compare=False)
    """All of it, as a terminal prints it; a post in Slack may show less."""
