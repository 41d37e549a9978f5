"""What the log knows of the time when the bot was away: what it saw last, and where people may have written since."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.edge.store.rows.writing import iso
from bot.model.chat import Absence, ChannelKind

MOST_CHANNELS = 50
"""Channels that are looked at, the liveliest first: at Slack's 50 readings a minute that is a minute."""
MOST_THREADS = 20
"""Threads of conversations of the last day that are looked at, the newest first."""
_DAY = timedelta(days=1)

_NEWEST = "SELECT max(CAST(ts AS REAL)) FROM events WHERE change <> '' AND ts <> ''"
_CHANNELS = """SELECT c.channel, c.kind FROM channels c LEFT JOIN events e ON e.channel = c.channel
    WHERE c.team = ? GROUP BY c.channel, c.kind ORDER BY max(e.claimed_at) DESC LIMIT ?"""
_THREADS = """SELECT channel, thread_ts FROM conversations WHERE door = 'slack' AND team = ? AND thread_ts IS NOT NULL
    AND forgotten_at IS NULL AND last_at >= ? ORDER BY last_at DESC LIMIT ?"""


def absence(db: Database, team: str) -> Absence | None:
    """Since when and where; None for a bot that has never seen an event."""
    (newest,) = db.execute(_NEWEST).fetchone()
    if newest is None:
        return None
    since = datetime.fromtimestamp(newest).astimezone()
    channels = db.execute(_CHANNELS, (team, MOST_CHANNELS)).fetchall()
    threads = db.execute(_THREADS, (team, iso(since - _DAY), MOST_THREADS)).fetchall()
    return Absence(newest, tuple((channel, ChannelKind(kind)) for channel, kind in channels), tuple(threads))
