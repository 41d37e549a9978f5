"""`juicefs-bot log`: what was asked and answered before: list, search, show, export, forget."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import get_terminal_size

import click

from bot.cli.colours import style_for
from bot.cli.inputs import settings
from bot.cli.words_or_command import WordsOrCommand
from bot.core.transcript import entry_json, listing, logged_json, transcript
from bot.edge.store import open_store, read_log
from bot.errors import BotError, InputError
from bot.model.conversation import ConversationId
from bot.model.text import Lang
from bot.settings import MOST_DAYS

EXIT_NOTHING = 1
EXIT_ERROR = 2

_NOTHING = {Lang.EN: "No conversation holds these words.", Lang.ZH: "没有对话包含这些词。"}
_EMPTY = {Lang.EN: "Nothing has been logged yet.", Lang.ZH: "还没有任何记录。"}
_UNKNOWN = {Lang.EN: "There is no conversation {number}.", Lang.ZH: "没有编号为 {number} 的对话。"}
_SURE = {
    Lang.EN: "Remove the texts and names of conversation {number} for good?",
    Lang.ZH: "确定要永久删除对话 {number} 的文本和名称吗？",
}
_KEPT = {Lang.EN: "Nothing was removed.", Lang.ZH: "没有删除任何内容。"}
_FORGOTTEN = {
    Lang.EN: "Conversation {number} is forgotten: its texts and names are gone from {path}.",
    Lang.ZH: "对话 {number} 的文本和名称已从 {path} 中彻底删除。",
}

_NO_LIMIT = (
    "After how many days? Say --days N, or set JUICEFS_BOT_RETENTION_DAYS.",
    "要保留多少天？请加 --days N，或者设置 JUICEFS_BOT_RETENTION_DAYS。",
)
_EXPIRED = {
    Lang.EN: "{count} conversation(s) without a message for {days} days are forgotten in {path}.",
    Lang.ZH: "{path} 中有 {count} 个超过 {days} 天没有新消息的对话，文本和名称已彻底删除。",
}

_db = click.option("--db", type=click.Path(path_type=Path), help="The log's file; else JUICEFS_BOT_DB.")
_lang = click.option("--lang", type=click.Choice([lang.value for lang in Lang]), help="Else JUICEFS_BOT_LANG.")
_json = click.option("--json", "as_json", is_flag=True, help="For programs.")
_number = click.argument("number", metavar="ID", type=click.IntRange(min=1))


@click.group(cls=WordsOrCommand, words_mean="search")
def log_group() -> None:
    """What was asked and answered before: `log` lists, `log WORDS` searches.

    A word that is also a command is searched after two dashes: `log -- show`.
    """


@log_group.command()
@click.argument("words", nargs=-1)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many.")
@_json
@_lang
@_db
def search(words: tuple[str, ...], *, limit: int, as_json: bool, lang: str | None, db: Path | None) -> None:
    """Conversations that hold every one of WORDS (English or Chinese), newest first; all of them without words."""
    with _speaking(lang) as said:
        entries = read_log(_path(db)).entries(words, limit=limit)
        if as_json:
            click.echo(json.dumps([entry_json(entry) for entry in entries], ensure_ascii=False, indent=2))
        elif entries:
            width = get_terminal_size().columns if sys.stdout.isatty() else 0
            click.echo(listing(entries, said, style_for(sys.stdout), width))
        if not entries:
            _end(_NOTHING[said] if words else _EMPTY[said])


@log_group.command()
@_number
@_json
@_lang
@_db
def show(number: int, *, as_json: bool, lang: str | None, db: Path | None) -> None:
    """The conversation ID whole: what was asked, what it led to and why, what was answered."""
    with _speaking(lang) as said:
        logged = read_log(_path(db)).conversation(ConversationId(number))
        if logged is None:
            _end(_UNKNOWN[said].format(number=number))
        elif as_json:
            click.echo(json.dumps(logged_json(logged), ensure_ascii=False, indent=2))
        else:
            click.echo(transcript(logged, said, style_for(sys.stdout)))


@log_group.command()
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Into this file, else to standard output.")
@_lang
@_db
def export(*, output: Path | None, lang: str | None, db: Path | None) -> None:
    """Everything as JSON Lines: one conversation a line, oldest first."""
    with _speaking(lang):
        lines = (json.dumps(logged_json(one), ensure_ascii=False) for one in read_log(_path(db)).everything())
        if output is None:
            for line in lines:
                click.echo(line)
        else:
            _write(output, lines)


@log_group.command()
@_number
@click.option("--yes", is_flag=True, help="Do not ask.")
@_lang
@_db
def forget(number: int, *, yes: bool, lang: str | None, db: Path | None) -> None:
    """Remove every text and name of the conversation ID from the log, for good."""
    with _speaking(lang) as said:
        path = _path(db)
        read_log(path)  # a log that is not there is not made in order to forget something
        if not yes and sys.stdin.isatty() and sys.stdout.isatty():
            _ask(_SURE[said].format(number=number), _KEPT[said])
        with open_store(path) as store:
            known = store.forget(ConversationId(number), datetime.now(UTC))
        if not known:
            _end(_UNKNOWN[said].format(number=number))
        click.echo(_FORGOTTEN[said].format(number=number, path=path))


@log_group.command()
@click.option("--days", type=click.IntRange(1, MOST_DAYS), help="Else JUICEFS_BOT_RETENTION_DAYS.")
@_lang
@_db
def expire(*, days: int | None, lang: str | None, db: Path | None) -> None:
    """Forget every conversation without a message for so many days, as the running bot does once a day."""
    with _speaking(lang) as said:
        limit = days or settings().retention_days
        if limit is None:
            raise InputError(*_NO_LIMIT)
        path, now = _path(db), datetime.now(UTC)
        read_log(path)
        with open_store(path) as store:
            count = store.forget_older(now - timedelta(days=limit), now)
        click.echo(_EXPIRED[said].format(count=count, days=limit, path=path))


@contextmanager
def _speaking(lang: str | None) -> Iterator[Lang]:
    """The language of this run; an error of ours ends it with one sentence in that language."""
    said = Lang(lang) if lang else settings().lang or Lang.EN
    try:
        yield said
    except BotError as error:
        click.echo(f"juicefs-bot: {error.said[said]}", err=True)
        raise SystemExit(EXIT_ERROR) from error


def _path(db: Path | None) -> Path:
    return db or settings().db


def _end(sentence: str) -> None:
    click.echo(sentence, err=True)
    raise SystemExit(EXIT_NOTHING)


def _ask(question: str, otherwise: str) -> None:
    if not click.confirm(question):
        _end(otherwise)


def _write(output: Path, lines: Iterator[str]) -> None:
    """The whole export or none of it: a file that breaks off would pass for all there is."""
    part = output.with_name(output.name + ".part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
        part.replace(output)
    except OSError as error:
        raise InputError(
            f"Cannot write {output}. Check that its folder is there, may be written and has free space.",
            f"无法写入 {output}。请确认目录存在、有写权限且磁盘空间充足。",
        ) from error
