"""`juicefs-bot run`: what `make run` starts, whatever it finds: Slack, a console, a piped text, or nothing at all."""

import select
import stat
import sys

import click

from bot.cli.console import answer_once, talk
from bot.cli.inputs import MOST_BYTES, decoded, settings
from bot.model.text import RawText

FIRST_BYTE_WITHIN = 10.0
"""Seconds.  `kubectl describe` on a slow cluster takes a few before its first line; nobody pipes and waits longer."""

EXAMPLE = """the mount pod is up again but the app is not happy:
$ kubectl -n shop exec orders-api-6d4f9c7b8-x2k5p -- df -h /data
df: /data: Socket not connected
"""

GO_ON = """
That was an example.  To go on:
  kubectl describe pod my-app | make run     answer a real paste
  make run                                   in a terminal: paste, empty line, answer
  cp .env.example .env                       then fill in the Slack tokens: make run starts the Slack bot
"""


@click.command()
def run() -> None:
    """Start the bot: in Slack when there are tokens, else here."""
    piped, chosen = _piped(), settings()
    if piped.strip():
        answer_once(decoded(piped), chosen)
    elif chosen.slack_bot_token and chosen.slack_app_token:
        from bot.cli.serve import serve_slack

        serve_slack(chosen, "text" if sys.stderr.isatty() else "json")
    elif sys.stdin is not None and sys.stdin.isatty():
        talk(chosen)
    else:
        click.echo(EXAMPLE)
        answer_once(RawText(EXAMPLE), chosen)
        click.echo(GO_ON)


def _piped() -> bytes:
    """What standard input holds when it is a pipe or a file; empty when it is a terminal, closed, or silent."""
    if sys.stdin is None or sys.stdin.closed or sys.stdin.isatty():
        return b""
    mode = stat_of_stdin()
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        ready, _, _ = select.select([sys.stdin], [], [], FIRST_BYTE_WITHIN)
        if not ready:
            return b""
    return sys.stdin.buffer.read(MOST_BYTES + 1)


def stat_of_stdin() -> int:
    """The file mode of standard input."""
    import os

    return os.fstat(sys.stdin.fileno()).st_mode
