"""How conversations stand, and everything that was done about them.

Everything here runs inside a transaction that the caller holds, or only reads: of two who act at once, the second one's
act is judged by the state that the first one left.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.core.oncall.acts import Planned, apply, reminders_for
from bot.edge.store.rows import errands
from bot.edge.store.rows.writing import iso
from bot.model.conversation import ConversationId, Place
from bot.model.oncall import Act, Change, Deed, Duty, Offer, Refused, Reminder, ReminderKind, Status
from bot.model.text import SafeText

_OF_PLACE = "SELECT id FROM conversations WHERE door = ? AND team = ? AND channel = ? AND thread_ts = ?"


def number_at(db: Database, place: Place) -> ConversationId | None:
    """The conversation at a place; None when the log knows none there."""
    found = db.execute(_OF_PLACE, (place.door.value, place.team, place.channel, place.thread)).fetchone()
    return None if found is None else ConversationId(found[0])


def opened_at(db: Database, place: Place, at: datetime) -> tuple[ConversationId, bool]:
    """The conversation at a place, opened without a message where there is none; and whether it was there before."""
    known = number_at(db, place)
    if known is not None:
        return known, True
    columns = "opened_at, last_at, door, team, channel, thread_ts"
    values = (iso(at), iso(at), place.door.value, place.team, place.channel, place.thread)
    made = db.execute(f"INSERT INTO conversations ({columns}) VALUES (?, ?, ?, ?, ?, ?)", values)  # noqa: S608 - constants
    return ConversationId(int(str(made.lastrowid))), False


def duty(db: Database, number: ConversationId) -> Duty:
    """How a conversation stands; open and nobody's until somebody does anything about it."""
    row = next(iter(db.query("SELECT * FROM duties WHERE conversation_id = ?", (number,))), None)
    return Duty() if row is None else _duty(row)


def act(
    db: Database, number: ConversationId, deed: Deed, patience: timedelta | None, *, known: bool = True
) -> Duty | Refused:
    """Do it and write it down; a deed whose key is there already was done before, and is not done again.

    `patience` is how long a handing over waits before its receiver is reminded; None: somebody else sees to that.
    """
    deed = replace(deed, at=_kept(deed.at), until=_kept(deed.until) if deed.until else None)
    now = duty(db, number)
    if deed.key and db.execute("SELECT 1 FROM changes WHERE key = ?", (deed.key,)).fetchone():
        return now
    after = apply(now, deed, known=known)
    if isinstance(after, Duty):
        _write(db, number, after)
        _write_down(db, number, deed, after)
        for planned in reminders_for(now, after, deed.who, patience):
            _plan(db, number, planned)
        _tell_cards(db, number, now, after, deed)
    return after


def touch(db: Database, number: ConversationId | None) -> None:
    """How a conversation stands has changed: the answers that show it are behind until they are written anew."""
    db.execute("UPDATE boards SET changes = changes + 1 WHERE conversation_id = ?", (number,))


def changes(db: Database, number: ConversationId) -> tuple[Change, ...]:
    """What was done about a conversation, oldest first."""
    rows = db.query("SELECT * FROM changes WHERE conversation_id = ? ORDER BY id", (number,))
    return tuple(_change(row) for row in list(rows))


def due(db: Database, now: datetime) -> tuple[Reminder, ...]:
    """Reminders whose time has come and that nobody has taken up, earliest first."""
    rows = db.query("SELECT * FROM reminders WHERE done_at IS NULL AND due_at <= ? ORDER BY due_at, id", (iso(now),))
    return tuple(_reminder(row) for row in list(rows))


def _tell_cards(db: Database, number: ConversationId, before: Duty, after: Duty, deed: Deed) -> None:
    """The cards of this conversation in threads of handings over show how it stands."""
    took = deed.act is Act.ACCEPT or (deed.act is Act.TAKE and before.offer and deed.who != before.offer.sender)
    if took and before.offer:
        errands.accepted(db, number, deed.who, before.offer.receiver, deed.at, aside=deed.aside)
    if (before.status, before.owner) != (after.status, after.owner) and deed.act is not Act.HAND_OVER:
        errands.stale_cards(db, number, deed.at)


def _plan(db: Database, number: ConversationId, planned: Planned) -> None:
    row = {
        "conversation_id": number,
        "kind": planned.kind.value,
        "user": planned.user,
        "offered_at": iso(planned.offered_at) if planned.offered_at else None,
        "due_at": iso(planned.due_at),
        "done_at": None,
    }
    db.table("reminders").insert(row, pk="id")


def _write(db: Database, number: ConversationId, after: Duty) -> None:
    offer = after.offer
    row = {
        "conversation_id": number,
        "status": after.status.value,
        "owner": after.owner,
        "offered_to": offer.receiver if offer else "",
        "offered_by": offer.sender if offer else "",
        "offered_at": iso(offer.at) if offer else None,
        "next_check_at": iso(after.next_check) if after.next_check else None,
        "closed_at": iso(after.closed_at) if after.closed_at else None,
        "version": after.version,
    }
    db.table("duties").insert(row, pk="conversation_id", replace=True)
    touch(db, number)


def _write_down(db: Database, number: ConversationId, deed: Deed, after: Duty) -> None:
    row = {
        "conversation_id": number,
        "at": iso(deed.at),
        "user": deed.who,
        "act": deed.act.value,
        "status": after.status.value,
        "owner": after.owner,
        "receiver": deed.receiver.id if deed.receiver else "",
        "text": deed.text.encode("utf-8", "replace").decode("utf-8"),
        "key": deed.key,
    }
    db.table("changes").insert(row, pk="id")


def _duty(row: dict[str, object]) -> Duty:
    offered = _time(row["offered_at"])
    return Duty(
        status=Status(str(row["status"])),
        owner=str(row["owner"]),
        offer=Offer(str(row["offered_to"]), str(row["offered_by"]), offered) if offered else None,
        next_check=_time(row["next_check_at"]),
        closed_at=_time(row["closed_at"]),
        version=int(str(row["version"])),
    )


def _change(row: dict[str, object]) -> Change:
    return Change(
        act=Act(str(row["act"])),
        who=str(row["user"]),
        at=datetime.fromisoformat(str(row["at"])),
        status=Status(str(row["status"])),
        owner=str(row["owner"]),
        text=SafeText(str(row["text"])),
        receiver=str(row["receiver"]),
    )


def _reminder(row: dict[str, object]) -> Reminder:
    return Reminder(
        id=int(str(row["id"])),
        conversation=ConversationId(int(str(row["conversation_id"]))),
        kind=ReminderKind(str(row["kind"])),
        user=str(row["user"]),
        due_at=datetime.fromisoformat(str(row["due_at"])),
        offered_at=_time(row["offered_at"]),
    )


def _kept(at: datetime) -> datetime:
    """A time as the log gives it back: in UTC, to the millisecond."""
    return datetime.fromisoformat(iso(at))


def _time(value: object) -> datetime | None:
    return datetime.fromisoformat(str(value)) if value else None
