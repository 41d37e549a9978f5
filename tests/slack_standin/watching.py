"""Waiting for something to be seen, without sleeping longer than needed."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_LONGEST_PAUSE = 0.05
"""Seconds after which we look again although nothing changed in Slack: the awaited thing may be outside it."""
_BUSY = 4
"""How much slower than idle a machine may be: no test is about seconds, and a wait that succeeds costs none."""


class NotSeenError(AssertionError):
    """What a test waited for did not come; the message shows what was there instead."""


class Watch:
    """Wakes waiting tests at each change of the workspace."""

    def __init__(self, transcript: Callable[[], str]) -> None:
        self._condition = threading.Condition()
        self._transcript = transcript

    def changed(self) -> None:
        """Something changed: look again."""
        with self._condition:
            self._condition.notify_all()

    def until(self, look: Callable[[], T | None], timeout: float, what: str = "") -> T:
        """What `look` finds once it is something true; NotSeenError after `timeout` seconds of an idle machine."""
        deadline = time.monotonic() + timeout * _BUSY
        while True:
            found = look()
            if found:
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                message = f"not seen within {timeout} s: {what or 'what the test waits for'}\n{self._transcript()}"
                raise NotSeenError(message)
            with self._condition:
                self._condition.wait(min(left, _LONGEST_PAUSE))
