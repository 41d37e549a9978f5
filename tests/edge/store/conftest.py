"""A log of a test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.edge.store.chat_store import ChatStore, open_chat_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the log lies."""
    return tmp_path / "log.db"


@pytest.fixture
def store(path: Path) -> Iterator[ChatStore]:
    """An open log."""
    with open_chat_store(path) as opened:
        yield opened
