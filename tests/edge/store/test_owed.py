"""What the log could not take is kept in order, and written as soon as it can be."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.edge.store.chat_store import ChatStore, open_chat_store
from bot.edge.store.owed import Owed
from bot.errors import StoreError
from bot.model.conversation import Conversation
from tests.edge.store.exchanges import asked, exchange, files_of, said, slack
from tests.held_log import held


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ChatStore]:
    """An open log that waits for nobody."""
    with open_chat_store(tmp_path / "log.db", busy_seconds=0.05) as opened:
        yield opened


def paste(text: str, ts: str) -> Conversation:
    """A paste with its answer, in a thread of its own."""
    return Conversation(slack(ts), (asked(text, ts=ts), said("Give the password.", ts=f"{ts}5")))


def refused(store: ChatStore, *conversations: Conversation) -> None:
    """The log is held, and takes none of these."""
    with held(store.path):
        for one in conversations:
            with pytest.raises(StoreError):
                store.record(one)


def test_what_was_refused_is_written_with_the_next_that_is_taken(store: ChatStore) -> None:
    """In its order, each once."""
    refused(store, paste("first", "1.0"), paste("second", "2.0"))
    assert store.entries() == ()
    store.record(paste("third", "3.0"))
    assert sorted((entry.id, entry.line) for entry in store.entries()) == [(1, "first"), (2, "second"), (3, "third")]
    assert store.pay() == 0


def test_what_was_refused_can_be_asked_for(store: ChatStore) -> None:
    """The sweep writes it, also when nobody says anything more."""
    refused(store, paste("first", "1.0"))
    with held(store.path), pytest.raises(StoreError):
        store.pay()
    assert store.pay() == 1
    assert len(store.entries()) == 1


def test_the_end_writes_what_it_can(tmp_path: Path) -> None:
    """A bot that is stopped in order leaves nothing unwritten."""
    path = tmp_path / "log.db"
    with open_chat_store(path, busy_seconds=0.05) as store:
        refused(store, paste("first", "1.0"))
    with open_chat_store(path) as again:
        assert [entry.line for entry in again.entries()] == ["first"]


def test_what_its_author_deleted_is_not_written_late(store: ChatStore) -> None:
    """Neither the message nor an answer that quotes it."""
    refused(store, paste("the orders vault is wide open", "1.0"), paste("second", "2.0"))
    assert store.erase(slack("1.0"), "1.0")
    assert store.pay() == 1
    assert b"orders vault" not in files_of(store.path)
    assert [entry.line for entry in store.entries()] == ["second"]


def test_a_deletion_that_was_refused_is_made_up_for(store: ChatStore) -> None:
    """The author took it back while the log was held: it goes when the log is free."""
    store.record(paste("the orders vault is wide open", "1.0"))
    with held(store.path), pytest.raises(StoreError):
        store.erase(slack("1.0"), "1.0")
    assert store.pay() == 1
    assert store.entries(["orders"]) == ()


def test_the_oldest_is_lost_when_it_is_too_much() -> None:
    """Memory has an end, too; the newest is always kept."""
    owed = Owed(most=250)
    conversations = [exchange("x" * 100, "") for _ in range(3)]
    for one in conversations:
        owed.keep(one)
    owed.paid(conversations[1])
    owed.keep(exchange("y" * 10_000))
    first = owed.first
    assert isinstance(first, Conversation)
    assert first.messages[0].text == "y" * 10_000
