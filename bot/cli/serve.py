"""`juicefs-bot serve`: the bot in Slack, until SIGTERM or Ctrl-C."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.cli.inputs import settings
from bot.cli.one_line import OneLine
from bot.cli.signals import Signals
from bot.edge.log_lines import set_up
from bot.errors import InputError
from bot.settings import Address, Settings, address

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
    "SLACK_SIGNING_SECRET": "SLACK_SIGNING_SECRET: https://api.slack.com/apps > your app > Basic Information >"
    " App Credentials > Signing Secret > Show",
}


@click.command(cls=OneLine)
@click.option("--log-format", type=click.Choice(["json", "text"]), default="json", show_default=True)
@click.option("--http", metavar="HOST:PORT", help="Let Slack call here (/slack/events) instead of Socket Mode.")
def serve(log_format: str, http: str | None) -> None:
    """Answer in Slack.

    Needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN (with --http: SLACK_SIGNING_SECRET); ends in order on SIGTERM and Ctrl-C,
    reads the own cases anew on SIGHUP.
    """
    serve_slack(settings(), log_format, _address(http) if http else None)


def serve_slack(chosen: Settings, log_format: str, http: Address | None = None) -> None:
    """Serve until a signal comes.  Raises SlackError, StoreError or CasebookError when that cannot begin."""
    bot, app, secret = chosen.slack_bot_token or "", chosen.slack_app_token or "", chosen.slack_signing_secret or ""
    needed = {"SLACK_BOT_TOKEN": bot} | ({"SLACK_SIGNING_SECRET": secret} if http else {"SLACK_APP_TOKEN": app})
    missing = [name for name, value in needed.items() if not value]
    if missing:
        click.echo(
            _MISSING.format(missing=", ".join(missing), how="\n  ".join(_HOW[name] for name in missing)), err=True
        )
        raise SystemExit(EXIT_ERROR)
    from bot.cli.serving import Serving
    from bot.edge.slack.connection import Tokens

    set_up(log_format)
    signals = Signals()
    with _quiet_start():
        serving = Serving(chosen, Tokens(bot, app, chosen.slack_api_base_url), (secret, http) if http else None)
        serving.open()
    serving.attend(signals.ended)


def _address(text: str) -> Address:
    try:
        return address(text)
    except ValueError as error:
        raise InputError(
            f"--http needs an address as HOST:PORT, such as 0.0.0.0:3000; got {text!r}.",
            f"--http 需要 HOST:PORT 形式的地址，比如 0.0.0.0:3000；收到的是 {text!r}。",
        ) from error


@contextmanager
def _quiet_start() -> Iterator[None]:
    """What goes wrong at the start is told once, in our words, and not by Slack's libraries as well."""
    log = logging.getLogger("slack")
    log.setLevel(logging.CRITICAL)
    yield
    log.setLevel(logging.ERROR)
