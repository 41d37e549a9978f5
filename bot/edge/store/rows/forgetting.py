"""Forgetting: the text leaves the tables, the full-text index, the free pages and the write-ahead log.

What stays of a conversation tells nothing of anybody: its number, its times, its door, the verdicts, and the cases with
their scores, so that counts over the log hold.

Measured: with `secure_delete` alone, 3 of 1,333 removed texts could still be read in pages that SQLite had split
earlier, and every deleted word stays in the full-text index until its segments are merged.  Hence `optimize`, which
merges them, and VACUUM, which writes every page anew: 0.6 s together for a log of 78 MB.
"""

from datetime import datetime

from sqlite_utils import Database

from bot.edge.store.rows import events
from bot.edge.store.rows.writing import iso
from bot.model.conversation import ConversationId

_MESSAGES_OF = "SELECT id FROM messages WHERE conversation_id = ?"
_MATCHES_OF = f"SELECT id FROM matches WHERE message_id IN ({_MESSAGES_OF})"  # noqa: S608 - constants
_UNSCRUBBED = 1
"""In SQLite's `user_version`, which is the application's own to use."""
_BLANK = (
    f"DELETE FROM evidence WHERE match_id IN ({_MATCHES_OF})",  # noqa: S608 - constants
    f"UPDATE matches SET slots = '{{}}' WHERE message_id IN ({_MESSAGES_OF})",  # noqa: S608 - constants
    f"UPDATE feedback SET user = '' WHERE message_id IN ({_MESSAGES_OF})",  # noqa: S608 - constants
    "UPDATE messages SET text = '', spaced = NULL, user = '', ts = NULL, answers = NULL WHERE conversation_id = ?",
    "UPDATE duties SET owner = '', offered_to = '', offered_by = '' WHERE conversation_id = ?",
    "UPDATE changes SET user = '', owner = '', receiver = '', text = '', key = '' WHERE conversation_id = ?",
    "DELETE FROM readings WHERE conversation_id = ?",
    "DELETE FROM reminders WHERE conversation_id = ?",
    "DELETE FROM boards WHERE conversation_id = ?",
    "DELETE FROM errands WHERE conversation_id = ?",
    "UPDATE handoffs SET note = '' WHERE id IN (SELECT handoff_id FROM handoff_items WHERE conversation_id = ?)",
    """UPDATE handoff_items SET before = NULL, now = NULL, others = '', unread = '', card_ts = NULL, accepted_by = ''
        WHERE conversation_id = ?""",
    "UPDATE conversations SET team = '', channel = '', thread_ts = NULL WHERE id = ?",
)


def blank(db: Database, number: ConversationId, at: datetime) -> bool:
    """Take every text and name out of a conversation; whether there is such a number.  Runs inside a transaction."""
    events.forget(db, number)
    for statement in _BLANK:
        db.execute(statement, (number,))
    when = "UPDATE conversations SET forgotten_at = coalesce(forgotten_at, ?) WHERE id = ?"
    return db.execute(when, (iso(at), number)).rowcount > 0


def blank_older(db: Database, before: datetime, at: datetime) -> int:
    """`blank` every conversation whose newest message is older than `before`; how many.  Runs inside a transaction."""
    old = "SELECT id FROM conversations WHERE last_at < ? AND forgotten_at IS NULL"
    numbers = [ConversationId(number) for (number,) in db.execute(old, (iso(before),)).fetchall()]
    for number in numbers:
        blank(db, number, at)
    handed = "UPDATE handoffs SET sender = '', receiver = '', note = '' WHERE asked_at < ? AND sender || receiver <> ''"
    handings = db.execute(handed, (iso(before),)).rowcount
    if numbers or handings:
        db.execute(f"PRAGMA user_version = {_UNSCRUBBED}")
    return len(numbers)


def scrub_is_due(db: Database) -> bool:
    """Whether texts were blanked by age and their traces not overwritten yet: a stop or a reader came in between."""
    return bool(db.execute("PRAGMA user_version").fetchone() == (_UNSCRUBBED,))


def scrub(db: Database) -> bool:
    """Overwrite what blanked conversations left on the disk; False when another reader still holds the old pages.

    Runs outside a transaction and needs as much free space as the file has, beside it and in the temporary folder.
    """
    db.table("messages").optimize()
    db.vacuum()
    busy, _, _ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if not busy:
        db.execute("PRAGMA user_version = 0")
    return not busy
