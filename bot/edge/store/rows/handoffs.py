"""Handing over in rows: what was asked for, what was before and now, who accepted, and what is still to be done.

Everything here runs inside a transaction that the caller holds, or only reads.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from bot.edge.store.rows import episodes, errands
from bot.edge.store.rows.writing import iso
from bot.model.conversation import ConversationId, Door, Place
from bot.model.handoff import Asked, Compared, ErrandKind, Handing, HandoffId, OpenItem
from bot.model.snapshot import PodRef
from bot.model.text import Lang, SafeText

Row = dict[str, object]

_LAST = """SELECT DISTINCT h.* FROM handoffs h LEFT JOIN handoff_items i ON i.handoff_id = h.id
    WHERE h.team = ? AND h.parent_ts IS NOT NULL AND (h.sender = ? OR i.accepted_by = ? OR h.receiver IN ({to}))
    ORDER BY h.asked_at DESC LIMIT ?"""
_TO_NOBODY_BEFORE = """SELECT h.* FROM handoffs h JOIN handoffs this ON this.team = h.team AND this.channel = h.channel
    WHERE this.id = ? AND h.id < this.id AND h.refused = '' AND h.receiver = ''
    AND coalesce(h.read_at, h.asked_at) >= ? ORDER BY h.id DESC LIMIT 1"""


def put(db: Database, asked: Asked, due: datetime) -> Handing:
    """The handing over of this key, written down where it is new, to be done when it is `due`.

    One that is known and not yet read speaks the language that was asked for last.
    """
    row: Row = {
        "key": asked.key,
        "team": asked.place.team,
        "channel": asked.place.channel,
        "thread_ts": asked.place.thread,
        "lang": asked.lang.value,
        "sender": asked.sender,
        "receiver": asked.receiver,
        "note": asked.note.encode("utf-8", "replace").decode("utf-8"),
        "asked_at": iso(asked.at),
        "refused": "",
    }
    new = not db.execute("SELECT 1 FROM handoffs WHERE key = ?", (asked.key,)).fetchone()
    if new:
        db.table("handoffs").insert(row, pk="id")
    else:
        sql = "UPDATE handoffs SET lang = ? WHERE key = ? AND read_at IS NULL"
        db.execute(sql, (asked.lang.value, asked.key))
    (made,) = db.query("SELECT * FROM handoffs WHERE key = ?", (asked.key,))
    found = _handing(made)
    if new:
        errands.plan(db, ErrandKind.POST, found.id, due)
    return found


def handing(db: Database, number: HandoffId) -> Handing | None:
    """One handing over; None when there is none of that number."""
    row = next(iter(db.query("SELECT * FROM handoffs WHERE id = ?", (number,))), None)
    return None if row is None else _handing(row)


def at_place(db: Database, place: Place) -> Handing | None:
    """The handing over that is told in this thread; None when there is none."""
    sql = "SELECT * FROM handoffs WHERE team = ? AND channel = ? AND thread_ts = ? ORDER BY id DESC LIMIT 1"
    row = next(iter(db.query(sql, (place.team, place.channel, place.thread))), None)
    return None if row is None else _handing(row)


def to_nobody_before(db: Database, number: HandoffId, since: datetime) -> Handing | None:
    """The newest of the same channel, asked for before this one, that was to nobody and not refused.

    It was read since then, or is yet to be read and was asked for since then.
    """
    row = next(iter(db.query(_TO_NOBODY_BEFORE, (number, iso(since)))), None)
    return None if row is None else _handing(row)


def last(db: Database, team: str, people: Sequence[str], limit: int) -> tuple[Handing, ...]:
    """The newest that the first of *people* sent, accepted from, or that went to any of them: the rest are groups."""
    sql = _LAST.format(to=", ".join("?" * len(people)))
    rows = list(db.query(sql, (team, people[0], people[0], *people, limit)))
    return tuple(map(_handing, rows))


def freeze(db: Database, number: HandoffId, items: Iterable[OpenItem], at: datetime) -> None:
    """Keep what was before and what is now; what is now is the next handing over's before."""
    for item in items:
        row: Row = {
            "handoff_id": number,
            "conversation_id": item.id,
            "before": episodes.reading_text(item.before),
            "now": episodes.reading_text(item.now),
            "others": json.dumps([_compared_json(one) for one in item.beside], ensure_ascii=False),
            "unread": json.dumps(dict(item.unread), ensure_ascii=False),
            "accepted_by": "",
        }
        db.table("handoff_items").insert(row, pk=("handoff_id", "conversation_id"), ignore=True)
        for now in (item.now, *(one.now for one in item.beside)):
            if now is not None:
                episodes.put_reading(db, item.id, now)
    db.execute("UPDATE handoffs SET read_at = ? WHERE id = ?", (iso(at), number))


