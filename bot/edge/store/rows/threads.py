"""What the log knows of one thread, and taking a message out of it.

Everything here runs inside a transaction that the caller holds, or only reads.
"""

from sqlite_utils import Database

from bot.core.chat.policy import Heard, Remembered
from bot.core.wording.chat import DELETED_IN_LOG, QUOTED_DELETED
from bot.edge.store.rows import boards, duties
from bot.edge.store.rows.reading import logged
from bot.edge.store.rows.writing import iso
from bot.model.chat import Spoken
from bot.model.conversation import ConversationId, MessageIn, MessageOut, Place
from bot.model.feedback import Vote
from bot.model.text import Lang, SafeText

_AT = "SELECT id FROM conversations WHERE door = ? AND team = ? AND channel = ? AND thread_ts = ?"


def recall(db: Database, place: Place) -> Remembered:
    """What was said at `place`; nothing when the log does not know it."""
    number = _number(db, place)
    found = logged(db, number) if number else None
    messages = found.conversation.messages if found else ()
    return Remembered(
        heard=tuple(_heard(one, one.ts) for one in messages if isinstance(one, MessageIn) and one.ts),
        spoken=tuple(
            Spoken(one.ts, one.answers or "", frozenset(one.told), one.lang, one.text)
            for one in messages
            if isinstance(one, MessageOut) and one.ts
        ),
    )


def erase(db: Database, place: Place, ts: str) -> bool:
    """Take the text of a message out of the log, and all that was said or proven since, which may quote it.

    Whether there was such a message.  What stays: who wrote when, the verdict, the cases with their scores.
    """
    number = _number(db, place)
    found = db.execute(
        "SELECT id, at FROM messages WHERE conversation_id = ? AND direction = 'in' AND ts = ?", (number, ts)
    ).fetchone()
    if found is None:
        return False
    message, at = found
    for lang in Lang:
        _replace(db, DELETED_IN_LOG[lang], "id = ? AND lang = ?", (message, lang.value))
        since = "conversation_id = ? AND direction = 'out' AND at >= ? AND lang = ?"
        _replace(db, QUOTED_DELETED[lang], since, (number, at, lang.value))
    proofs = (
        "SELECT t.id FROM matches t JOIN messages m ON m.id = t.message_id WHERE m.conversation_id = ? AND m.at >= ?"
    )
    db.execute(f"DELETE FROM evidence WHERE match_id IN ({proofs})", (number, at))  # noqa: S608 - a constant
    db.execute(f"UPDATE matches SET slots = '{{}}' WHERE id IN ({proofs})", (number, at))  # noqa: S608 - as above
    boards.drop(db, number)
    return True


def vote(db: Database, place: Place, ts: str, cast: Vote) -> bool:
    """Count what a person says of the bot's post `ts`: once for each person, the last word counts; False without it."""
    number = _number(db, place)
    found = db.execute(
        "SELECT id FROM messages WHERE conversation_id = ? AND direction = 'out' AND ts = ?", (number, ts)
    ).fetchone()
    if found is None:
        return False
    db.execute(
        "INSERT INTO feedback (message_id, user, verdict, at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (message_id, user) WHERE user <> '' DO UPDATE SET verdict = excluded.verdict, at = excluded.at",
        (found[0], cast.user, cast.feedback.value, iso(cast.at)),
    )
    duties.touch(db, number)
    return True


def _heard(message: MessageIn, ts: str) -> Heard:
    """A deleted message is known and no evidence."""
    gone = message.text in DELETED_IN_LOG.values()
    return Heard(ts, SafeText("") if gone else message.text, message.hidden)


def _number(db: Database, place: Place) -> ConversationId | None:
    found = db.execute(_AT, (place.door.value, place.team, place.channel, place.thread)).fetchone()
    return None if found is None else ConversationId(found[0])


def _replace(db: Database, text: str, where: str, values: tuple[object, ...]) -> None:
    sql = f"UPDATE messages SET text = ?, spaced = NULL WHERE {where}"  # noqa: S608 - constants
    db.execute(sql, (text, *values))
