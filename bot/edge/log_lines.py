"""The bot's own log: one line for each thing that happened, on standard error, for machines (JSON) or for people.

A line holds an event's name and short values: keys, ids, counts, case names; never anybody's text and never a token.
Lines of libraries are redacted and cut; of an exception there are its types and where it came from, not its words,
which may quote what somebody pasted.
"""

import json
import logging
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import IO

from bot.core.redaction.redact import redact
from bot.model.text import RawText

NAME = "bot"
MOST_MESSAGE = 200
"""Characters of a library's message."""
MOST_FRAMES = 8
_VALUES = "values_of_event"
_TROUBLE = frozenset({"error", "faults"})


def note(event: str, /, **values: object) -> None:
    """Log that something happened: as a warning when it was a trouble, which `error` or `faults` tells."""
    level = logging.WARNING if _TROUBLE & values.keys() else logging.INFO
    logging.getLogger(NAME).log(level, event, extra={_VALUES: values})


def note_failure(event: str, error: BaseException, /, **values: object) -> None:
    """Log a failure that nobody expected: the types of the exception and its way, without its words."""
    logging.getLogger(NAME).error(event, extra={_VALUES: values | _about(error)})


def hear(heard: Callable[[str, Mapping[str, object]], None]) -> None:
    """From now on tell `heard` the name and values of each event, beside writing it."""
    logging.getLogger(NAME).addHandler(_Ear(heard))


def set_up(style: str, stream: IO[str] | None = None) -> None:
    """Write to `stream` (standard error) from now on; `style` is `json` or `text`."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if style == "json" else TextLines())
    logging.basicConfig(level=logging.ERROR, handlers=[handler], force=True)
    logging.getLogger(NAME).setLevel(logging.INFO)


class _Ear(logging.Handler):
    def __init__(self, heard: Callable[[str, Mapping[str, object]], None]) -> None:
        super().__init__()
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard(_event(record), _values(record))


class JsonLines(logging.Formatter):
    """`{"at": …, "level": …, "event": …, values…}`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        head = {"at": _time(record), "level": record.levelname.lower(), "event": _event(record)}
        return json.dumps(head | _values(record), ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """`12:00:00 decided key=… move=…`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line for people."""
        level = "" if record.levelno < logging.WARNING else f"{record.levelname} "
        values = "".join(f" {name}={_shown(value)}" for name, value in _values(record).items())
        return f"{_time(record)[11:19]} {level}{_event(record)}{values}"


def _event(record: logging.LogRecord) -> str:
    if record.name == NAME:
        return str(record.msg)
    message = redact(RawText(record.getMessage()[: MOST_MESSAGE * 4])).text[:MOST_MESSAGE]
    return " ".join(f"{record.name}: {message}".split())


def _values(record: logging.LogRecord) -> dict[str, object]:
    values: dict[str, object] = dict(getattr(record, _VALUES, {}))
    if record.exc_info and record.exc_info[1] is not None:
        values |= _about(record.exc_info[1])
    return values


def _about(error: BaseException) -> dict[str, object]:
    """The types of an exception and of what it came from, and the last steps of its way."""
    kinds, cause = [type(error).__name__], error.__cause__ or error.__context__
    while cause is not None and len(kinds) < MOST_FRAMES:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    way = [f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": " from ".join(kinds), "way": way}


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if text and " " not in text else json.dumps(text, ensure_ascii=False)
