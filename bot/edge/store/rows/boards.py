"""The bot's answers that show how their conversation stands: kept so that they can be written anew after any change.

`changes` grows with everything that such an answer shows, in the transaction that changes it; `shown` says up to which
of them Slack has it.  Whatever comes between, a stop included, the two differ until it was painted.

Everything here runs inside a transaction that the caller holds, or only reads.
"""

import json

from sqlite_utils import Database

from bot.edge.store.rows import duties
from bot.edge.store.rows.reading import place_of
from bot.model.board import Board, Hung, Situation
from bot.model.case import CaseId, Strength
from bot.model.chat import SlackMessage
from bot.model.conversation import ConversationId, Place
from bot.model.feedback import Feedback
from bot.model.oncall import Act
from bot.model.text import Lang, SafeText

Row = dict[str, object]
MOST = 50
"""Boards of one look: as many as Slack takes updates in a minute."""
_BEHIND = """SELECT b.*, c.door, c.team, c.channel, c.thread_ts,
    NOT EXISTS (SELECT 1 FROM boards n WHERE n.conversation_id = b.conversation_id
        AND cast(n.ts AS REAL) > cast(b.ts AS REAL)) AS newest
FROM boards b JOIN conversations c ON c.id = b.conversation_id
WHERE b.shown < b.changes ORDER BY b.rowid LIMIT ?"""
_PUT = """INSERT INTO boards (conversation_id, ts, answer, changes, shown, painted) VALUES (?, ?, ?, 1, 0, ?)
    ON CONFLICT (conversation_id, ts) DO UPDATE SET answer = excluded.answer, painted = excluded.painted"""
_CLOSED = """SELECT user, text FROM changes WHERE conversation_id = ? AND act IN (?, ?) ORDER BY id DESC LIMIT 1"""
_REFUTED = """SELECT f.user FROM feedback f JOIN messages m ON m.id = f.message_id
    WHERE m.conversation_id = ? AND m.ts = ? AND f.verdict = ? AND f.user <> '' ORDER BY f.id"""


def put(db: Database, number: ConversationId, board: Board, painted: str) -> None:
    """Keep an answer as it was just posted or written anew; those before it in the conversation are behind it now."""
    db.execute(_PUT, (number, board.ts, _written(board), painted))
    duties.touch(db, number)


def behind(db: Database) -> tuple[Hung, ...]:
    """The boards that do not show yet how things stand, those waiting longest first."""
    return tuple(_hung(db, row) for row in list(db.query(_BEHIND, (MOST,))))


def caught_up(db: Database, hung: Hung, painted: str) -> None:
    """Slack has it as it stood; a board that is not the newest has nothing more to show and is dropped."""
    key = (hung.number, hung.board.ts)
    if hung.newest:
        sql = "UPDATE boards SET shown = ?, painted = ? WHERE conversation_id = ? AND ts = ?"
        db.execute(sql, (hung.changes, painted, *key))
    else:
        db.execute("DELETE FROM boards WHERE conversation_id = ? AND ts = ?", key)


def drop(db: Database, number: ConversationId | None) -> None:
    """Forget the answers of a conversation: they may quote what was deleted."""
    db.execute("DELETE FROM boards WHERE conversation_id = ?", (number,))


def newest(db: Database, number: ConversationId) -> Board | None:
    """The bot's newest answer in a conversation; None where it has none, or it is forgotten."""
    sql = "SELECT * FROM boards WHERE conversation_id = ? ORDER BY cast(ts AS REAL) DESC LIMIT 1"
    row = next(iter(db.query(sql, (number,))), None)
    return None if row is None else _board(row)


def situation_at(db: Database, place: Place, ts: str) -> Situation:
    """How the conversation at a place stands, as its answer `ts` shows it; untouched where there is none."""
    number = duties.number_at(db, place)
    return Situation() if number is None else situation(db, number, ts)


def situation(db: Database, number: ConversationId, ts: str) -> Situation:
    """How a conversation stands, with what people say of its answer `ts`."""
    duty = duties.duty(db, number)
    refuted = db.execute(_REFUTED, (number, ts, Feedback.NOT_IT.value)).fetchall()
    found = db.execute(_CLOSED, (number, Act.RESOLVE.value, Act.DISMISS.value)).fetchone()
    by, solved = found if found and duty.status.closed else ("", "")
    return Situation(duty, str(by), SafeText(str(solved)), tuple(str(user) for (user,) in refuted))


def _hung(db: Database, row: Row) -> Hung:
    number, board = ConversationId(int(str(row["conversation_id"]))), _board(row)
    return Hung(
        number=number,
        place=place_of(row),
        board=board,
        situation=situation(db, number, board.ts),
        changes=int(str(row["changes"])),
        painted=str(row["painted"]),
        newest=bool(row["newest"]),
    )


def _written(board: Board) -> str:
    message = board.message
    held: Row = {
        "blocks": message.blocks,
        "text": message.text,
        "mark": message.mark,
        "case": message.case,
        "strength": message.strength.word,
        "folded": message.folded,
        "lang": board.lang.value,
        "buttons": board.buttons,
        "diagnosis": board.diagnosis,
    }
    return json.dumps(held, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def _board(row: Row) -> Board:
    held = json.loads(str(row["answer"]))
    message = SlackMessage(
        blocks=tuple(held["blocks"]),
        text=held["text"],
        folded=held["folded"],
        case=CaseId(held["case"]) if held["case"] else None,
        strength=Strength[held["strength"].upper()],
        mark=held["mark"],
    )
    return Board(message, Lang(held["lang"]), tuple(held["buttons"]), held["diagnosis"], str(row["ts"]))
