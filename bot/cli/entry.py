"""`juicefs-bot`: every command, each loaded only when it is asked for.

`juicefs-bot match` must answer in 0.4 s from cold, so that nothing here imports Slack, Kubernetes or SQLite.
"""

import importlib
import sys
from typing import cast

import click

from bot.cli.one_line import fault
from bot.errors import BotError
from bot.model.text import Lang

_COMMANDS = {
    "backup": "bot.cli.backup:backup",
    "cases": "bot.cli.cases:cases",
    "console": "bot.cli.console:console",
    "diagnose": "bot.cli.diagnose:diagnose",
    "doctor": "bot.cli.doctor:doctor",
    "draft": "bot.cli.oncall:draft",
    "evaluate": "bot.cli.evaluate:evaluate",
    "handoff": "bot.cli.oncall:handoff",
    "log": "bot.cli.log:log_group",
    "match": "bot.cli.match:match",
    "report": "bot.cli.oncall:report",
    "restore": "bot.cli.backup:restore",
    "run": "bot.cli.run:run",
    "serve": "bot.cli.serve:serve",
    "snapshot": "bot.cli.snapshot:snapshot",
    "stats": "bot.cli.oncall:stats",
}
EXIT_ERROR = 2
"""Every command's exit code when it could not do its work."""


class _Lazy(click.Group):
    """A group whose commands are imported by name when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        return cast("click.Command", getattr(importlib.import_module(module), name))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="juicefs-bot")
def juicefs_bot() -> None:
    """Paste an error of JuiceFS on Kubernetes, get the documented case, the commands and the fix.

    \b
    kubectl describe pod my-app | juicefs-bot match
    juicefs-bot console
    """  # noqa: D301 - \b is click's mark for "keep these lines"


def main() -> None:
    """Run the command line; an error of ours ends with one sentence on stderr and exit code 2, without a trace.

    So does a fault of the program itself, except in Python's development mode (`python -X dev -m bot`).
    """
    try:
        juicefs_bot()
    except BotError as error:
        click.echo(f"juicefs-bot: {error.said[Lang.EN]}", err=True)
        sys.exit(EXIT_ERROR)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away, as `head` does; that is no error of ours
        sys.exit(0)
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        click.echo(f"juicefs-bot: {fault(error)}", err=True)
        sys.exit(EXIT_ERROR)
