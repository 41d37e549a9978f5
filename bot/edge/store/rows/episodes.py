"""Past conversations in short, open ones with all that a successor has to know, and what the cluster said of each."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.edge.store.rows import duties
from bot.edge.store.rows.reading import entry_of, place_of
from bot.edge.store.rows.writing import iso
from bot.model.case import CaseId
from bot.model.chat import ChannelKind
from bot.model.conversation import ConversationId, Place
from bot.model.diagnosis import Verdict
from bot.model.episode import About, Episode
from bot.model.finding import Finding, Stage, State
from bot.model.handoff import OpenItem, Reading
from bot.model.judgement import Outcome
from bot.model.oncall import Act, Status
from bot.model.snapshot import PodRef
from bot.model.text import SafeText

Row = dict[str, object]

_EPISODES = """
SELECT o.*, h.kind, d.status, d.owner, d.closed_at,
    (SELECT text FROM changes WHERE conversation_id = o.id AND act = 'resolve' AND text <> '' ORDER BY id DESC LIMIT 1)
        AS solved,
    (SELECT count(*) FROM feedback f JOIN messages m ON m.id = f.message_id
        WHERE m.conversation_id = o.id AND f.verdict = 'helped') AS helped,
    (SELECT count(*) FROM feedback f JOIN messages m ON m.id = f.message_id
        WHERE m.conversation_id = o.id AND f.verdict = 'not-it') AS refuted,
    (SELECT verdict FROM messages WHERE conversation_id = o.id AND direction = 'in' ORDER BY at DESC, id DESC LIMIT 1)
        AS verdict,
    (SELECT json_group_array(t.slots) FROM matches t JOIN messages m ON m.id = t.message_id
        WHERE m.conversation_id = o.id) AS slots,
    (SELECT json_group_array(pod) FROM readings WHERE conversation_id = o.id) AS pods
