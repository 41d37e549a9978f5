"""Forgetting reaches the disk: the file, its write-ahead log and the full-text index."""

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.edge.store import open_store
from bot.errors import StoreError
from bot.model.conversation import Conversation, ConversationId, MessageIn
from bot.model.match import Evidence
from bot.model.text import Lang, SafeText
from tests.edge.store.exchanges import NOON, asked, exchange, files_of, said, slack

TRACES = (
    b"zugzwang",
    b"pvc-quixotic",
    b"slot-jabberwock",
    b"UWHOASKED",
    b"CWHEREITWAS",
    b"1789.4242",
    "缓存失效".encode(),
)


def telling() -> Conversation:
    """An exchange that leaves a trace in every place where a text or a name can lie."""
    question = asked("redis NOAUTH zugzwang\n缓存失效", user="UWHOASKED", ts="1789.4242")
    proof = Evidence(SafeText("MountVolume failed for pvc-quixotic"), 2)
    match = replace(question.matches[0], evidence=(proof,), slots={"pv": "slot-jabberwock"})
    answer = said("请检查 zugzwang 的缓存失效问题。", lang=Lang.ZH)
    return Conversation(slack("1789.4242", "CWHEREITWAS"), (replace(question, matches=(match,)), answer))


def traces(path: Path) -> list[bytes]:
    """Which of the planted texts can be read in the log's files."""
    content = files_of(path)
    return [trace for trace in TRACES if trace in content]


def test_a_forgotten_text_is_in_no_file(tmp_path: Path) -> None:
    """Asked, said, proving line, slot, user, channel, thread: all can be read on the disk before, none after."""
    with open_store(tmp_path / "log.db") as store:
        number = store.record(telling())
        assert traces(store.path) == list(TRACES)
        assert store.forget(number, NOON)
        assert traces(store.path) == []
        assert store.entries(["zugzwang"]) == store.entries(["缓存"]) == ()


def test_what_stays_tells_nothing_of_anybody(tmp_path: Path) -> None:
    """Number, times, door, verdict, case, score and what redaction hid are kept, so that counts over the log hold."""
    with open_store(tmp_path / "log.db") as store:
        number = store.record(telling())
        store.forget(number, NOON)
        read = store.conversation(number)
        assert read is not None
        assert read.forgotten_at == NOON
        assert read.conversation.place == replace(slack(""), team="", channel="", thread=None)
        question, answer = read.conversation.messages
        assert isinstance(question, MessageIn)
        assert (question.text, question.user, question.ts, answer.text) == ("", "", None, "")
        assert question.hidden == asked("").hidden
        assert [(one.case, one.score, one.evidence, one.slots) for one in question.matches] == [
            ("redis-auth-required", 97.5, (), {})
        ]
        assert [(entry.id, entry.forgotten, entry.line) for entry in store.entries()] == [(number, True, "")]


def test_the_thread_of_a_forgotten_conversation_begins_anew(tmp_path: Path) -> None:
    """A further paste in the thread opens a conversation; the forgotten one stays forgotten."""
    with open_store(tmp_path / "log.db") as store:
        number = store.record(telling())
        store.forget(number, NOON)
        assert store.record(exchange("NOAUTH", place=slack("1789.4242", "CWHEREITWAS"))) != number


def test_others_are_kept_when_many_are_forgotten(tmp_path: Path) -> None:
    """Of 400 conversations with edits 150 are forgotten: not one of their words is on the disk, all others are found.

    Rows that grow make SQLite split its pages, which leaves copies that `secure_delete` misses.
    """
    chance = random.Random(0)  # noqa: S311 - which ones go is no secret
    words = {number: f"w{chance.getrandbits(80):020x}" for number in range(1, 401)}
    gone = chance.sample(sorted(words), 150)
    with open_store(tmp_path / "log.db") as store:
        for newest in words:
            for number in (newest, chance.randint(1, newest)):
                text = f"{words[number]} {'x' * chance.randrange(40 if number == newest else 1500)}"
                store.record(Conversation(slack(words[number]), (asked(text, ts="1"),)))
        blank_only(store.path, gone[1:])
        assert store.forget(ConversationId(gone[0]), NOON)
        content = files_of(store.path)
        assert [number for number in gone if words[number].encode() in content] == []
        kept = sorted(words.keys() - gone)
        assert [[int(entry.id) for entry in store.entries([words[number]])] for number in kept] == [[n] for n in kept]


def blank_only(path: Path, numbers: list[int]) -> None:
    """Delete as plain SQL does, without scrubbing: the next `forget` clears what this left behind."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.executemany("DELETE FROM conversations WHERE id = ?", [(number,) for number in numbers])
        connection.commit()


def test_a_text_that_was_edited_is_overwritten(tmp_path: Path) -> None:
    """The former text is not readable in the file, even before anything is forgotten."""
    before = "alpha beta gamma " * 500
    with open_store(tmp_path / "log.db") as store:
        store.record(Conversation(slack("1.1"), (asked(before, ts="1.1"),)))
        store.record(Conversation(slack("1.1"), (asked("delta", ts="1.1"),)))
    content = files_of(tmp_path / "log.db")
    assert b"delta" in content
    assert b"alpha beta" not in content


def test_an_unknown_number_is_told_and_changes_nothing(tmp_path: Path) -> None:
    """There is nothing to forget: False."""
    with open_store(tmp_path / "log.db") as store:
        store.record(telling())
        assert not store.forget(ConversationId(2), NOON)
        assert traces(store.path) == list(TRACES)


def test_a_reader_in_the_way_is_told_and_the_second_try_finishes(tmp_path: Path) -> None:
    """While another process reads old pages they cannot be cleared: the error says so; forgetting again clears them."""
    with open_store(tmp_path / "log.db", busy_seconds=0.05) as store:
        number = store.record(telling())
        with closing(sqlite3.connect(store.path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM messages").fetchone()
            with pytest.raises(StoreError, match="traces of it may still be on the disk") as caught:
                store.forget(number, NOON)
            assert "有其他进程正在读取" in caught.value.said[Lang.ZH]
        assert store.entries(["zugzwang"]) == ()
        assert store.forget(number, NOON)
        assert traces(store.path) == []
