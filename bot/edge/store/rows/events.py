"""Claims: what Slack has delivered, before it is answered, so that a stop in between loses nothing and doubles nothing.

A row points at a message (channel and `ts`) and never holds its text: the text is read from Slack again when needed.
Everything here runs inside a transaction that the caller holds, or is one statement.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.edge.store.rows.writing import iso
from bot.model.chat import Change, ChannelKind, Pointer
from bot.model.conversation import ConversationId

KEPT = timedelta(days=7)
"""How long a settled claim is remembered; Slack's last retry comes after about five minutes."""
MOST_TRIES = 5
"""An event at which the bot died so often may be what kills it; it is left to people.

Tries that ended because Slack was away, or in an orderly stop, do not count: an outage may last for hours."""
_CLAIM = """INSERT OR IGNORE INTO events (key, change, channel, ts, thread_ts, state, holder, tries, claimed_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)"""
_TAKE = "UPDATE events SET holder = ? WHERE key = ? AND holder = ? AND state = 'pending'"
_OVERTAKEN = """UPDATE events SET state = 'done' WHERE key = ? AND EXISTS
    (SELECT 1 FROM events WHERE key = ? OR key > ? AND key < ?)"""
_BEGIN = "UPDATE events SET tries = tries + 1 WHERE key = ?"
_PUT_OFF = "UPDATE events SET tries = max(tries - 1, 0) WHERE key = ?"
_GIVE_UP = "UPDATE events SET state = 'failed' WHERE key = ?"
_OF_THREAD = """events WHERE EXISTS (SELECT 1 FROM conversations c WHERE c.id = ?
    AND c.channel = events.channel AND c.thread_ts = coalesce(events.thread_ts, events.ts))"""
_PRUNE = """DELETE FROM events WHERE state <> 'pending' AND claimed_at < ? AND key NOT IN
    (SELECT key FROM events WHERE change <> '' ORDER BY CAST(ts AS REAL) DESC LIMIT 1)"""
_PENDING = (
    "SELECT key, change, channel, ts, thread_ts, holder, tries FROM events WHERE state = 'pending' ORDER BY claimed_at"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken over, and the keys that are left to people."""

    pointers: tuple[Pointer, ...] = ()
    given_up: tuple[str, ...] = ()


def claim(db: Database, pointer: Pointer, holder: str, at: datetime) -> bool:
    """Whether this is new; then it is ours.  A press or a command cannot be read again: it is never pending.

    Slack promises no order: a message whose deletion or newer edit has come already is not new.
    """
    change, state = (pointer.change.value, "pending") if pointer.change else ("", "done")
    if db.execute("SELECT 1 FROM events WHERE key = ?", (_digest(pointer.key),)).fetchone():
        return False
    row = (pointer.key, change, pointer.channel, pointer.ts, pointer.thread_ts, state, holder, iso(at))
    new = db.execute(_CLAIM, row).rowcount > 0
    return new and not (pointer.change in (Change.NEW, Change.EDITED) and _overtaken(db, pointer))


def settle(db: Database, key: str, *, failed: bool) -> None:
    """It needs nothing more."""
    db.execute("UPDATE events SET state = ? WHERE key = ?", ("failed" if failed else "done", key))


def begin(db: Database, key: str) -> None:
    """The bot is at it once more: a try that counts, unless it is put off or settled."""
    db.execute(_BEGIN, (key,))


def put_off(db: Database, keys: Iterable[str]) -> None:
    """The bot is not at them any more, and lives: these tries do not count."""
    db.conn.executemany(_PUT_OFF, [(key,) for key in keys])


def take_over(db: Database, holder: str, alive: Callable[[str], bool], reserve: Callable[[str], bool]) -> Taken:
    """Pending events that nobody is at; they are ours now.  `reserve` makes a key ours; False when we are at it.

    Oldest first, but threads at which the bot has died come after the others: what kills it holds nobody up, and what
    was only at hand when it was killed is not there each time.
    """
    taken, given_up = list[tuple[int, Pointer]](), list[str]()
    for key, change, channel, ts, thread_ts, other, tries in db.execute(_PENDING).fetchall():
        if (other != holder and alive(other)) or not reserve(key):
            continue
        if tries >= MOST_TRIES:
            db.execute(_GIVE_UP, (key,))
            given_up.append(key)
        elif db.execute(_TAKE, (holder, key, other)).rowcount:
            taken.append((tries, Pointer(key, Change(change), channel, ts, thread_ts)))
    return Taken(_suspects_last(taken), tuple(given_up))


def forget(db: Database, number: ConversationId) -> None:
    """Take the claims of a conversation out.

    Digests of them stay their week: Slack still has what was forgotten here, and catching up must not read it again.
    """
    for key, at in db.execute(f"SELECT key, claimed_at FROM {_OF_THREAD}", (number,)).fetchall():  # noqa: S608 - constants
        db.execute(_CLAIM, (_digest(key), "", "", "", None, "done", "", at))
    db.execute(f"DELETE FROM {_OF_THREAD}", (number,))  # noqa: S608 - constants


def prune(db: Database, now: datetime) -> None:
    """Forget old claims that were settled; the newest stays, however old: from there on the bot catches up."""
    db.execute(_PRUNE, (iso(now - KEPT),))


def note_channel(db: Database, team: str, channel: str, kind: ChannelKind) -> None:
    """Remember what kind of conversation a channel is; the newest word counts."""
    db.execute(
        "INSERT INTO channels (team, channel, kind) VALUES (?, ?, ?) "
        "ON CONFLICT (team, channel) DO UPDATE SET kind = excluded.kind",
        (team, channel, kind.value),
    )


def _suspects_last(taken: Iterable[tuple[int, Pointer]]) -> tuple[Pointer, ...]:
    """The events with their tries, by the most tries in their thread: within one they keep their order."""
    taken, tries = list(taken), dict[tuple[str, str], int]()
    for count, pointer in taken:
        thread = (pointer.channel, pointer.root)
        tries[thread] = max(count, tries.get(thread, 0))
    pointers = (pointer for _, pointer in taken)
    return tuple(sorted(pointers, key=lambda pointer: tries[pointer.channel, pointer.root]))


def _digest(key: str) -> str:
    return f"forgotten:{hashlib.sha256(key.encode()).hexdigest()}"


def _overtaken(db: Database, pointer: Pointer) -> bool:
    """Whether what it tells of has changed since, as its keys say (bot/edge/slack/incoming.py); then it is settled."""
    edits = f"edit:{pointer.channel}:{pointer.ts}"
    since = pointer.key if pointer.change is Change.EDITED else f"{edits}:"
    keys = (pointer.key, f"del:{pointer.channel}:{pointer.ts}", since, f"{edits};")  # ";" comes after ":"
    return db.execute(_OVERTAKEN, keys).rowcount > 0
