"""Work that one bot takes up and only then ends: what was taken up by a bot that died is taken up again by another.

For the tables `errands` and `reminders`.  Everything here runs inside a transaction that the caller holds.
"""

from collections.abc import Callable
from datetime import datetime

from sqlite_utils import Database

from bot.edge.store.rows.writing import iso

MOST_TRIES = 20
"""Work that was taken up so often and never ended may be what kills the bot, or Slack never lets it be done."""

Alive = Callable[[str], bool]


def take(db: Database, table: str, number: int, holder: str, alive: Alive) -> int | None:
    """Take it up: how often that was done before; None when it is done, or another living bot is at it.

    Who took it up before may have done it without writing that down: then it is looked for before it is done again.
    """
    row = db.execute(f"SELECT holder, tries FROM {table} WHERE id = ? AND done_at IS NULL", (number,)).fetchone()  # noqa: S608 - our own names
    if row is None or (row[0] and row[0] != holder and alive(row[0])):
        return None
    db.execute(f"UPDATE {table} SET holder = ?, tries = tries + 1 WHERE id = ?", (holder, number))  # noqa: S608 - as above
    return int(row[1])


def end(db: Database, table: str, number: int, due: datetime, at: datetime) -> None:
    """It is done; not so when it was made due anew meanwhile."""
    db.execute(f"UPDATE {table} SET done_at = ?, holder = '' WHERE id = ? AND due_at = ?", (iso(at), number, iso(due)))  # noqa: S608 - as above


def give_back(db: Database, table: str, number: int, at: datetime, *, blameless: bool) -> None:
    """It was not done; after so many tries it never will be.  `blameless`: Slack was away, which is no try."""
    done = f"CASE WHEN tries >= {MOST_TRIES} THEN ? END"
    tries = 1 if blameless else MOST_TRIES
    sql = f"UPDATE {table} SET holder = '', tries = min(tries, ?) WHERE id = ?"  # noqa: S608 - as above
    db.execute(sql, (tries, number))
    db.execute(f"UPDATE {table} SET done_at = {done} WHERE id = ?", (iso(at), number))  # noqa: S608 - as above
