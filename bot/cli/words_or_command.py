"""A command that takes either words or the name of one of its own commands: `log redis password`, `log show 3`."""

from typing import Any

import click


class WordsOrCommand(click.Group):
    """A click group for which anything that is not a command is words for the command `words_mean`.

    Options may stand anywhere: `log --limit 5 redis` is `log search --limit 5 redis`, `log --lang zh show 3` is
    `log show --lang zh 3`.  After `--` everything is words.
    """

    def __init__(self, *args: Any, words_mean: str, **kwargs: Any) -> None:  # noqa: ANN401 - click's own signature
        super().__init__(*args, **kwargs)
        self._words_mean = words_mean

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command's name first, where click looks for it."""
        first = self._first_word(args)
        if first < len(args) and args[first] in self.commands:
            args = [args[first], *args[:first], *args[first + 1 :]]
        elif not set(args[:first]) & set(ctx.help_option_names):
            args = [self._words_mean, *args]
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """What follows the name in the first line of the help."""
        return ["[OPTIONS]", "[WORDS]... | COMMAND [ARGS]..."]

    def _first_word(self, args: list[str]) -> int:
        """The index of the first argument that is no option and no option's value."""
        takes_value = self._options_with_value()
        index = 0
        while index < len(args) and args[index].startswith("-") and args[index] != "--":
            index += 2 if args[index] in takes_value else 1
        return index

    def _options_with_value(self) -> set[str]:
        parameters = [parameter for command in self.commands.values() for parameter in command.params]
        options = [one for one in parameters if isinstance(one, click.Option) and not one.is_flag]
        return {name for option in options for name in option.opts}
