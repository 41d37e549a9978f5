"""What is still to be done about handings over, and when; made due by what people do.

Everything here runs inside a transaction that the caller holds, or only reads.
"""

from datetime import datetime

from sqlite_utils import Database

from bot.edge.store.rows.writing import iso
from bot.model.conversation import ConversationId
from bot.model.handoff import Errand, ErrandKind, HandoffId

Row = dict[str, object]
MOST_CARDS = 3
"""Cards of one conversation that are written anew, the newest: older handings over are history (a guess)."""

_ERRAND = """INSERT INTO errands (kind, handoff_id, conversation_id, due_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (kind, handoff_id, coalesce(conversation_id, 0))
    DO UPDATE SET due_at = excluded.due_at, done_at = NULL, tries = 0"""
_WAITING = """FROM handoff_items i JOIN handoffs h ON h.id = i.handoff_id JOIN duties d USING (conversation_id)
    WHERE i.handoff_id = ? AND d.status = 'handed-over' AND d.offered_to = h.receiver"""


def plan(
    db: Database, kind: ErrandKind, number: HandoffId, due: datetime, conversation: ConversationId | None = None
) -> None:
    """Something to be done; when it was done before, once more."""
    db.execute(_ERRAND, (kind.value, number, conversation, iso(due)))


def due(db: Database, now: datetime) -> tuple[Errand, ...]:
    """What is due and not done, earliest first."""
    rows = db.query("SELECT * FROM errands WHERE done_at IS NULL AND due_at <= ? ORDER BY due_at, id", (iso(now),))
    return tuple(_errand(row) for row in list(rows))


def accepted(db: Database, conversation: ConversationId, who: str, to: str, at: datetime, *, aside: bool) -> None:
    """Write down who accepted; `aside`: elsewhere than in the conversation's thread, which is still to hear of it."""
    rows = db.execute(
        """SELECT i.handoff_id FROM handoff_items i JOIN handoffs h ON h.id = i.handoff_id
        WHERE i.conversation_id = ? AND i.accepted_at IS NULL AND h.receiver = ? ORDER BY i.handoff_id DESC""",
        (conversation, to),
    ).fetchall()
    for (number,) in rows:
        values = {"accepted_by": who, "accepted_at": iso(at)}
        db.table("handoff_items").update((number, conversation), values)
    for (number,) in rows[:1]:
        if aside:
            plan(db, ErrandKind.ACCEPTED, HandoffId(number), at, conversation)
        if not waiting(db, HandoffId(number)):
            plan(db, ErrandKind.ACCEPTED, HandoffId(number), at)


def waiting(db: Database, number: HandoffId) -> tuple[ConversationId, ...]:
    """The conversations of a handing over that wait for its receiver."""
    found = db.execute(f"SELECT conversation_id {_WAITING} ORDER BY conversation_id", (number,)).fetchall()
    return tuple(ConversationId(one) for (one,) in found)


def stale_cards(db: Database, conversation: ConversationId, at: datetime) -> None:
    """The cards of a conversation about which somebody did something are to be written anew."""
    sql = """SELECT handoff_id FROM handoff_items WHERE conversation_id = ? AND card_ts IS NOT NULL
        ORDER BY handoff_id DESC LIMIT ?"""
    for (number,) in db.execute(sql, (conversation, MOST_CARDS)).fetchall():
        plan(db, ErrandKind.CARD, HandoffId(number), at, conversation)


def _errand(row: Row) -> Errand:
    about = row["conversation_id"]
    return Errand(
        id=int(str(row["id"])),
        kind=ErrandKind(str(row["kind"])),
        handoff=HandoffId(int(str(row["handoff_id"]))),
        due_at=datetime.fromisoformat(str(row["due_at"])),
        conversation=ConversationId(int(str(about))) if about else None,
    )
