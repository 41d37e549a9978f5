"""What the command line takes in: the environment, a file or standard input, the casebook."""

import gc
import os
import sys
from pathlib import Path

from bot.core.matching.index import Index, index
from bot.edge.casebook import load
from bot.errors import InputError, SettingsError
from bot.model.text import RawText
from bot.settings import Settings, read

MOST_BYTES = 10 * 1024 * 1024
"""A paste of more than this is refused: it is a whole log file, and its end is what matters."""
_BINARY_LOOKS_LIKE = b"\x00"


def settings() -> Settings:
    """The settings of this process: `.env` in the working folder, the environment over it.  Raises SettingsError."""
    return read(environment())


def environment() -> dict[str, str]:
    """`.env` in the working folder, and the process environment over it.  Raises SettingsError where it is no text."""
    return {**_dotenv(), **os.environ}


def _dotenv() -> dict[str, str]:
    if not Path(".env").is_file():
        return {}
    from dotenv import dotenv_values

    try:
        found = dotenv_values(".env", encoding="utf-8-sig")  # Windows' editors begin a file with a byte order mark
    except UnicodeDecodeError as error:
        raise SettingsError(
            "The file .env is not UTF-8 text; no setting in it was read. Save it as UTF-8.",
            "文件 .env 不是 UTF-8 文本，其中的设置都没有读取。请另存为 UTF-8。",
        ) from error
    except OSError as error:
        raise SettingsError(
            "The file .env cannot be read; no setting in it is known. Let the bot's user read it.",
            "无法读取文件 .env，其中的设置都不得而知。请给机器人的用户读权限。",
        ) from error
    return {name: value for name, value in found.items() if value is not None}


def ready_index(knowledge: Path | None) -> Index:
    """The casebook (with the reader's own cases) ready for matching.  Raises CasebookError."""
    made = index(load(*((knowledge,) if knowledge else ())))
    gc.freeze()  # it stays for good: looking through it for rubbish costs a large log 20 of 285 ms
    return made


def read_text(source: str) -> RawText:
    """The text of the file `source`, or of standard input for `-`.  Raises InputError for what is no text."""
    return decoded(sys.stdin.buffer.read(MOST_BYTES + 1) if source == "-" else _file(Path(source)))


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise InputError(f"Cannot read {path}: {reason}.", f"无法读取 {path}：{reason}。") from error


def decoded(content: bytes) -> RawText:
    """Bytes as text; invalid UTF-8 is shown as `�`.  Raises InputError when it is empty, binary or above 10 MiB."""
    if len(content) > MOST_BYTES:
        raise InputError(
            "The text is larger than 10 MiB. Send the part around the error: `tail -n 2000 FILE`.",
            "内容超过 10 MiB。请只发报错前后的部分：`tail -n 2000 文件`。",
        )
    if _BINARY_LOOKS_LIKE in content[:4096]:
        raise InputError("This is a binary file, not text.", "这是二进制文件，不是文本。")
    text = content.decode("utf-8", errors="replace")
    if not text.strip():
        raise InputError("The text is empty: paste an error or a log.", "内容为空：请粘贴报错或者日志。")
    return RawText(text)
