"""At most one post a second in a channel: Slack's limit, kept by waiting, not by being refused.

"Generally, post no more than 1 message per second per channel" (docs.slack.dev, rate limits of the Web API).
"""

import threading
import time
from collections.abc import Callable

from bot.errors import StoppingError

EVERY = 1.05
"""Seconds between two posts: what leaves here a second apart may arrive a little closer."""
_MANY = 1_000
"""Channels remembered before the ones that are free again are dropped."""

Pause = Callable[[float], bool]
"""Waits so many seconds; True when the bot is stopping and waiting is over (as `threading.Event.wait` does)."""


class Pace:
    """The clocks of all channels.  Threads may share it; they get their turns in the order of asking."""

    def __init__(self, pause: Pause, *, every: float = EVERY, clock: Callable[[], float] = time.monotonic) -> None:
        self._pause = pause
        self._every = every
        self._clock = clock
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}
        self._held: dict[str, float] = {}

    def wait(self, channel: str) -> None:
        """Come back when it is this caller's turn to post in `channel`.  Raises StoppingError."""
        while True:
            turn = self._reserve(channel)
            if (left := turn - self._clock()) > 0:
                rest(self._pause, left)
            if self._held.get(channel, 0.0) <= turn:
                return

    def free(self, channel: str) -> bool:
        """Take the turn in `channel` if it is now; else nothing of it: somebody who need not post does not wait."""
        with self._lock:
            now = self._clock()
            if self._next.get(channel, 0.0) > now:
                return False
            self._next[channel] = now + self._every
            return True

    def hold(self, channel: str, seconds: float) -> None:
        """Nobody posts in `channel` for so long: Slack said so."""
        with self._lock:
            until = self._clock() + seconds
            self._held[channel] = max(until, self._held.get(channel, 0.0))
            self._next[channel] = max(until, self._next.get(channel, 0.0))

    def _reserve(self, channel: str) -> float:
        with self._lock:
            now = self._clock()
            if len(self._next) > _MANY:
                self._forget(now)
            turn = max(now, self._next.get(channel, 0.0))
            self._next[channel] = turn + self._every
            return turn

    def _forget(self, now: float) -> None:
        for clocks in (self._next, self._held):
            for channel in [name for name, at in clocks.items() if at <= now]:
                del clocks[channel]


def rest(pause: Pause, seconds: float) -> None:
    """Wait; raises StoppingError when the bot is stopping: what is not posted by then stays to be answered later."""
    if pause(seconds):
        raise StoppingError("The bot is stopping.", "机器人正在停止。")
