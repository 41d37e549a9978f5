"""When the bot speaks in a chat, and where: the policy, as one pure decision.

In a channel it speaks only at `likely` or better; asked, always.  In a thread that it knows, everything said there is
evidence together, and it speaks again only when what it told has changed.  What leads to no case by itself and was not
asked is other talk: left alone, and not stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.faces.reply import MOST_CASES
from bot.model.case import Strength
from bot.model.chat import Change, Incoming, Spoken, Told
from bot.model.match import Match, Matching
from bot.model.text import Hidden, Lang, SafeText


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of a thread as the log remembers it."""

    ts: str
    text: SafeText
    hidden: tuple[Hidden, ...] = ()


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the log knows of a thread, each in the order of time.  Nothing at all: the thread is not ours."""

    heard: tuple[Heard, ...] = ()
    spoken: tuple[Spoken, ...] = ()

    def knows(self, ts: str) -> bool:
        """Whether this message is stored."""
        return any(one.ts == ts for one in self.heard)

    def beside(self, incoming: Incoming) -> tuple[Heard, ...]:
        """What counts together with a message: the thread's others; where an answer is written anew, those before."""
        others = (one for one in self.heard if one.ts != incoming.ts)
        anew = incoming.change is Change.EDITED and self.reply_to(incoming.ts)
        return tuple(one for one in others if not anew or float(one.ts) < float(incoming.ts))

    def reply_to(self, ts: str) -> Spoken | None:
        """The bot's newest answer to the message `ts`."""
        return next((one for one in reversed(self.spoken) if one.answers == ts), None)

    @property
    def told(self) -> frozenset[Told]:
        """The cases that the bot named last in this thread, in answer to what somebody wrote."""
        return next((one.told for one in reversed(self.spoken) if one.answers), frozenset())

    @property
    def lang(self) -> Lang | None:
        """The language that the bot spoke last in this thread."""
        return self.spoken[-1].lang if self.spoken else None


class Move(StrEnum):
    """What to do about a message."""

    LEAVE = "leave"
    """Say nothing, store nothing."""
    NOTE = "note"
    """Say nothing, but store it: it is evidence."""
    SPEAK = "speak"
    UPDATE = "update"
    """Write the bot's own reply anew."""
    ERASE = "erase"
    """Say nothing, and remove what was stored of it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The move, why (a word for the log), and for an update the reply that is written anew."""

    move: Move
    reason: str
    reply: Spoken | None = None


def decide(incoming: Incoming, known: Remembered, alone: Matching, together: Matching) -> Decision:
    """What to do about a new or edited message: `alone` is what it leads to by itself, `together` with its thread."""
    if incoming.change is Change.EDITED and (reply := known.reply_to(incoming.ts)):
        return Decision(Move.UPDATE, "edited", reply)
    if incoming.change is Change.NEW and known.knows(incoming.ts):
        return Decision(Move.LEAVE, "known already")
    if incoming.asked:
        return Decision(Move.SPEAK, "asked")
    return _further(incoming, known, alone, together) if known.heard else _first(together)


def told_by(matches: Sequence[Match]) -> frozenset[Told]:
    """The cases that a reply tells: those that are likely or better, as many as a reply has room for."""
    likely = [one for one in matches if one.strength >= Strength.LIKELY]
    return frozenset(Told(one.case, one.strength) for one in likely[:MOST_CASES])


def _first(together: Matching) -> Decision:
    if together.best is None:
        return Decision(Move.LEAVE, "not likely enough")
    return Decision(Move.SPEAK, "likely")


def _further(incoming: Incoming, known: Remembered, alone: Matching, together: Matching) -> Decision:
    if not alone.matches:
        return Decision(Move.ERASE if known.knows(incoming.ts) else Move.LEAVE, "other talk")
    if told_by(together.matches) != known.told:
        return Decision(Move.SPEAK, "diagnosis changed")
    return Decision(Move.NOTE, "nothing new")
