"""A room with a real log and the real casebook."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.inputs import ready_index
from bot.core.matching.index import Index
from bot.edge.store.chat_store import open_chat_store
from tests.flow.desk import PASTE, Desk
from tests.flow.room import Room


@pytest.fixture(scope="session")
def index() -> Index:
    """The built-in casebook."""
    return ready_index(None)


@pytest.fixture
def room(tmp_path: Path, index: Index) -> Iterator[Room]:
    """An empty room."""
    with open_chat_store(tmp_path / "log.db") as store:
        yield Room(store, index)


@pytest.fixture
def desk(tmp_path: Path, index: Index) -> Iterator[Desk]:
    """An empty room with people on call."""
    with open_chat_store(tmp_path / "log.db") as store:
        yield Desk(store, index)


@pytest.fixture
def thread(desk: Desk) -> str:
    """A thread that the bot answered."""
    return desk.says(PASTE, mention=True)
