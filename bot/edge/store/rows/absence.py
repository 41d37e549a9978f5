"""What the log knows of the time when the bot was away: what it saw last, and where people may have written since.

The newest event is not the end of what was seen.  Slack brings an event again for some minutes, so that a bot which
dies in a burst hears a new one before an older one; and a bot that dies while it catches up hears what comes just then
before what it still had to read.  Measured: 500 pastes and eight kills on a busy machine, 104 of them in such holes.
"""

from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.edge.store.rows.writing import iso
from bot.model.chat import Absence, ChannelKind

OVERLAP = timedelta(minutes=10)
"""Before the newest event: Slack's last retry comes six minutes after its first try."""
MOST_CHANNELS = 200
"""Channels that are looked at, the liveliest first: at Slack's 50 readings a minute that is four minutes."""
MOST_THREADS = 20
"""Threads of conversations of the last day that are looked at, the newest first."""
_DAY = timedelta(days=1)

_SEEN = "SELECT min(CAST(ts AS REAL)), max(CAST(ts AS REAL)) FROM events WHERE change <> '' AND ts <> ''"
_UNREAD = "SELECT since FROM catching_up WHERE team = ?"
_CHANNELS = """SELECT c.channel, c.kind FROM channels c LEFT JOIN events e ON e.channel = c.channel
    WHERE c.team = ? GROUP BY c.channel, c.kind ORDER BY max(e.claimed_at) DESC LIMIT ?"""
_THREADS = """SELECT channel, thread_ts FROM conversations WHERE door = 'slack' AND team = ? AND thread_ts IS NOT NULL
    AND forgotten_at IS NULL AND last_at >= ? ORDER BY last_at DESC LIMIT ?"""


def absence(db: Database, team: str) -> Absence | None:
    """Since when and where; None for a bot that has never seen an event."""
    oldest, newest = db.execute(_SEEN).fetchone()
    if newest is None:
        return None
    (unread,) = db.execute(_UNREAD, (team,)).fetchone() or (newest,)
    since = max(oldest, min(newest - OVERLAP.total_seconds(), unread))  # what was said before it came is not for it
    channels = db.execute(_CHANNELS, (team, MOST_CHANNELS)).fetchall()
    yesterday = iso(datetime.fromtimestamp(newest).astimezone() - _DAY)
    threads = db.execute(_THREADS, (team, yesterday, MOST_THREADS)).fetchall()
    return Absence(since, tuple((channel, ChannelKind(kind)) for channel, kind in channels), tuple(threads))


def begin(db: Database, team: str, since: float) -> None:
    """What was said since then is being read: until `end` it counts as not read, whatever is seen meanwhile."""
    db.execute("INSERT OR REPLACE INTO catching_up (team, since) VALUES (?, ?)", (team, since))


def end(db: Database, team: str) -> None:
    """It was read."""
    db.execute("DELETE FROM catching_up WHERE team = ?", (team,))
