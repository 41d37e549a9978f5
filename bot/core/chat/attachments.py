"""Which files of a message are worth reading, and what is said of the others."""

from collections.abc import Sequence

from bot.core.wording import chat as chat_wording
from bot.errors import InputError
from bot.model.chat import SharedFile
from bot.model.text import Lang

MOST_BYTES = 1024 * 1024
"""A log of more than this is a whole day's: the part around the error matters."""
MOST_FILES = 5
_TEXT_TYPES = frozenset(
    "text log yaml json markdown csv tsv xml ini toml conf shell bash python go javascript properties diff plain post"
    " auto none".split()
)
"""Slack's `filetype` words of texts (docs.slack.dev, file types); HTML is left out: sign-in pages are HTML."""
_TEXT_MIMES = frozenset({"application/json", "application/yaml", "application/x-yaml", "application/xml"})


def readable(files: Sequence[SharedFile]) -> tuple[SharedFile, ...]:
    """The text files among the first few that are not too large."""
    return tuple(one for one in files[:MOST_FILES] if refusal(one) is None)


def refusal(file: SharedFile) -> InputError | None:
    """Why a file is not read, in words for the person who shared it; None when it is."""
    if not _is_text(file):
        return _error(chat_wording.FILE_NOT_TEXT, file)
    return too_large(file) if file.size > MOST_BYTES else None


def too_large(file: SharedFile) -> InputError:
    """That a file is larger than what is read."""
    return _error(chat_wording.FILE_TOO_LARGE, file)


def _is_text(file: SharedFile) -> bool:
    mime = file.mimetype.partition(";")[0]
    return file.filetype in _TEXT_TYPES or mime in _TEXT_MIMES or (mime.startswith("text/") and mime != "text/html")


def _error(said: chat_wording.Both, file: SharedFile) -> InputError:
    most = f"{MOST_BYTES // 1024 // 1024} MiB"
    return InputError(*(said[lang].format(name=file.name, most=most) for lang in (Lang.EN, Lang.ZH)))
