"""Values into rows.  Everything here runs inside a transaction that the caller holds."""

import json
from datetime import UTC, datetime
from typing import cast

from sqlite_utils import Database

from bot.edge.store.schema.search import spaced
from bot.model.conversation import Conversation, ConversationId, Message, MessageIn, MessageOut, Place
from bot.model.match import Match

Row = dict[str, object]


def put(db: Database, conversation: Conversation) -> ConversationId:
    """Add the messages to the conversation at their place, opening it when there is none."""
    times = [message.at for message in conversation.messages]
    number = _conversation_at(db, conversation.place) or _open(db, conversation.place, min(times))
    for message in conversation.messages:
        _put_message(db, number, message)
    db.execute("UPDATE conversations SET last_at = max(last_at, ?) WHERE id = ?", (iso(max(times)), number))
    return number


def iso(at: datetime) -> str:
    """A time with its zone as the log writes it: UTC, milliseconds, a Z; sorts as text as it does in time."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _conversation_at(db: Database, place: Place) -> ConversationId | None:
    key = (place.door.value, _clean(place.team), _clean(place.channel), _key(place.thread))
    where = "door = ? AND team = ? AND channel = ? AND thread_ts = ?"  # a missing thread equals nothing, as it should
    found = db.execute(f"SELECT id FROM conversations WHERE {where}", key).fetchone()  # noqa: S608 - a constant
    return None if found is None else ConversationId(found[0])


def _open(db: Database, place: Place, at: datetime) -> ConversationId:
    row: Row = {
        "opened_at": iso(at),
        "last_at": iso(at),
        "door": place.door.value,
        "team": _clean(place.team),
        "channel": _clean(place.channel),
        "thread_ts": _key(place.thread),
    }
    return ConversationId(_insert(db, "conversations", row))


def _put_message(db: Database, conversation: ConversationId, message: Message) -> None:
    """A message with a `ts` that is there already was edited or came twice: its newest reading at its first time."""
    row = _message_row(conversation, message)
    key = (conversation, row["direction"], row["ts"])
    where = "conversation_id = ? AND direction = ? AND ts = ?"
    known = db.execute(f"SELECT id, at FROM messages WHERE {where}", key).fetchone()  # noqa: S608 - a constant
    if known is None:
        number = _insert(db, "messages", row)
    else:
        number, at = known
        db.table("matches").delete_where("message_id = ?", [number])
        db.table("hidden").delete_where("message_id = ?", [number])
        db.table("told").delete_where("message_id = ?", [number])
        db.table("messages").update(number, {**row, "at": at})
    if isinstance(message, MessageIn):
        _put_findings(db, number, message)
    else:
        _put_told(db, number, message)


def _message_row(conversation: ConversationId, message: Message) -> Row:
    text = _clean(message.text)
    row: Row = {
        "conversation_id": conversation,
        "direction": "out",
        "at": iso(message.at),
        "ts": _key(message.ts),
        "lang": message.lang.value,
        "text": text,
        "spaced": spaced(text),
    }
    if isinstance(message, MessageIn):
        return row | {"direction": "in", "user": _clean(message.user), "verdict": message.verdict.value}
    return row | {"answers": _key(message.answers)}


def _put_findings(db: Database, message: int, asked: MessageIn) -> None:
    for rank, match in enumerate(asked.matches, 1):
        _put_match(db, message, rank, match)
    for hidden in asked.hidden:
        row: Row = {"message_id": message, "rule": _clean(hidden.rule), "count": hidden.count}
        db.table("hidden").insert(row, pk=("message_id", "rule"))


def _put_told(db: Database, message: int, said: MessageOut) -> None:
    for told in said.told:
        row: Row = {"message_id": message, "case_id": _clean(told.case), "strength": told.strength.word}
        db.table("told").insert(row, pk=("message_id", "case_id"))


def _put_match(db: Database, message: int, rank: int, match: Match) -> None:
    row: Row = {
        "message_id": message,
        "rank": rank,
        "case_id": _clean(match.case),
        "score": match.score,
        "strength": match.strength.word,
        "cause": _key(match.cause),
        "slots": json.dumps(dict(match.slots)),
    }
    number = _insert(db, "matches", row)
    for one in match.evidence:
        proof: Row = {"match_id": number, "line": _clean(one.line), "number": one.number, "source": one.source.value}
        _insert(db, "evidence", proof)


def _insert(db: Database, table: str, row: Row) -> int:
    return cast("int", db.table(table).insert(row, pk="id").last_pk)


def _key(text: str | None) -> str | None:
    """Empty is as good as missing: two empty keys are not the same thing."""
    return _clean(text) if text else None


def _clean(text: str) -> str:
    """Half of a surrogate pair cannot be stored; it is shown as `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")
