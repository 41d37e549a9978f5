"""What using the log has told of it: whether somebody holds it for long, and whether it is damaged.

A log that is held costs the first writer the whole wait and those behind it little, so that answers go on; one that is
damaged is not written any more, so that it stays as it is for whoever mends it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from bot.edge.store.file.troubles import PRIMARY
from bot.errors import StoreError

SHORT_SECONDS = 0.25
"""How long a write waits for a log that somebody else holds, once one has waited in vain."""
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class Condition:
    """One log's.  Any thread may tell and ask."""

    def __init__(self, patience: float) -> None:
        """`patience`: the seconds that a write waits for a log that was free the last time."""
        self._patience = patience
        self._held = False
        self.damage: int | None = None
        """SQLite's code for it; None while the log is whole as far as is known."""

    @property
    def patience(self) -> float:
        """Seconds to wait now."""
        return min(self._patience, SHORT_SECONDS) if self._held else self._patience

    @contextmanager
    def learning(self, *, writes: bool) -> Iterator[None]:
        """Learn from how the block ends; `writes` when it only ends well with the log's lock."""
        try:
            yield
        except (sqlite3.Error, StoreError) as error:
            cause = error.__cause__ if isinstance(error, StoreError) else error
            code = getattr(cause, "sqlite_errorcode", 0) & PRIMARY
            self._held = self._held or code in _HELD
            if code in _DAMAGED:
                self.damage = code
            raise
        self._held = self._held and not writes
