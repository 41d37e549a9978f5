"""Rows into values."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.edge.store.schema.search import hit, phrases
from bot.model.case import CaseId, Strength
from bot.model.chat import Told
from bot.model.conversation import (
    Conversation,
    ConversationId,
    Door,
    Entry,
    Logged,
    Message,
    MessageIn,
    MessageOut,
    Place,
)
from bot.model.diagnosis import Verdict
from bot.model.match import Evidence, Match, Source
from bot.model.text import Hidden, Lang, SafeText

Row = dict[str, object]

_HAS_WORD = """id IN (SELECT m.conversation_id FROM messages m JOIN messages_fts f ON f.rowid = m.id
    WHERE messages_fts MATCH ?)"""

_SEEN = """door = 'slack' AND forgotten_at IS NULL AND team = ? AND (channel = ? OR channel IN
    (SELECT channel FROM channels WHERE team = ? AND kind = 'channel'))"""


def entries(db: Database, words: Sequence[str], limit: int, *, seen_from: Place | None = None) -> tuple[Entry, ...]:
    """Conversations that hold every word somewhere, the one with the newest message first; all, without words.

    `seen_from` leaves only what was said in that channel or in a public one of the same workspace.
    """
    wanted = phrases(words)
    if words and not wanted:
        return ()
    seen = (seen_from.team, seen_from.channel, seen_from.team) if seen_from else ()
    conditions = [_HAS_WORD] * len(wanted) + ([_SEEN] if seen_from else [])
    where = "WHERE " + " AND ".join(conditions) if conditions else ""
    rows = db.query(
        f"SELECT * FROM overview {where} ORDER BY last_at DESC, id DESC LIMIT ?",  # noqa: S608 - `where` is constants
        (*wanted, *seen, limit),
    )
    return tuple(entry_of(row, hit(words, _texts(db, row)) if wanted else None) for row in list(rows))


def logged(db: Database, number: ConversationId) -> Logged | None:
    """One conversation whole, or None when there is no such number."""
    row = next(iter(db.query("SELECT * FROM conversations WHERE id = ?", (number,))), None)
    return None if row is None else _logged(db, row)


def everything(db: Database) -> Iterator[Logged]:
    """Every conversation, oldest number first, one at a time."""
    for row in db.query("SELECT * FROM conversations ORDER BY id"):
        yield _logged(db, row)


def _texts(db: Database, row: Row) -> list[str]:
    found = db.execute("SELECT text FROM messages WHERE conversation_id = ? ORDER BY at, id", (row["id"],))
    return [str(text) for (text,) in found]


def entry_of(row: Row, found: str | None = None) -> Entry:
    """A row of the view `overview`, with the line that was searched for, if any."""
    first = next((line.strip() for line in str(row["asked"] or "").split("\n") if line.strip()), "")
    return Entry(
        id=ConversationId(_int(row["id"])),
        opened_at=_time(row["opened_at"]),
        last_at=_time(row["last_at"]),
        place=place_of(row),
        user=str(row["user"] or ""),
        case=CaseId(str(row["case_id"])) if row["case_id"] else None,
        strength=Strength[str(row["strength"] or "none").upper()],
        line=SafeText(found or str(row["line"] or "").strip() or first),
        forgotten=row["forgotten_at"] is not None,
    )


def _logged(db: Database, row: Row) -> Logged:
    messages = db.query("SELECT * FROM messages WHERE conversation_id = ? ORDER BY at, id", (row["id"],))
    return Logged(
        id=ConversationId(_int(row["id"])),
        opened_at=_time(row["opened_at"]),
        last_at=_time(row["last_at"]),
        conversation=Conversation(place_of(row), tuple(_message(db, message) for message in list(messages))),
        forgotten_at=None if row["forgotten_at"] is None else _time(row["forgotten_at"]),
    )


def place_of(row: Row) -> Place:
    """Where the conversation of a row is held."""
    thread = row["thread_ts"]
    return Place(Door(str(row["door"])), str(row["team"]), str(row["channel"]), None if thread is None else str(thread))


def _message(db: Database, row: Row) -> Message:
    text, at, lang = SafeText(str(row["text"])), _time(row["at"]), Lang(str(row["lang"]))
    ts = None if row["ts"] is None else str(row["ts"])
    if row["direction"] == "out":
        if "answers" not in row:  # in a log that an older version wrote and nobody has opened for writing
            return MessageOut(text, at, lang, ts)
        answers = None if row["answers"] is None else str(row["answers"])  # what a button asked for answers no message
        return MessageOut(text, at, lang, ts, answers, _told(db, row["id"]))
    return MessageIn(
        text=text,
        at=at,
        lang=lang,
        verdict=Verdict(str(row["verdict"])),
        matches=_matches(db, row["id"]),
        hidden=_hidden(db, row["id"]),
        user=str(row["user"]),
        ts=ts,
    )


def _matches(db: Database, message: object) -> tuple[Match, ...]:
    rows = db.query("SELECT * FROM matches WHERE message_id = ? ORDER BY rank", (message,))
    return tuple(_match(db, row) for row in list(rows))


def _match(db: Database, row: Row) -> Match:
    return Match(
        case=CaseId(str(row["case_id"])),
        score=float(str(row["score"])),
        strength=Strength[str(row["strength"]).upper()],
        evidence=_evidence(db, row["id"]),
        slots=json.loads(str(row["slots"])),
        cause=None if row["cause"] is None else str(row["cause"]),
    )


def _evidence(db: Database, match: object) -> tuple[Evidence, ...]:
    rows = db.execute("SELECT line, number, source FROM evidence WHERE match_id = ? ORDER BY id", (match,))
    return tuple(Evidence(SafeText(line), number, Source(source)) for line, number, source in rows)


def _told(db: Database, message: object) -> tuple[Told, ...]:
    rows = db.execute("SELECT case_id, strength FROM told WHERE message_id = ? ORDER BY rowid", (message,))
    return tuple(Told(CaseId(case), Strength[strength.upper()]) for case, strength in rows)


def _hidden(db: Database, message: object) -> tuple[Hidden, ...]:
    rows = db.execute("SELECT rule, count FROM hidden WHERE message_id = ? ORDER BY rowid", (message,))
    return tuple(Hidden(rule, count) for rule, count in rows)


def _int(value: object) -> int:
    return int(str(value))


def _time(value: object) -> datetime:
    return datetime.fromisoformat(str(value))
