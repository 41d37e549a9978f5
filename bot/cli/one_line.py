"""A command that says in one line what is wrong with the words it was given."""

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
