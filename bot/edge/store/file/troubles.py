"""SQLite's and the operating system's errors as sentences for people."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bot.errors import StoreError

PRIMARY = 0xFF
"""The low byte of SQLite's extended result codes is the primary one: https://sqlite.org/rescode.html"""


class Said(NamedTuple):
    """One sentence for a person in each language, with `{path}` for the file."""

    en: str
    zh: str


class ForeignFileError(StoreError):
    """The file is another program's database."""


class NoDatabaseError(StoreError):
    """The file is no SQLite database."""


class NewerFileError(StoreError):
    """The file is the log of a newer version."""


_SENTENCES: dict[int, Said] = {
    sqlite3.SQLITE_BUSY: Said(
        "The conversation log {path} is in use by another process and did not come free in time; nothing was written."
        " Try again; if it stays so, look for a second juicefs-bot or a database tool that has it open.",
        "对话日志 {path} 正被其他进程占用，等待超时，没有写入任何内容。"
        "请稍后重试；如果一直这样，请检查是否有另一个 juicefs-bot 或数据库工具打开了它。",
    ),
    sqlite3.SQLITE_FULL: Said(
        "The disk with the conversation log {path} is full; nothing was written."
        " Free some space and logging goes on by itself.",
        "对话日志 {path} 所在的磁盘已满，没有写入任何内容。腾出空间后会自动恢复记录。",
    ),
    sqlite3.SQLITE_READONLY: Said(
        "The conversation log {path} can be read but not written."
        " Give the bot write permission on the file and its folder, or set JUICEFS_BOT_DB to another file.",
        "对话日志 {path} 只能读，不能写。请授予该文件及其目录的写权限，或者把 JUICEFS_BOT_DB 指向别的文件。",
    ),
    sqlite3.SQLITE_CANTOPEN: Said(
        "The conversation log {path} cannot be opened."
        " Check that the bot may read and write in its folder, or set JUICEFS_BOT_DB to another file.",
        "打不开对话日志 {path}。请确认对它所在的目录有读写权限，或者把 JUICEFS_BOT_DB 指向别的文件。",
    ),
    sqlite3.SQLITE_IOERR: Said(
        "The disk failed while the conversation log {path} was read or written; what was logged before is kept."
        " Check the disk's free space and health.",
        "读写对话日志 {path} 时磁盘出错，此前的记录不受影响。请检查磁盘的剩余空间和健康状况。",
    ),
    sqlite3.SQLITE_NOTADB: Said(
        "{path} is not a conversation log: it is no SQLite database. It was left as it is;"
        " set JUICEFS_BOT_DB to another file.",
        "{path} 不是对话日志：它不是 SQLite 数据库。文件保持原样；请把 JUICEFS_BOT_DB 指向别的文件。",
    ),
    sqlite3.SQLITE_CORRUPT: Said(
        "The conversation log {path} is damaged. It was left as it is;"
        " put a backup in its place, or move it away and the bot starts a new one.",
        "对话日志 {path} 已损坏，文件保持原样。请用备份替换它；也可以把它移走，机器人会新建一个。",
    ),
}
_SENTENCES[sqlite3.SQLITE_LOCKED] = _SENTENCES[sqlite3.SQLITE_BUSY]
_SENTENCES[sqlite3.SQLITE_PERM] = _SENTENCES[sqlite3.SQLITE_CANTOPEN]
_OTHER = Said(
    "The conversation log {path} could not be used; nothing was written. The bot's own log has the details.",
    "无法使用对话日志 {path}，没有写入任何内容。详情见机器人的运行日志。",
)


def trouble(path: Path, said: Said, kind: type[StoreError] = StoreError) -> StoreError:
    """The error that says this of the log at `path`."""
    return kind(said.en.format(path=path), said.zh.format(path=path))


def trouble_of(path: Path, code: int | None) -> StoreError:
    """The error for one of SQLite's result codes, extended or not; None is a failure without a code."""
    primary = code & PRIMARY if code is not None else None
    kind = NoDatabaseError if primary == sqlite3.SQLITE_NOTADB else StoreError
    return trouble(path, _SENTENCES.get(primary, _OTHER) if primary is not None else _OTHER, kind)


@contextmanager
def ours(path: Path) -> Iterator[None]:
    """Turn every error of SQLite inside the block into a StoreError about the log at `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise trouble_of(path, getattr(error, "sqlite_errorcode", None)) from error