def items(db: Database, number: HandoffId) -> tuple[OpenItem, ...]:
    """The conversations of a handing over with what was before and now when it was read; closed ones too."""
    found = db.query("SELECT * FROM handoff_items WHERE handoff_id = ?", (number,))
    rows = {row["conversation_id"]: row for row in list(found)}
    return tuple(_frozen(item, rows[item.id]) for item in episodes.items_of(db, [int(str(one)) for one in rows]))


def write(db: Database, number: HandoffId, **values: str) -> None:
    """Set columns of a handing over."""
    db.table("handoffs").update(number, values)


def write_card(db: Database, number: HandoffId, conversation: ConversationId, ts: str) -> None:
    """Remember the post of a card."""
    db.table("handoff_items").update((number, conversation), {"card_ts": ts})


def _frozen(item: OpenItem, row: Row) -> OpenItem:
    return replace(
        item,
        before=episodes.reading_of_text(row["before"]),
        now=episodes.reading_of_text(row["now"]),
        unread=_said(row["unread"]),
        beside=tuple(_compared(one) for one in json.loads(str(row["others"] or "[]"))),
        ts=str(row["card_ts"] or ""),
        accepted_by=str(row["accepted_by"]),
        accepted_at=_time(row["accepted_at"]),
    )


def _compared_json(one: Compared) -> Row:
    return {
        "pod": str(one.pod),
        "before": episodes.reading_text(one.before),
        "now": episodes.reading_text(one.now),
        "unread": json.dumps(dict(one.unread), ensure_ascii=False),
    }


def _compared(row: Row) -> Compared:
    return Compared(
        pod=PodRef(*str(row["pod"]).split("/", 1)),
        before=episodes.reading_of_text(row["before"]),
        now=episodes.reading_of_text(row["now"]),
        unread=_said(row["unread"]),
    )


def _said(text: object) -> dict[Lang, str]:
    return {Lang(lang): str(why) for lang, why in json.loads(str(text or "{}")).items()}


def _handing(row: Row) -> Handing:
    thread = str(row["thread_ts"]) if row["thread_ts"] else None
    place = Place(Door.SLACK, str(row["team"]), str(row["channel"]), thread)
    asked = Asked(
        key=str(row["key"]),
        place=place,
        at=datetime.fromisoformat(str(row["asked_at"])),
        lang=Lang(str(row["lang"])),
        sender=str(row["sender"]),
        receiver=str(row["receiver"]),
        note=SafeText(str(row["note"])),
    )
    return Handing(
        id=HandoffId(int(str(row["id"]))),
        asked=asked,
        thread=place.thread or "",
        parent=str(row["parent_ts"] or ""),
        read_at=_time(row["read_at"]),
        posted_at=_time(row["posted_at"]),
        reminded_at=_time(row["reminded_at"]),
        told_at=_time(row["told_at"]),
    )


def _time(value: object) -> datetime | None:
    return datetime.fromisoformat(str(value)) if value else None
