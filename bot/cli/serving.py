"""Everything that a bot in Slack consists of, opened in order and closed in reverse."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Protocol

from bot.cli.absences import Absences
from bot.cli.attending import Attendant
from bot.cli.oncall_doors import keep_painting, keep_reminding
from bot.cli.operating import Operating
from bot.cli.slack_doors import slack_doors
from bot.edge.listening import Listener
from bot.edge.log_lines import note
from bot.edge.slack.catching_up import MOST, CatchUp
from bot.edge.slack.connection import Connection, Counting, Tokens
from bot.edge.slack.lanes import Lanes
from bot.edge.slack.listeners import listen
from bot.edge.slack.pacing import Pace
from bot.edge.slack.patience import Patience
from bot.edge.slack.posting import Poster
from bot.edge.slack.requests import MOST_BYTES, slack_requests
from bot.edge.store.chat_store import open_chat_store
from bot.errors import BotError, SlackError, StoreError
from bot.flow.oncall.scheduling import Schedule
from bot.model.chat import Absence
from bot.settings import Address, Settings

GRACE_SECONDS = 10.0
"""What is begun may end within these after SIGTERM; Kubernetes kills after 30 by default, after 45 in deploy/."""
TELLING_SECONDS = 3.0
MOST_TOLD = 50
"""People who are told that their answer could not be finished, and how long that may take."""
SWEEP_SECONDS = 60.0
"""Between two looks for events that were put off, or that a bot which is gone left pending."""
_REQUEST_THREADS = 8


class Way(Protocol):
    """How events come."""

    @property
    def connected(self) -> bool:
        """Whether they can come now."""
        ...

    def open(self) -> None:
        """Let them come.  Raises SlackError or SettingsError."""
        ...

    def close(self) -> None:
        """Take no more."""
        ...


class Requests:
    """Slack calls the bot: signed requests over HTTP."""

    def __init__(self, connection: Connection, secret: str, address: Address) -> None:
        self._application = slack_requests(connection.app, secret)
        self._address = address
        self._listener: Listener | None = None

    @property
    def connected(self) -> bool:
        """Whether the port is open."""
        return self._listener is not None

    def open(self) -> None:
        """Listen.  Raises SettingsError when the address cannot be had."""
        self._listener = Listener(self._application, self._address, threads=_REQUEST_THREADS, most_bytes=MOST_BYTES)
        note("listening for Slack", port=self._listener.port)

    def close(self) -> None:
        """Answer what has come, and take no more."""
        listener, self._listener = self._listener, None
        if listener:
            listener.close()


class Serving:
    """One running bot."""

    def __init__(self, chosen: Settings, tokens: Tokens, http: tuple[str, Address] | None = None) -> None:
        """Read the cases, ask Slack who we are, open the log.  Raises CasebookError, SlackError and StoreError.

        With `http` (the signing secret and where to listen) Slack calls the bot; without, the bot opens a socket.
        """
        self._chosen = chosen
        self._over = threading.Event()
        self._operating = Operating(chosen)
        counting = Counting(self._operating.metrics.called, partial(note, "socket replaced"))
        self._connection = Connection(tokens, counting)
        self._way: Way = Requests(self._connection, *http) if http else self._connection
        self._store = open_chat_store(chosen.db)
        self._lanes = Lanes(chosen.workers)
        reader, doors = slack_doors(
            self._connection,
            self._store,
            token=tokens.bot,
            chosen=chosen,
            index=self._operating.index,
            pause=self._over.wait,
        )
        schedule = Schedule(chosen.handoff_schedule, self._connection.me.team)
        self._remind = partial(keep_reminding, self._store, doors, schedule)
        self._paint = partial(keep_painting, self._store, doors)
        now = Poster(self._connection.client, reader, Pace(self._over.wait), Patience(self._over.wait))
        self._attendant = Attendant(
            self._store, self._lanes, reader, self._connection.me, doors, whisper_now=now.whisper
        )
        listen(self._connection.app, self._connection.me, self._attendant.ears)

    def open(self) -> None:
        """Let events come.  Raises SlackError or SettingsError, and then everything is closed again."""
        try:
            self._before = self._absence()
            self._operating.open(lambda: self._way.connected, lambda: len(self._lanes), self._store.check)
            self._way.open()
        except BotError:
            self._operating.close()
            self._store.close()
            raise
        note("connected", team=self._connection.me.team, user=self._connection.me.user)

    def attend(self, ended: Callable[[], bool]) -> None:
        """Answer until it has `ended`; then take no more, end what is begun, and leave the rest pending.

        `ended` waits for what the system asks next: the end, or to read the own cases at once.
        """
        stop = threading.Event()
        works: dict[str, Callable[[threading.Event], None]] = {
            "sweep": self._sweep,
            "reminders": self._remind,
            "boards": self._paint,
            "cases": self._operating.keep_looking,
            "catch-up": self._catch_up,
        }
        for name, work in works.items():
            threading.Thread(target=work, args=(stop,), name=name, daemon=True).start()
        while not ended():
            self._operating.look_again()
        stop.set()
        self._way.close()
        left = self._lanes.close(GRACE_SECONDS)
        self._tell_cut_off()
        self._over.set()
        self._operating.close()
        _noted(self._store.close)
        note("stopped", left=left)

    def _sweep(self, stop: threading.Event) -> None:
        """Look again and again for what is left to do; the old texts go once a day."""
        due = datetime.now(UTC)
        while not stop.is_set():
            self._attendant.resume()
            if self._chosen.retention_days and datetime.now(UTC) >= due:
                due += timedelta(days=1)
                _noted(partial(self._forget_old, self._chosen.retention_days))
            stop.wait(SWEEP_SECONDS)

    def _forget_old(self, days: int) -> None:
        now = datetime.now(UTC)
        note("forgot", conversations=self._store.forget_older(now - timedelta(days=days), now))

    def _catch_up(self, stop: threading.Event) -> None:
        """Answer what was written while nobody was there to hear it."""

        def read(absence: Absence) -> None:
            _noted(partial(self._read_missed, absence, stop))

        Absences(lambda: self._way.connected, self._last_seen, read).watch(self._before, stop)

    def _absence(self) -> Absence | None:
        return self._store.absence(self._connection.me.team) if self._chosen.catch_up_hours else None

    def _last_seen(self) -> Absence | None:
        try:
            return self._absence()
        except StoreError as error:
            note("log failed", error=str(error))
            return None

    def _read_missed(self, absence: Absence, stop: threading.Event) -> None:
        since = (datetime.now(UTC) - timedelta(hours=self._chosen.catch_up_hours)).timestamp()
        catch_up = CatchUp(self._connection.client, self._connection.me, stop.wait)
        seen = 0
        self._store.reading_up(self._connection.me.team, absence.since)
        try:
            for _ in islice(filter(self._attendant.hear_late, catch_up.missed(absence, since)), MOST):
                seen += 1
            self._store.read_up(self._connection.me.team)
        finally:
            note("caught up", messages=seen)

    def _tell_cut_off(self) -> None:
        """Tell those who wait for an answer that it has to wait for the next start, or must be asked for again."""
        told = [
            threading.Thread(target=work.cut_off, name="cut-off", daemon=True)
            for work in self._lanes.unfinished()[:MOST_TOLD]
        ]
        for thread in told:
            thread.start()
        give_up = datetime.now(UTC) + timedelta(seconds=TELLING_SECONDS)
        for thread in told:
            thread.join(max(0.0, (give_up - datetime.now(UTC)).total_seconds()))


def _noted(work: Callable[[], None]) -> None:
    """Do something of which a failure is only noted."""
    try:
        work()
    except (StoreError, SlackError) as error:
        note("put off", error=str(error))
