"""Trouble on purpose: the Web API limiting, failing, hanging or vanishing, for chosen methods."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

EVERY = "*"
"""The name that stands for all methods, response URLs and private files."""
RESPONSE_URLS = "response URLs"
FILES = "private files"


class Trouble(StrEnum):
    """What goes wrong.

    LIMITED answers 429, BROKEN a bare HTTP status, REFUSED `ok: false`; HANGING waits, then drops; DROPPED closes the
    connection before the call is carried out, UNANSWERED after it was.
    """

    LIMITED = "limited"
    BROKEN = "broken"
    REFUSED = "refused"
    HANGING = "hanging"
    DROPPED = "dropped"
    UNANSWERED = "unanswered"


@dataclass(slots=True)
class Fault:
    """One trouble for one method (or EVERY); it ends after `times` calls or at `until` (monotonic seconds)."""

    method: str
    trouble: Trouble
    times: float = math.inf
    until: float = math.inf
    status: int = 500
    seconds: float = 0.0
    error: str = "internal_error"

    def retry_after(self) -> int:
        """The Retry-After to answer: what is left, at least one second."""
        left = self.until - time.monotonic()
        return max(1, math.ceil(left)) if math.isfinite(left) else max(1, math.ceil(self.seconds))


@dataclass(slots=True)
class Faults:
    """All troubles in force."""

    _set: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Put a trouble in force, before older ones."""
        self._set.insert(0, fault)

    def clear(self) -> None:
        """End all trouble."""
        self._set.clear()

    def meets(self, method: str) -> Fault | None:
        """The trouble that this call meets; counts the call."""
        now = time.monotonic()
        self._set = [fault for fault in self._set if fault.times > 0 and fault.until > now]
        for fault in self._set:
            if fault.method in (method, EVERY):
                fault.times -= 1
                return fault
        return None


@dataclass(slots=True)
class PostingLimit:
    """Slack's limit on posting: `rate` messages a second and channel, after a burst of `burst`.

    Slack promises one a second and allows "short bursts" without a number; three is our guess.  `now` is the clock.
    """

    rate: float = 1.0
    burst: int = 3
    now: Callable[[], float] = time.monotonic
    _room: dict[str, tuple[float, float]] = field(default_factory=dict)

    def refuse_for(self, channel: str) -> int:
        """Seconds to wait before this post is taken; 0 takes it."""
        now = self.now()
        room, at = self._room.get(channel, (float(self.burst), now))
        room = min(float(self.burst), room + (now - at) * self.rate)
        taken = room >= 1.0
        self._room[channel] = (room - 1.0 if taken else room, now)
        return 0 if taken else max(1, math.ceil((1.0 - room) / self.rate))
