"""What the log keeps of a conversation: who asked what and where, what it led to, and what the bot said.

Every text here is `SafeText`: nothing reaches the log that redaction has not been over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.model.case import CaseId, Strength
from bot.model.chat import Told
from bot.model.diagnosis import Verdict
from bot.model.match import Match
from bot.model.text import Hidden, Lang, SafeText

ConversationId = NewType("ConversationId", int)
"""The number of a conversation in the log, from 1; never given twice."""


class Door(StrEnum):
    """Where people and the bot meet."""

    TERMINAL = "terminal"
    SLACK = "slack"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation is held.  What is recorded at the same place, in the same `thread`, is one conversation."""

    door: Door
    team: str = ""
    """Slack's workspace id."""
    channel: str = ""
    """Slack's channel id."""
    thread: str | None = None
    """Slack's `thread_ts`, or any name of a terminal session; without one, every recording opens a conversation."""


@dataclass(frozen=True, slots=True)
class MessageIn:
    """What a person sent, redacted, and what it led to."""

    text: SafeText
    at: datetime
    """With a time zone; kept in UTC to the millisecond."""
    lang: Lang
    verdict: Verdict
    matches: tuple[Match, ...] = ()
    """Best first."""
    hidden: tuple[Hidden, ...] = ()
    user: str = ""
    """Slack's user id, or the login name in a terminal."""
    ts: str | None = None
    """Slack's `ts` of the message.  Recording the same one again replaces what was stored of it."""


@dataclass(frozen=True, slots=True)
class MessageOut:
    """What the bot said."""

    text: SafeText
    at: datetime
    """With a time zone; kept in UTC to the millisecond."""
    lang: Lang
    ts: str | None = None
    """Slack's `ts` of the bot's post, by which it can be updated later."""
    answers: str | None = None
    """Slack's `ts` of the message that this answers."""
    told: tuple[Told, ...] = ()
    """The cases that it named."""


Message = MessageIn | MessageOut


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages at one place in the order of time: one exchange when it is recorded, all of them when read back."""

    place: Place
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Logged:
    """A conversation as the log has it.  After it was forgotten, its texts are empty and its place has only a door."""

    id: ConversationId
    opened_at: datetime
    last_at: datetime
    conversation: Conversation
    forgotten_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A conversation in one line, for lists."""

    id: ConversationId
    opened_at: datetime
    last_at: datetime
    place: Place
    user: str
    """Who sent the first message."""
    case: CaseId | None
    """The best case of the newest message that led to any."""
    strength: Strength
    line: SafeText
    """The line that was searched for, else the one that proves the case, else the first of the paste."""
    forgotten: bool = False


Recorder = Callable[[Conversation], ConversationId]
"""How the flow writes an exchange: all of it in one transaction, or `bot.errors.StoreError` and nothing of it."""
