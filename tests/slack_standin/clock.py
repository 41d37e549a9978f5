"""Time as Slack tells it, and the waits that a test may shorten."""

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """How long Slack waits, in seconds; the defaults are Slack's own.

    `retries` are the pauses before the further deliveries of an event that nobody acknowledged (at once, one minute,
    five minutes); `trigger` is the life of a trigger_id; `farewell` the time between a `warning` and the closing of
    the connection; `ping` the pause between two WebSocket pings.
    """

    ack: float = 3.0
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    trigger: float = 3.0
    response_url: float = 1800.0
    response_url_uses: int = 5
    farewell: float = 10.0
    ping: float = 10.0


QUICK = Timing(ack=2.0, retries=(0.0, 0.2, 0.4), farewell=0.2, ping=0.1)
"""Short waits for tests: the same order of things within seconds, with time to acknowledge on a busy machine."""


class Clock:
    """The wall clock, and timestamps that never repeat and never go back."""

    def __init__(self) -> None:
        self._last_micros = 0

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def ts(self) -> str:
        """A message timestamp such as `1736481301.000200`: the name of one message, rising over the whole workspace."""
        self._last_micros = max(self._last_micros + 1, int(self.now() * 1_000_000))
        seconds, micros = divmod(self._last_micros, 1_000_000)
        return f"{seconds}.{micros:06d}"
