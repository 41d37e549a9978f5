"""`juicefs-bot backup` and `juicefs-bot restore`: the conversation log into a file, and back."""

from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.inputs import settings
from bot.edge.store import backup as back_up
from bot.edge.store import restore as put_back
from bot.model.text import Lang

_db = click.option("--db", type=click.Path(path_type=Path), help="The log's file; else JUICEFS_BOT_DB.")
_file = click.argument("file", type=click.Path(path_type=Path))

_SAVED = {
    Lang.EN: "{path} is saved as {file} ({size:,} bytes).",
    Lang.ZH: "{path} 已备份为 {file}（{size:,} 字节）。",
}
_RESTORED = {
    Lang.EN: "{path} is restored from {file}.",
    Lang.ZH: "已用 {file} 恢复 {path}。",
}
_KEPT = {
    Lang.EN: "The log before is kept as {kept}; it goes when a conversation is forgotten.",
    Lang.ZH: "原来的日志保存在 {kept}；删除对话时它会一并删除。",
}
_RESTART = {
    Lang.EN: "It could not be read, so that it was moved away. If the bot is running, start it anew.",
    Lang.ZH: "原来的日志无法读取，已移到一旁。如果机器人正在运行，请重启它。",
}


@click.command()
@_file
@_db
def backup(file: Path, db: Path | None) -> None:
    """Save the conversation log as FILE, while the bot is running.

    FILE must not exist yet; it holds all texts and is readable by its owner alone.
    """
    chosen = settings()
    path = db or chosen.db
    size = back_up(path, file)
    click.echo(_SAVED[chosen.lang or Lang.EN].format(path=path, file=file, size=size))


@click.command()
@_file
@_db
def restore(file: Path, db: Path | None) -> None:
    """Put the log saved as FILE in place of the present one, which is kept beside it.

    The bot may be running; it goes on with the restored log.
    """
    chosen = settings()
    path, lang = db or chosen.db, chosen.lang or Lang.EN
    done = put_back(path, file, datetime.now(UTC))
    click.echo(_RESTORED[lang].format(path=path, file=file))
    if done.kept:
        click.echo(_KEPT[lang].format(kept=done.kept))
    if done.restart:
        click.echo(_RESTART[lang])