FROM overview o
LEFT JOIN channels h ON h.team = o.team AND h.channel = o.channel
LEFT JOIN duties d ON d.conversation_id = o.id
"""
MOST_REMEMBERED = 200
"""Conversations about one case that are looked through for the nearest: older ones hardly help (a guess)."""
_OF_CASE = """WHERE o.forgotten_at IS NULL AND o.id IN (
    SELECT DISTINCT m.conversation_id FROM matches t JOIN messages m ON m.id = t.message_id
    WHERE t.case_id = ? AND t.rank = 1 ORDER BY m.conversation_id DESC LIMIT ?)"""
_SEEN = "o.door = 'slack' AND o.team = ? AND o.channel <> '' AND (o.channel = ? OR h.kind = ?)"
_TOUCHED = "d.conversation_id IS NOT NULL"
_TROUBLED = """EXISTS (SELECT 1 FROM readings r, json_each(r.findings) f
    WHERE r.conversation_id = o.id AND json_extract(f.value, '$.state') = 'trouble')"""
_FRESH = f"(o.last_at >= ? AND (o.strength IN ('likely', 'certain') OR {_TROUBLED}))"
FRESH = timedelta(hours=24)
"""How long a trouble that the bot answered and nobody touched counts as open: a shift and the one before (a guess)."""
_OPEN = "WHERE o.door = 'slack' AND o.forgotten_at IS NULL AND coalesce(d.status, 'open') IN ('open', 'handed-over')"


def each(db: Database, seen_from: Place | None = None) -> Iterator[Episode]:
    """Every conversation in short, one at a time, oldest number first; of one place those that may be seen from it."""
    if seen_from is None:
        rows = db.query(f"{_EPISODES} ORDER BY o.id")
    else:
        values = (seen_from.team, seen_from.channel, ChannelKind.PUBLIC.value)
        rows = db.query(f"{_EPISODES} WHERE {_SEEN} ORDER BY o.id", values)
    yield from map(_episode, rows)


def of_case(db: Database, case: CaseId) -> tuple[Episode, ...]:
    """The newest conversations that led to a case, in short: as many as a memory looks through."""
    rows = list(db.query(f"{_EPISODES} {_OF_CASE}", (case, MOST_REMEMBERED)))
    return tuple(one for one in map(_episode, rows) if one.case == case)


def open_items(db: Database, place: Place) -> tuple[OpenItem, ...]:
    """The open conversations of a channel (of its thread alone, when the place has one), oldest first."""
    sql, values = f"{_EPISODES} {_OPEN} AND o.channel = ?", [place.channel]
    for column, value in (("team", place.team), ("thread_ts", place.thread)):
        if value:
            sql, values = f"{sql} AND o.{column} = ?", [*values, value]
    return tuple(_item(db, row) for row in list(db.query(f"{sql} ORDER BY o.opened_at, o.id", values)))


def open_in(db: Database, place: Place, now: datetime) -> tuple[OpenItem, ...]:
    """What counts as open in a channel, oldest first: threads that somebody took, noted, tracked, and fresh troubles.

    What the bot only answered counts for a day, and only where it was sure of a case or its pod was in trouble: not
    every exchange is work that is left.
    """
    sql = f"{_EPISODES} {_OPEN} AND o.channel = ? AND o.thread_ts IS NOT NULL AND ({_TOUCHED} OR {_FRESH})"
    values = [place.channel, iso(now - FRESH)]
    if place.team:
        sql, values = f"{sql} AND o.team = ?", [*values, place.team]
    return tuple(_item(db, row) for row in list(db.query(f"{sql} ORDER BY o.opened_at, o.id", values)))


def items_of(db: Database, numbers: Collection[int]) -> tuple[OpenItem, ...]:
    """These conversations as people on call see them, oldest first, however they stand; forgotten ones are left out."""
    asked = ", ".join("?" * len(numbers))
    sql = f"{_EPISODES} WHERE o.forgotten_at IS NULL AND o.id IN ({asked}) ORDER BY o.opened_at, o.id"
    return tuple(_item(db, row) for row in list(db.query(sql, list(numbers))))


def items_with(db: Database, team: str, person: str, groups: Collection[str]) -> tuple[OpenItem, ...]:
    """The open conversations of a workspace that this person has, or that wait for them or one of their groups."""
    to = ", ".join("?" * (1 + len(groups)))
    sql = f"{_EPISODES} {_OPEN} AND o.team = ? AND o.thread_ts IS NOT NULL AND (d.owner = ? OR d.offered_to IN ({to}))"
    values = [team, person, person, *groups]
    return tuple(_item(db, row) for row in list(db.query(f"{sql} ORDER BY o.opened_at, o.id", values)))


def item_at(db: Database, place: Place) -> OpenItem | None:
    """The conversation at a place, however it stands; None when the log knows none there, or forgot it."""
    number = duties.number_at(db, place)
    return next(iter(items_of(db, [number])), None) if number else None


def put_reading(db: Database, number: ConversationId, reading: Reading) -> None:
    """Keep what a pod's cluster said, in place of what it said before.  Runs inside a transaction."""
    row: Row = {
        "conversation_id": number,
        "pod": str(reading.pod),
        "context": reading.context,
        "at": iso(reading.at),
        "outcome": reading.outcome.value,
        "case_id": reading.case,
        "findings": json.dumps([_finding_json(one) for one in reading.findings], ensure_ascii=False),
    }
    db.table("readings").insert(row, pk=("conversation_id", "pod"), replace=True)


def reading_text(reading: Reading | None) -> str | None:
    """A reading as one JSON text; None for none."""
    if reading is None:
        return None
    row = {
        "pod": str(reading.pod),
        "at": iso(reading.at),
        "outcome": reading.outcome.value,
        "findings": json.dumps([_finding_json(one) for one in reading.findings], ensure_ascii=False),
        "case_id": reading.case,
        "context": reading.context,
    }
    return json.dumps(row, ensure_ascii=False)


