"""What the commands on the log share: their options, their language, and how they end."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from bot.cli.inputs import settings
from bot.edge.store import LogReader, read_log
from bot.errors import BotError, InputError
from bot.model.conversation import ConversationId, Logged
from bot.model.text import Lang

EXIT_NOTHING = 1
EXIT_ERROR = 2

UNKNOWN = {Lang.EN: "There is no conversation {number}.", Lang.ZH: "没有编号为 {number} 的对话。"}

db_option = click.option("--db", type=click.Path(path_type=Path), help="The log's file; else JUICEFS_BOT_DB.")
lang_option = click.option("--lang", type=click.Choice([lang.value for lang in Lang]), help="Else JUICEFS_BOT_LANG.")
json_option = click.option("--json", "as_json", is_flag=True, help="For programs.")


@contextmanager
def speaking(lang: str | None) -> Iterator[Lang]:
    """The language of this run; an error of ours ends it with one sentence in that language."""
    said = Lang(lang) if lang else settings().lang or Lang.EN
    try:
        yield said
    except BotError as error:
        click.echo(f"juicefs-bot: {error.said[said]}", err=True)
        raise SystemExit(EXIT_ERROR) from error


def log_path(db: Path | None) -> Path:
    """The log's file: the one that an option names, else the settings'."""
    return db or settings().db


def conversation(log: LogReader, number: int, lang: Lang) -> Logged:
    """One conversation whole; ends the command where there is none.  Raises StoreError."""
    found = log.conversation(ConversationId(number))
    return found or end(UNKNOWN[lang].format(number=number))


def log_at(db: Path | None) -> LogReader:
    """The log, to be read.  Raises StoreError."""
    return read_log(log_path(db))


def end(sentence: str) -> NoReturn:
    """End the command: nothing was found."""
    click.echo(sentence, err=True)
    raise SystemExit(EXIT_NOTHING)


def write(output: Path | None, content: bytes) -> None:
    """Into a file, whole or not at all; to standard output without one.  Raises InputError."""
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    written(output, lambda part: part.write_bytes(content))


def written(output: Path, put: Callable[[Path], object]) -> None:
    """Let `put` make the file, and name it so when it is whole: half a file would pass for all there is."""
    part = output.with_name(output.name + ".part")
    try:
        put(part)
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(
            f"Cannot write {output}. Check that its folder is there, may be written and has free space.",
            f"无法写入 {output}。请确认目录存在、有写权限且磁盘空间充足。",
        ) from error
