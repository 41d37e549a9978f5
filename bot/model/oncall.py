"""A conversation as people on call work on it: who has it, what became of it, and what somebody does about it.

People, groups and channels are Slack's ids.  Texts are `SafeText`: redacted before they come here.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.conversation import ConversationId
from bot.model.text import SafeText


class Status(StrEnum):
    """What became of a conversation."""

    OPEN = "open"
    HANDED_OVER = "handed-over"
    """Offered to somebody who has not accepted yet; accepted, it is open again, with another owner."""
    RESOLVED = "resolved"
    DISMISSED = "dismissed"

    @property
    def closed(self) -> bool:
        """Whether nobody needs to look at it any more."""
        return self in {Status.RESOLVED, Status.DISMISSED}


class Act(StrEnum):
    """What somebody does about a conversation."""

    TRACK = "track"
    """Open it on purpose, without a paste."""
    TAKE = "take"
    TAKE_OVER = "take-over"
    """Take it although somebody else has it."""
    NOTE = "note"
    CHECK = "check"
    REMIND = "remind"
    RESOLVE = "resolve"
    DISMISS = "dismiss"
    HAND_OVER = "hand-over"
    ACCEPT = "accept"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom something is handed to: one person, or a user group with its members."""

    id: str
    members: frozenset[str] = frozenset()
    """A group's members; empty for a person."""
    group: bool = False
    bot: bool = False
    known: bool = True
    """False for an id that Slack knows nobody by, a person who left, or a group that was switched off."""
    readable: bool = True
    """False for a group whose members Slack does not tell: nobody could accept for it."""
    here: bool = True
    """Whether the person, or anybody of the group, is in the channel."""

    def includes(self, who: str) -> bool:
        """Whether *who* may accept what is handed to this receiver."""
        return who in self.members if self.group else who == self.id


@dataclass(frozen=True, slots=True)
class Offer:
    """A handing over that waits to be accepted."""

    receiver: str
    """A person's or a group's id."""
    sender: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Duty:
    """How a conversation stands.  `version` grows by one with every change: of two, the higher one is how it stands."""

    status: Status = Status.OPEN
    owner: str = ""
    offer: Offer | None = None
    """There exactly while the status is handed-over."""
    next_check: datetime | None = None
    closed_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Deed:
    """An act with who does it and when (with a time zone); the rest belongs to some acts only."""

    act: Act
    who: str
    at: datetime
    text: SafeText = field(default=SafeText(""), repr=False)
    """The note, what solved it, or the word that goes with a handing over."""
    until: datetime | None = None
    """When to remind."""
    receiver: Receiver | None = None
    """To whom it is handed; for accepting, to whom it was (with the group's members as they are now)."""
    key: str = ""
    """The same for one press or message however often it arrives; empty where nothing repeats."""
    aside: bool = False
    """Whether it is done elsewhere than in the conversation's own thread, which is still to hear of it."""


class Refusal(StrEnum):
    """Why an act was not done; nothing has changed then."""

    YOURS = "yours"
    TAKEN = "taken"
    CLOSED = "closed"
    NOT_CLOSED = "not-closed"
    OFFERED = "offered"
    """It waits for another person's acceptance."""
    NOT_OFFERED = "not-offered"
    NOT_FOR_YOU = "not-for-you"
    TO_YOURSELF = "to-yourself"
    TO_A_BOT = "to-a-bot"
    UNKNOWN = "unknown"
    """Slack knows no such person or group."""
    UNREADABLE = "unreadable"
    """Slack does not tell who is in the group."""
    NOT_HERE = "not-here"
    HAS_IT = "has-it"
    TWICE = "twice"
    STANDS = "stands"
    """It was handed to nobody in particular a moment ago, and nothing was said or done since."""
    NO_RECEIVER = "no-receiver"
    PAST = "past"
    EMPTY = "empty"
    TRACKED = "tracked"


@dataclass(frozen=True, slots=True)
class Refused:
    """An act that was not done: why, and how the conversation stands."""

    why: Refusal
    duty: Duty
    where: str = ""
    """The address of what stands already; empty where nothing does, or it is not known."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a conversation's history."""

    act: Act
    who: str
    at: datetime
    status: Status
    owner: str
    text: SafeText = field(default=SafeText(""), repr=False)
    receiver: str = ""


class ReminderKind(StrEnum):
    """What is to be said when a reminder's time has come."""

    CHECK = "check"
    """Look at it again."""
    ACCEPT = "accept"
    """It was handed to you and waits."""
    NOT_ACCEPTED = "not-accepted"
    """To the sender: nobody has accepted."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to be said at a time, to one person or group."""

    id: int
    conversation: ConversationId
    kind: ReminderKind
    user: str
    due_at: datetime
    offered_at: datetime | None = None
    """The handing over that it is about."""
