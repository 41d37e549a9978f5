"""`juicefs-bot console`: the bot in the terminal.  Paste, empty line, answer; every conversation is logged."""

import sys
from collections.abc import Iterator

import click

from bot.cli.colours import style_for
from bot.cli.inputs import ready_index, settings
from bot.core.terminal import to_terminal
from bot.flow import answer
from bot.model.text import Lang, RawText
from bot.settings import Settings

_WELCOME = {
    Lang.EN: "Paste an error or a log, then an empty line.  Ctrl-D ends.",
    Lang.ZH: "粘贴报错或日志，然后输入一个空行。按 Ctrl-D 结束。",
}


@click.command()
def console() -> None:
    """Talk to the bot in the terminal."""
    talk(settings())


def talk(chosen: Settings) -> None:
    """Answer paste after paste from standard input until it ends; raises CasebookError before the first."""
    index = ready_index(chosen.knowledge)
    style = style_for(sys.stdout)
    asking = sys.stdin.isatty()
    if asking:
        click.echo(style.heading(_WELCOME[chosen.lang or Lang.EN]))
    for paste in _pastes(prompt="> " if asking else ""):
        found = answer(RawText(paste), index, chosen.lang)
        click.echo(to_terminal(found.reply, style))
        click.echo()


def _pastes(prompt: str) -> Iterator[str]:
    """Blocks of lines, each ended by an empty line or the end of input."""
    block: list[str] = []
    while True:
        click.echo(prompt if not block else "", nl=False)
        line = sys.stdin.readline()
        if line.strip():
            block.append(line.rstrip("\n"))
        elif block:
            yield "\n".join(block)
            block = []
        if not line:
            return
