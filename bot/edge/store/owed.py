"""What could not be written into the log yet: kept in memory and in order, until it can.

A disk that is full for an hour, or a log that somebody holds, costs no record then, unless the bot ends before.
"""

import threading
from collections import deque
from dataclasses import dataclass

from bot.model.conversation import Conversation, Place

MOST_CHARACTERS = 8 * 1024 * 1024
"""Of texts that are kept; more than some thousand conversations.  Then the oldest is lost."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """The text of a message that its author deleted."""

    place: Place
    ts: str


Debt = Conversation | Erasure


class Owed:
    """The debts of one bot.  Any thread may use it."""

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        self._debts: deque[Debt] = deque()
        self._room = most
        self._lock = threading.Lock()

    @property
    def first(self) -> Debt | None:
        """What is to be written first; None when nothing is owed."""
        with self._lock:
            return self._debts[0] if self._debts else None

    def keep(self, debt: Debt) -> None:
        """Owe this, too."""
        with self._lock:
            self._debts.append(debt)
            self._room -= _size(debt)
            while self._room < 0 and len(self._debts) > 1:
                self._room += _size(self._debts.popleft())

    def paid(self, debt: Debt) -> None:
        """It is written."""
        with self._lock:
            self._drop(debt)

    def forget(self, place: Place, ts: str) -> bool:
        """Owe nothing any more that may quote the message `ts`; whether there was such a thing."""
        with self._lock:
            quoting = [
                debt
                for debt in self._debts
                if isinstance(debt, Conversation) and debt.place == place and max(_times(debt)) >= ts
            ]
            for debt in quoting:
                self._drop(debt)
            return bool(quoting)

    def _drop(self, debt: Debt) -> None:
        if debt in self._debts:
            self._debts.remove(debt)
            self._room += _size(debt)


def _times(conversation: Conversation) -> list[str]:
    return [message.ts or "" for message in conversation.messages]


def _size(debt: Debt) -> int:
    return sum(len(message.text) for message in debt.messages) if isinstance(debt, Conversation) else 0
