"""When something may have been missed: before the start, and while the connection was lost for long."""

import threading
import time
from collections.abc import Callable

from bot.model.chat import Absence

GAP_SECONDS = 30.0
"""Without a connection: Slack brings an event again at once, after a minute and after five, and then no more."""
LOOK_SECONDS = 1.0

Read = Callable[[Absence], None]


class Absences:
    """Watches the connection."""

    def __init__(
        self,
        connected: Callable[[], bool],
        absence: Callable[[], Absence | None],
        read: Read,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`absence` tells what was seen last, and where to look; `read` reads what has been said since."""
        self._connected = connected
        self._absence = absence
        self._read = read
        self._clock = clock
        self._lost: tuple[float, Absence | None] | None = None

    def watch(self, before: Absence | None, stop: threading.Event) -> None:
        """Have read what was missed *before* the start; then, until `stop`, what each long loss may have cost."""
        if before:
            self._read(before)
        while not stop.wait(LOOK_SECONDS):
            self.look()

    def look(self) -> None:
        """Look at the connection once."""
        if not self._connected():
            self._lost = self._lost or (self._clock(), self._absence())
        elif self._lost:
            (at, absence), self._lost = self._lost, None
            if absence and self._clock() - at >= GAP_SECONDS:
                self._read(absence)
