"""Conversations that were handed over alone, in their own threads: read out of what was done about them.

Such a handing over has no row of its own: the conversation's thread tells it, and its change is the record.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.edge.store.rows.reading import place_of
from bot.model.handoff import HandedThread

_LAST = """WITH handed AS (
    SELECT c.id AS change, c.at, c.user, c.receiver, v.door, v.team, v.channel, v.thread_ts,
        CASE WHEN n.act = 'accept' OR (n.act = 'take' AND n.user <> c.user) THEN n.user ELSE '' END AS accepted_by
    FROM changes c JOIN conversations v ON v.id = c.conversation_id
    LEFT JOIN changes n ON n.id = (SELECT min(id) FROM changes WHERE conversation_id = c.conversation_id
        AND id > c.id AND (act = 'hand-over' OR status <> 'handed-over'))
    WHERE c.act = 'hand-over' AND c.key NOT LIKE 'handoff:%' AND v.forgotten_at IS NULL
        AND v.team = ? AND v.thread_ts IS NOT NULL)
SELECT * FROM handed WHERE user = ? OR accepted_by = ? OR receiver IN ({to}) ORDER BY at DESC, change DESC LIMIT ?"""
"""The change after it that ends it tells whether it was accepted.  A key `handoff:…` is one of a whole channel's."""


def last(db: Database, team: str, people: Sequence[str], limit: int) -> tuple[HandedThread, ...]:
    """The newest that the first of *people* sent, accepted, or that went to any of them: the rest are groups."""
    sql = _LAST.format(to=", ".join("?" * len(people)))
    rows = list(db.query(sql, (team, people[0], people[0], *people, limit)))
    return tuple(map(_handed, rows))


def _handed(row: dict[str, object]) -> HandedThread:
    return HandedThread(
        place=place_of(row),
        at=datetime.fromisoformat(str(row["at"])),
        sender=str(row["user"]),
        receiver=str(row["receiver"]),
        accepted_by=str(row["accepted_by"]),
    )
