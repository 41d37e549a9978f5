"""`juicefs-bot serve`: the bot in Slack, until SIGTERM or Ctrl-C."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

import click

from bot.cli.inputs import ready_index, settings
from bot.core.index import Index
from bot.edge.log_lines import note, set_up
from bot.errors import SlackError, StoreError
from bot.settings import Settings

GRACE_SECONDS = 10.0
"""What is begun may end within these after SIGTERM; Kubernetes kills after 30 by default."""
SWEEP_SECONDS = 60.0
"""Between two looks for events that were put off, or that a bot which is gone left pending."""
EXIT_ERROR = 2

_MISSING = """juicefs-bot: not set: {missing}
  {how}
  Put it into the file .env here, or into the environment, and start again.
  Without Slack: `juicefs-bot console` answers in this terminal, `juicefs-bot match FILE` answers once.
"""
_HOW = {
    "SLACK_BOT_TOKEN": "SLACK_BOT_TOKEN: https://api.slack.com/apps > your app > OAuth & Permissions > "
    "Install to Workspace > Bot User OAuth Token (xoxb-…)",
    "SLACK_APP_TOKEN": "SLACK_APP_TOKEN: https://api.slack.com/apps > your app > Basic Information > App-Level Tokens"
    " > Generate, with the scope connections:write (xapp-…)",
}


@click.command()
@click.option("--log-format", type=click.Choice(["json", "text"]), default="json", show_default=True)
def serve(log_format: str) -> None:
    """Answer in Slack.

    Needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN; ends in order on SIGTERM and Ctrl-C.
    """
    serve_slack(settings(), log_format)


def serve_slack(chosen: Settings, log_format: str) -> None:
    """Serve until a signal comes.  Raises SlackError, StoreError or CasebookError when that cannot begin."""
    bot, app = chosen.slack_bot_token, chosen.slack_app_token
    if not (bot and app):
        missing = [name for name, value in (("SLACK_BOT_TOKEN", bot), ("SLACK_APP_TOKEN", app)) if not value]
        click.echo(
            _MISSING.format(missing=", ".join(missing), how="\n  ".join(_HOW[name] for name in missing)), err=True
        )
        raise SystemExit(EXIT_ERROR)
    set_up(log_format)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with _quiet_start():
        serving = _Serving(chosen, bot, app, ready_index(chosen.knowledge))
        serving.open()
    serving.attend(stop)


class _Serving:
    """Everything that a running bot consists of, opened in order and closed in reverse."""

    def __init__(self, chosen: Settings, bot: str, app: str, index: Index) -> None:
        """Open the log, ask Slack who we are.  Raises StoreError and SlackError."""
        from bot.cli.attending import Attendant
        from bot.cli.oncall_doors import keep_reminding
        from bot.cli.slack_doors import slack_doors
        from bot.edge.slack.connection import Connection, Tokens
        from bot.edge.slack.lanes import Lanes
        from bot.edge.slack.listeners import listen
        from bot.edge.store.chat_store import open_chat_store

        self._retention = chosen.retention_days
        self._over = threading.Event()
        self._connection = Connection(Tokens(bot, app, chosen.slack_api_base_url))
        self._store = open_chat_store(chosen.db)
        self._lanes = Lanes(chosen.workers)
        reader, doors = slack_doors(
            self._connection, self._store, token=bot, chosen=chosen, index=index, pause=self._over.wait
        )
        self._remind = partial(keep_reminding, self._store, doors)
        self._attendant = Attendant(self._store, self._lanes, reader, self._connection.me, doors)
        listen(self._connection.app, self._connection.me, self._attendant.ears)

    def open(self) -> None:
        """Connect.  Raises SlackError, and then everything is closed again."""
        try:
            self._connection.open()
        except SlackError:
            self._store.close()
            raise
        note("connected", team=self._connection.me.team, user=self._connection.me.user)

    def attend(self, stop: threading.Event) -> None:
        """Answer until `stop`; then take no more, end what is begun, and leave the rest pending."""
        for name, work in (("sweep", self._sweep), ("reminders", self._remind)):
            threading.Thread(target=work, args=(stop,), name=name, daemon=True).start()
        stop.wait()
        self._connection.close()
        left = self._lanes.close(GRACE_SECONDS)
        self._over.set()
        _noted(self._store.close)
        note("stopped", left=left)

    def _sweep(self, stop: threading.Event) -> None:
        """Look again and again for what is left to do; the old texts go once a day."""
        due = datetime.now(UTC)
        while not stop.is_set():
            self._attendant.resume()
            if self._retention and datetime.now(UTC) >= due:
                due += timedelta(days=1)
                _noted(partial(self._forget_old, self._retention))
            stop.wait(SWEEP_SECONDS)

    def _forget_old(self, days: int) -> None:
        now = datetime.now(UTC)
        note("forgot", conversations=self._store.forget_older(now - timedelta(days=days), now))


@contextmanager
def _quiet_start() -> Iterator[None]:
    """What goes wrong at the start is told once, in our words, and not by Slack's libraries as well."""
    log = logging.getLogger("slack")
    log.setLevel(logging.CRITICAL)
    yield
    log.setLevel(logging.ERROR)


def _noted(work: Callable[[], None]) -> None:
    """Do something of which a failure is only noted."""
    try:
        work()
    except StoreError as error:
        note("log failed", error=str(error))
