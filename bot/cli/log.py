"""`juicefs-bot log`: what was asked and answered before: list, search, show, export, forget."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import get_terminal_size

import click

from bot.cli.colours import style_for
from bot.cli.inputs import settings
from bot.cli.on_log import UNKNOWN, db_option, end, json_option, lang_option, log_path, speaking, written
from bot.cli.words_or_command import WordsOrCommand
from bot.core.faces.transcript import entry_json, listing, logged_json, transcript
from bot.edge.store import open_store, read_log
from bot.errors import InputError
from bot.model.conversation import ConversationId
from bot.model.text import Lang
from bot.settings import MOST_DAYS

_NOTHING = {Lang.EN: "No conversation holds these words.", Lang.ZH: "没有对话包含这些词。"}
_EMPTY = {Lang.EN: "Nothing has been logged yet.", Lang.ZH: "还没有任何记录。"}
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

_number = click.argument("number", metavar="ID", type=click.IntRange(min=1))


@click.group(cls=WordsOrCommand, words_mean="search")
def log_group() -> None:
    """What was asked and answered before: `log` lists, `log WORDS` searches.

    A word that is also a command is searched after two dashes: `log -- show`.
    """


@log_group.command()
@click.argument("words", nargs=-1)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many.")
@json_option
@lang_option
@db_option
def search(words: tuple[str, ...], *, limit: int, as_json: bool, lang: str | None, db: Path | None) -> None:
    """Conversations that hold every one of WORDS (English or Chinese), newest first; all of them without words."""
    with speaking(lang) as said:
        entries = read_log(log_path(db)).entries(words, limit=limit)
        if as_json:
            click.echo(json.dumps([entry_json(entry) for entry in entries], ensure_ascii=False, indent=2))
        elif entries:
            width = get_terminal_size().columns if sys.stdout.isatty() else 0
            click.echo(listing(entries, said, style_for(sys.stdout), width))
        if not entries:
            end(_NOTHING[said] if words else _EMPTY[said])


@log_group.command()
@_number
@json_option
@lang_option
@db_option
def show(number: int, *, as_json: bool, lang: str | None, db: Path | None) -> None:
    """The conversation ID whole: what was asked, what it led to and why, what was answered."""
    with speaking(lang) as said:
        logged = read_log(log_path(db)).conversation(ConversationId(number))
        if logged is None:
            end(UNKNOWN[said].format(number=number))
        elif as_json:
            click.echo(json.dumps(logged_json(logged), ensure_ascii=False, indent=2))
        else:
            click.echo(transcript(logged, said, style_for(sys.stdout)))


@log_group.command()
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Into this file, else to standard output.")
@lang_option
@db_option
def export(*, output: Path | None, lang: str | None, db: Path | None) -> None:
    """Everything as JSON Lines: one conversation a line, oldest first."""
    with speaking(lang):
        lines = (json.dumps(logged_json(one), ensure_ascii=False) for one in read_log(log_path(db)).everything())
        if output is None:
            for line in lines:
                click.echo(line)
        else:
            written(output, lambda part: _put(part, lines))


@log_group.command()
@_number
@click.option("--yes", is_flag=True, help="Do not ask.")
@lang_option
@db_option
def forget(number: int, *, yes: bool, lang: str | None, db: Path | None) -> None:
    """Remove every text and name of the conversation ID from the log, for good."""
    with speaking(lang) as said:
        path = log_path(db)
        read_log(path)  # a log that is not there is not made in order to forget something
        if not yes and sys.stdin.isatty() and sys.stdout.isatty():
            _ask(_SURE[said].format(number=number), _KEPT[said])
        with open_store(path) as store:
            known = store.forget(ConversationId(number), datetime.now(UTC))
        if not known:
            end(UNKNOWN[said].format(number=number))
        click.echo(_FORGOTTEN[said].format(number=number, path=path))


@log_group.command()
@click.option("--days", type=click.IntRange(1, MOST_DAYS), help="Else JUICEFS_BOT_RETENTION_DAYS.")
@lang_option
@db_option
def expire(*, days: int | None, lang: str | None, db: Path | None) -> None:
    """Forget every conversation without a message for so many days, as the running bot does once a day."""
    with speaking(lang) as said:
        limit = days or settings().retention_days
        if limit is None:
            raise InputError(*_NO_LIMIT)
        path, now = log_path(db), datetime.now(UTC)
        read_log(path)
        with open_store(path) as store:
            count = store.forget_older(now - timedelta(days=limit), now)
        click.echo(_EXPIRED[said].format(count=count, days=limit, path=path))


def _ask(question: str, otherwise: str) -> None:
    if not click.confirm(question):
        end(otherwise)


def _put(part: Path, lines: Iterator[str]) -> None:
    with part.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
