"""The work queue: many conversations at once, each strictly in its own order, and no channel in another's way.

It lies apart from Bolt's pool, so that a slow answer never delays an acknowledgement.  A worker takes the oldest work
of the channel that has the fewest at hand, and no channel has all of them: a burst in one channel, or a limit that
Slack puts on it, holds up nobody else.  Workers are threads that come when there is work and go when there is none.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain

IDLE_SECONDS = 5.0
"""How long a worker without work stays."""
SLOW_PART = 0.5
"""Of the workers: so many may wait for clusters at once; the others go on answering pastes."""
CHANNEL_PART = 0.75
"""Of the workers: so many one channel may have.  When Slack limits it, all of them wait for as long as Slack says."""


@dataclass(frozen=True, slots=True)
class Work:
    """Something to do in one thread of one channel; `failed` hears of whatever `run` did not catch itself.

    `cut_off` tells whoever waits for it that the bot has to stop before it is done.
    """

    channel: str
    thread: str
    run: Callable[[], None]
    failed: Callable[[Exception], None]
    cut_off: Callable[[], None] = lambda: None
    slow: bool = False
    """Whether it may take as long as a cluster's deadline."""


@dataclass(slots=True)
class _Channel:
    waiting: deque[Work] = field(default_factory=deque)
    busy: dict[str, Work] = field(default_factory=dict)
    """What the workers are at, by thread."""

    def next(self, *, slow: bool) -> int | None:
        """The place of the oldest work whose turn in its thread it is; one that is slow only where that is allowed."""
        taken = set(self.busy)
        for place, work in enumerate(self.waiting):
            if work.thread not in taken and (slow or not work.slow):
                return place
            taken.add(work.thread)
        return None


class Lanes:
    """The queue and its workers.  It takes any amount of work, and its length tells how much waits or runs."""

    def __init__(self, workers: int) -> None:
        self._most = workers
        self._most_slow = max(1, int(workers * SLOW_PART))
        self._most_here = max(1, int(workers * CHANNEL_PART))
        self._changed = threading.Condition()
        self._channels: dict[str, _Channel] = {}
        self._workers = 0
        self._closing = False

    def put(self, work: Work) -> bool:
        """Queue the work; False, and nothing of it, when the queue is closing."""
        with self._changed:
            if self._closing:
                return False
            self._channels.setdefault(work.channel, _Channel()).waiting.append(work)
            self._changed.notify_all()
            self._hire()
            return True

    def __len__(self) -> int:
        with self._changed:
            return self._length()

    def at_hand(self, channel: str) -> int:
        """How much waits or runs in a channel."""
        with self._changed:
            found = self._channels.get(channel)
            return len(found.waiting) + len(found.busy) if found else 0

    def close(self, grace: float) -> int:
        """Take no more, give what is there `grace` seconds to end, and say how much did not."""
        give_up = time.monotonic() + grace
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            while self._length() and (left := give_up - time.monotonic()) > 0:
                self._changed.wait(left)
            return self._length()

    def unfinished(self) -> list[Work]:
        """What waits or runs just now, what runs first."""
        with self._changed:
            channels = list(self._channels.values())
            return [
                *chain(*(channel.busy.values() for channel in channels), *(channel.waiting for channel in channels))
            ]

    def _length(self) -> int:
        return sum(len(channel.waiting) + len(channel.busy) for channel in self._channels.values())

    def _hire(self) -> None:
        """One more worker when there may be work for more than are free."""
        waiting = sum(len(channel.waiting) for channel in self._channels.values())
        free = self._workers - sum(len(channel.busy) for channel in self._channels.values())
        if free < waiting and self._workers < self._most:
            self._workers += 1
            threading.Thread(target=self._work, name="lane", daemon=True).start()

    def _work(self) -> None:
        while work := self._take():
            try:
                work.run()
            except Exception as error:  # noqa: BLE001 - the outermost edge of every answer: the next one must go on
                work.failed(error)
            finally:
                self._done(work)

    def _take(self) -> Work | None:
        """The next work; None when this worker is not needed any more."""
        with self._changed:
            while (work := self._next()) is None:
                if not self._changed.wait(IDLE_SECONDS) and self._next_channel() is None:
                    self._workers -= 1
                    return None
            return work

    def _next(self) -> Work | None:
        name = self._next_channel()
        if name is None:
            return None
        channel = self._channels[name] = self._channels.pop(name)  # to the end: equals take turns
        place = self._place(channel, slow=self._slow_allowed())
        if place is None:
            return None
        work = channel.waiting[place]
        del channel.waiting[place]
        channel.busy[work.thread] = work
        return work

    def _place(self, channel: _Channel, *, slow: bool) -> int | None:
        """Where the channel's next work stands, if it may have one more worker."""
        return channel.next(slow=slow) if len(channel.busy) < self._most_here else None

    def _slow_allowed(self) -> bool:
        """Whether one more worker may wait for a cluster."""
        busy = chain.from_iterable(channel.busy.values() for channel in self._channels.values())
        return sum(work.slow for work in busy) < self._most_slow

    def _next_channel(self) -> str | None:
        slow = self._slow_allowed()
        free = [name for name, channel in self._channels.items() if self._place(channel, slow=slow) is not None]
        return min(free, key=lambda name: len(self._channels[name].busy), default=None)

    def _done(self, work: Work) -> None:
        with self._changed:
            channel = self._channels[work.channel]
            channel.busy.pop(work.thread, None)
            if not channel.waiting and not channel.busy:
                del self._channels[work.channel]
            self._changed.notify_all()
