"""Trouble in one line: with the words that a command was given, and with the program itself."""

from pathlib import Path
from traceback import extract_tb

import click

from bot.errors import InputError


class OneLine(click.Command):
    """A click command whose usage errors are ours: one line on stderr, as every other error."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words.  Raises InputError for what click would tell in four lines."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            told = error.format_message().rstrip(".")
            raise InputError(
                f"{told}. `juicefs-bot {ctx.info_name} --help` shows how.",
                f"参数有误（{told}）。用法见 `juicefs-bot {ctx.info_name} --help`。",
            ) from error


def fault(error: Exception) -> str:
    """A sentence for an error that nobody foresaw: its type and place, never its words, which may hold a secret."""
    places = [(Path(step.filename), step.lineno) for step in extract_tb(error.__traceback__)]
    own = [(path, line) for path, line in places if "bot" in path.parts]
    where = next((f" at {_from_the_package(path)}:{line}" for path, line in reversed(own or places)), "")
    return f"This is a fault of mine ({type(error).__name__}{where}). `python -X dev -m bot …` shows the whole trace."


def _from_the_package(path: Path) -> str:
    """`bot/core/match.py`, wherever it is installed; of foreign code its last three parts."""
    parts = path.parts
    return "/".join(parts[len(parts) - 1 - parts[::-1].index("bot") :] if "bot" in parts else parts[-3:])