def reading_of_text(text: object) -> Reading | None:
    """What `reading_text` made; None for nothing."""
    return _reading(json.loads(str(text))) if text else None


def readings(db: Database, number: ConversationId) -> tuple[Reading, ...]:
    """What the cluster said last of each of a conversation's pods, the newest first."""
    rows = db.query("SELECT * FROM readings WHERE conversation_id = ? ORDER BY at DESC, pod", (number,))
    return tuple(_reading(row) for row in list(rows))


def _episode(row: Row) -> Episode:
    entry = entry_of(row)
    return Episode(
        id=entry.id,
        place=place_of(row),
        kind=ChannelKind(str(row["kind"] or "")),
        opened_at=entry.opened_at,
        case=entry.case,
        strength=entry.strength,
        verdict=Verdict(str(row["verdict"])) if row["verdict"] else None,
        line=entry.line,
        about=_about(row),
        status=Status(str(row["status"] or "open")),
        owner=str(row["owner"] or ""),
        closed_at=datetime.fromisoformat(str(row["closed_at"])) if row["closed_at"] else None,
        solved=SafeText(str(row["solved"] or "")),
        helped=int(str(row["helped"])),
        refuted=int(str(row["refuted"])),
    )


def _item(db: Database, row: Row) -> OpenItem:
    entry = entry_of(row)
    history, read = duties.changes(db, entry.id), readings(db, entry.id)
    return OpenItem(
        id=entry.id,
        opened_at=entry.opened_at,
        duty=duties.duty(db, entry.id),
        touched_at=max((entry.last_at, *(one.at for one in history))),
        title=entry.line,
        tracked=any(one.act is Act.TRACK for one in history),
        case=entry.case,
        strength=entry.strength,
        pods=tuple(sorted(_about(row).pods)),
        where=" ".join(part for part in (entry.place.channel, entry.place.thread) if part),
        tried=tuple(one for one in history if one.act is Act.NOTE),
        readings=read,
        before=next(iter(read), None),
    )


def _about(row: Row) -> About:
    """The pods that were read, and what the texts named."""
    slots = [json.loads(one) for one in json.loads(str(row["slots"]))]
    read = [PodRef(*pod.split("/", 1)) for pod in json.loads(str(row["pods"]))]
    named = [PodRef(one["app_ns"], one["app_pod"]) for one in slots if one.get("app_ns") and one.get("app_pod")]
    return About(
        pods=frozenset((*read, *named)),
        namespaces=frozenset((*_values(slots, "app_ns"), *(pod.namespace for pod in read))),
        nodes=frozenset(_values(slots, "node")),
    )


def _values(slots: Iterable[Mapping[str, str]], slot: str) -> list[str]:
    return [one[slot] for one in slots if one.get(slot)]


def _reading(row: Row) -> Reading:
    return Reading(
        pod=PodRef(*str(row["pod"]).split("/", 1)),
        at=datetime.fromisoformat(str(row["at"])),
        outcome=Outcome(str(row["outcome"])),
        findings=tuple(_finding(one) for one in json.loads(str(row["findings"]))),
        case=CaseId(str(row["case_id"])) if row["case_id"] else None,
        context=str(row["context"]),
    )


def _finding_json(one: Finding) -> Row:
    return {
        "probe": one.probe,
        "code": one.code,
        "state": one.state.value,
        "stage": int(one.stage),
        "subject": one.subject,
        "facts": dict(one.facts),
        "evidence": one.evidence,
    }


def _finding(row: Mapping[str, object]) -> Finding:
    facts = row["facts"]
    return Finding(
        probe=str(row["probe"]),
        code=str(row["code"]),
        state=State(str(row["state"])),
        stage=Stage(int(str(row["stage"]))),
        subject=str(row["subject"]),
        facts={str(key): str(value) for key, value in facts.items()} if isinstance(facts, dict) else {},
        evidence=SafeText(str(row["evidence"])),
    )
