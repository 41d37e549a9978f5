"""A running bot as its operators see it: what it counts, whether it is well, which cases are in force."""

import gc
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from bot.cli.counted import counter
from bot.core.matching.index import Index
from bot.edge.casebook.live import Change, LiveCasebook
from bot.edge.health import health
from bot.edge.listening import Listener
from bot.edge.log_lines import hear, note
from bot.edge.metrics import Metrics
from bot.edge.store.file.looking import log_bytes
from bot.errors import StoreError
from bot.settings import Settings

LOOK_SECONDS = 5.0
"""Between two looks at the own cases; Kubernetes brings a changed ConfigMap within a minute or two."""
_STILL_ALIVE = 120.0
"""Seconds without a look after which the process counts as stuck: not even its simplest thread goes on."""


class Operating:
    """Metrics, pages and the live casebook of one bot, from its start to its end."""

    def __init__(self, chosen: Settings) -> None:
        """Read the cases and begin to count.  Raises CasebookError."""
        self.metrics = Metrics(_version())
        self._db = chosen.db
        self._address = chosen.health
        self._casebook = LiveCasebook(chosen.knowledge, self._changed)
        gc.freeze()  # as bot/cli/inputs.py
        self._looked = time.monotonic()
        self._again = threading.Event()
        self._listener: Listener | None = None
        self.metrics.knows(len(self._casebook().book.cases), refused=False)
        hear(counter(self.metrics, lambda: datetime.now(UTC)))

    @property
    def index(self) -> Callable[[], Index]:
        """The casebook in force at each call."""
        return self._casebook

    def open(self, connected: Callable[[], bool], queue: Callable[[], int], check_log: Callable[[], None]) -> None:
        """Show the pages, if the settings say where; `check_log` raises StoreError when the log cannot be written.

        Raises SettingsError when the address cannot be had.
        """
        self.metrics.watch(connected=connected, queue=queue, database=lambda: log_bytes(self._db))
        if self._address:
            ready: Mapping[str, Callable[[], bool]] = {
                "slack": connected,
                "database": lambda: self._writable(check_log),
                "casebook": lambda: bool(self._casebook().book.cases),
            }
            self._listener = Listener(health(self._alive, ready, self.metrics.text), self._address)
            note("listening", port=self._listener.port)

    def look_again(self) -> None:
        """Read the own cases at once, changed or not (SIGHUP)."""
        self._again.set()

    def keep_looking(self, stop: threading.Event) -> None:
        """Look at the own cases until `stop`, in a thread of its own."""
        while not stop.is_set():
            asked = self._again.wait(LOOK_SECONDS)
            self._again.clear()
            self._looked = time.monotonic()
            self._casebook.refresh(always=asked)

    def close(self) -> None:
        """Take the pages down."""
        if self._listener:
            self._listener.close()

    def _alive(self) -> bool:
        return time.monotonic() - self._looked < _STILL_ALIVE

    def _writable(self, check_log: Callable[[], None]) -> bool:
        try:
            check_log()
        except StoreError:
            return False
        return self._db.exists()  # the log was opened at the start: one that is gone now is written by nobody

    def _changed(self, change: Change) -> None:
        self.metrics.knows(change.cases, refused=bool(change.faults))
        if change.faults:
            note("cases refused", cases=change.cases, faults=[str(fault) for fault in change.faults])
        else:
            note("cases read", cases=change.cases)


def _version() -> str:
    try:
        return version("juicefs-bot")
    except PackageNotFoundError:  # started from a checkout
        return "checkout"
