"""Lists and full-text search, in both languages."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.edge.store import Store, open_store
from bot.edge.store.schema.search import hit, phrases, spaced
from bot.model.case import Strength
from bot.model.conversation import Conversation
from bot.model.text import Lang
from tests.edge.store.exchanges import TERMINAL, asked, exchange, said, slack


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three conversations, one of them in Chinese, the oldest with a later message."""
    with open_store(tmp_path / "log.db") as opened:
        opened.record(exchange("redis: NOAUTH Authentication required", "Add the password.", place=slack("1.1")))
        opened.record(exchange("挂载点丢失，mount pod一直重启", "重启应用 Pod 即可恢复挂载。", minute=1))
        opened.record(exchange("Transport endpoint is not connected: /jfs/pvc-7c2e", "Restart it.", minute=2))
        opened.record(exchange("driver name csi.juicefs.com not found", minute=3, place=slack("1.1")))
        yield opened


def found(store: Store, *words: str) -> list[int]:
    """The numbers of the conversations that hold these words."""
    return [int(entry.id) for entry in store.entries(words)]


def test_without_words_the_newest_message_comes_first(store: Store) -> None:
    """A conversation that went on is listed where it last moved."""
    assert found(store) == [1, 3, 2]
    assert [int(entry.id) for entry in store.entries(limit=2)] == [1, 3]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (["redis"], [1]),
        (["REDIS"], [1]),
        (["authent"], [1]),
        (["redis", "password"], [1]),
        (["redis password"], [1]),
        (["redis", "endpoint"], []),
        (["csi.juicefs.com"], [1]),
        (["pvc-7c2e"], [3]),
        (["挂载"], [2]),
        (["丢失"], [2]),
        (["应用", "恢复"], [2]),
        (["挂载点", "重启"], [2]),
        (["载挂"], []),
        (["pod"], [2]),
        (["pod一直"], [2]),
        (["restart"], [3]),
        (["required", "csi.juicefs.com"], [1]),
    ],
)
def test_every_word_must_stand_somewhere_in_the_conversation(
    store: Store, words: list[str], numbers: list[int]
) -> None:
    """English by word or its beginning, Chinese by any characters in a row, asked or said, in any case."""
    assert found(store, *words) == numbers


@pytest.mark.parametrize(
    ("word", "numbers"),
    [("-->", []), ("…", []), ('"', []), ("*", []), ("\0", []), ("redis -->", [1]), ("NOT", [1, 3]), ("AND", [])]
    + [(word, []) for word in ("' OR 1=1 --", 'a" OR "b', "text:redis", "{text}:x", "^x", "NEAR(redis noauth)")],
)
def test_search_syntax_is_plain_text(store: Store, word: str, numbers: list[int]) -> None:
    """Nothing that a person types is an operator, and nothing is an error."""
    assert found(store, word) == numbers


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1, max_size=40), data=st.data()
)
def test_any_word_of_a_message_finds_it(store: Store, text: str, data: st.DataObject) -> None:
    """Whatever is between two blanks of a stored text, and says something, leads back to it."""
    words = [word for word in text.split() if phrases([word])]
    assume(words)
    number = store.record(exchange(text, minute=60))
    assert number in [entry.id for entry in store.entries([data.draw(st.sampled_from(words))], limit=1000)]


def test_very_many_words_are_no_error(store: Store) -> None:
    """A whole paste given as words is searched by its beginning."""
    assert found(store, *["redis"] * 5000) == [1]


def test_an_entry_shows_the_line_that_was_searched_for(store: Store) -> None:
    """With words, the line that holds most of them; without, the one that proves the case."""
    text = "Events:\nWarning FailedMount\nredis: NOAUTH Authentication required"
    store.record(exchange(text, "Give the redis password.", minute=9))
    assert store.entries(["redis", "noauth"])[0].line == "redis: NOAUTH Authentication required"
    assert store.entries(["give"])[0].line == "Give the redis password."
    assert store.entries()[0].line == "Events:"


def test_an_entry_tells_the_newest_diagnosis_and_the_first_asker(store: Store) -> None:
    """A later message without a case does not hide the case that was found."""
    place = slack("9.9")
    store.record(Conversation(place, (asked("\n first", case="mount-pod-pending", user="U0ANNA"),)))
    store.record(Conversation(place, (asked("second", minute=1, case="mount-point-lost", user="U0BO"),)))
    store.record(Conversation(place, (replace(asked("thanks", minute=2), matches=()),)))
    entry = next(entry for entry in store.entries() if entry.place == place)
    assert (entry.case, entry.strength, entry.user) == ("mount-point-lost", Strength.CERTAIN, "U0ANNA")


def test_an_entry_without_a_case_shows_the_first_line_with_text(store: Store) -> None:
    """No case: strength none, and the beginning of what was asked; a conversation of answers alone shows nothing."""
    store.record(Conversation(TERMINAL, (replace(asked("\n  \n  hello \nthere", minute=10), matches=()),)))
    store.record(Conversation(TERMINAL, (said("后来补充的回答", minute=11, lang=Lang.ZH),)))
    answer, question = store.entries(limit=2)
    assert (question.case, question.strength, question.line) == (None, Strength.NONE, "hello")
    assert (answer.case, answer.user, answer.line) == (None, "", "")


def test_only_texts_with_chinese_are_set_apart() -> None:
    """An English text is not stored twice."""
    assert spaced("redis: NOAUTH") is None
    assert spaced("挂载pod") == " 挂  载 pod"


def test_the_line_with_most_of_the_words_wins() -> None:
    """The first among equals; none when no line has any."""
    assert hit(["redis", "pod"], ["a redis\nb redis pod", "c redis pod"]) == "b redis pod"
    assert hit(["redis"], ["nothing", "here"]) is None
