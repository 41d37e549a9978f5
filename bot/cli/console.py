"""`juicefs-bot console`: the bot in the terminal.  Paste, empty line, answer; every conversation is logged."""

import getpass
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import click

from bot.cli.colours import style_for
from bot.cli.inputs import ready_index, settings
from bot.core.faces.exchange import exchange
from bot.core.faces.terminal import Style, to_terminal
from bot.core.matching.index import Index
from bot.errors import StoreError
from bot.flow import Answer, answer
from bot.model.conversation import Conversation, Door, Place
from bot.model.text import Lang, RawText, SafeText
from bot.settings import Settings

_WELCOME = {
    Lang.EN: "Paste an error or a log, then an empty line.  Ctrl-D ends.",
    Lang.ZH: "粘贴报错或日志，然后输入一个空行。按 Ctrl-D 结束。",
}
_NOT_LOGGED = {
    Lang.EN: "(This conversation could not be logged: {why})",
    Lang.ZH: "（这次对话没有记录下来：{why}）",
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
    with _Log(chosen) as record:
        for paste in _pastes(prompt="> " if asking else ""):
            tell(RawText(paste), index, chosen, style, record)
            click.echo()


def answer_once(text: RawText, chosen: Settings) -> None:
    """Answer one text that was piped in, and log it."""
    index = ready_index(chosen.knowledge)
    with _Log(chosen) as record:
        tell(text, index, chosen, style_for(sys.stdout), record)


def tell(text: RawText, index: Index, chosen: Settings, style: Style, record: Callable[[Conversation], object]) -> None:
    """Answer `text` on standard output, then log it: a log that fails never costs the person the answer."""
    found = answer(text, index, chosen.lang)
    click.echo(to_terminal(found.reply, style))
    try:
        record(_exchange(found))
    except StoreError as error:
        lang = found.reply.lang
        click.echo(style.warning(_NOT_LOGGED[lang].format(why=error.said[lang])), err=True)


def _exchange(found: Answer) -> Conversation:
    said = SafeText(to_terminal(found.reply))
    return exchange(Place(Door.TERMINAL), found.asked, found.diagnosis, said, datetime.now(UTC), user=_login())


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may run as a user without a name
        return ""


class _Log:
    """The log, opened when the first conversation is recorded: a broken one does not keep the bot from answering."""

    def __init__(self, chosen: Settings) -> None:
        self._path = chosen.db
        self._close: Callable[[], None] | None = None

    def __enter__(self) -> Callable[[Conversation], object]:
        return self._record

    def __exit__(self, *_: object) -> None:
        if self._close:
            self._close()

    def _record(self, conversation: Conversation) -> object:
        from bot.edge.store import open_store

        if self._close is None:
            self._store = open_store(self._path)
            self._close = self._store.close
        return self._store.record(conversation)


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
