"""How the log says that its file cannot be used, for the tests that take the file away from it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.edge.store import open_store
from bot.errors import StoreError
from bot.model.text import Lang
from tests.edge.store.exchanges import exchange


def log_with_one(path: Path) -> Path:
    """A log with one conversation in it, closed."""
    with open_store(path) as store:
        store.record(exchange("redis NOAUTH"))
    return path


def sentence(error: StoreError, en: str, zh: str, path: Path) -> bool:
    """Whether the error says this in both languages, names the file, and shows nothing of SQLite's own wording."""
    english, chinese = error.said[Lang.EN], error.said[Lang.ZH]
    foreign = ("sqlite3", "Errno", "OperationalError", "database is", "{")
    return (
        en in english
        and zh in chinese
        and str(path) in english
        and str(path) in chinese
        and not any(word in text for word in foreign for text in (english, chinese))
    )


def refused(act: Callable[[], object], en: str, zh: str, path: Path) -> None:
    """The act ends with a StoreError of this sentence."""
    with pytest.raises(StoreError) as caught:
        act()
    assert sentence(caught.value, en, zh, path), caught.value.said
