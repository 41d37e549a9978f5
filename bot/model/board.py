"""The bot's answer as the place where people see how its conversation stands, and press what can be done about it."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.model.chat import Block, SlackMessage
from bot.model.conversation import ConversationId, Place
from bot.model.oncall import Duty
from bot.model.text import Lang, SafeText


@dataclass(frozen=True, slots=True)
class Board:
    """An answer of the bot, without what changes on it: the line of its state and the buttons that fit."""

    message: SlackMessage
    lang: Lang
    buttons: tuple[Block, ...] = ()
    """Those that are there whatever the state, such as "Show all steps"; JSON-ready button elements."""
    diagnosis: bool = False
    """Whether a pod was read for it: then there is something to report upstream."""
    ts: str = ""
    """Slack's `ts`; empty before it was posted."""


@dataclass(frozen=True, slots=True)
class Situation:
    """How the conversation behind an answer stands."""

    duty: Duty = field(default_factory=Duty)
    by: str = ""
    """Who closed it."""
    solved: SafeText = field(default=SafeText(""), repr=False)
    """What solved it, in the words of whoever resolved it."""
    refuted: tuple[str, ...] = ()
    """Who says that the answer is not this case."""


@dataclass(frozen=True, slots=True)
class Hung:
    """A board that hangs in Slack: where, how things stand, and what was painted on it last."""

    number: ConversationId
    place: Place
    board: Board
    situation: Situation
    changes: int
    """How often what it is to show has changed; `painted` may show an earlier one."""
    painted: str
    """The state and the buttons that it shows, as JSON; empty where that is not known."""
    newest: bool
    """Whether it is the bot's newest answer in its thread; an older one shows no state any more."""


def moment(at: datetime | None) -> str:
    """A time on a board, in UTC: `03-14 12:05Z`; empty for none."""
    return f"{at:%m-%d %H:%MZ}" if at else ""
