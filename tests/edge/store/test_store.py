"""What is recorded is read back as it was, whole or not at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.edge.store import Store, open_store, read_log
from bot.errors import StoreError
from bot.model.case import CaseId, Strength
from bot.model.conversation import Conversation, ConversationId, Door, Message, MessageIn, MessageOut, Place, Recorder
from bot.model.diagnosis import Verdict
from bot.model.match import Evidence, Match, Source
from bot.model.text import Hidden, Lang, SafeText
from tests.edge.store.exchanges import NOON, TERMINAL, asked, exchange, said, slack


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty log in a folder of its own."""
    with open_store(tmp_path / "log.db") as opened:
        yield opened


_TEXT = st.text(max_size=60).map(SafeText)
_TIMES = st.datetimes(
    min_value=datetime(1970, 1, 2), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001 - the zone is beside it
).map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000))  # fmt: skip
_EVIDENCE = st.builds(Evidence, _TEXT, st.integers(1, 2**31), st.sampled_from(Source))
_MATCHES = st.builds(
    Match,
    case=st.just(CaseId("mount-point-lost")),
    score=st.floats(0, 100),
    strength=st.sampled_from(Strength),
    evidence=st.lists(_EVIDENCE, max_size=2).map(tuple),
    slots=st.dictionaries(_TEXT, _TEXT, max_size=2),
    cause=st.none() | st.just("node-restarted"),
)
_HIDDEN = st.lists(st.builds(Hidden, _TEXT, st.integers(1, 9)), max_size=2, unique_by=lambda one: one.rule)
_IN = st.builds(
    MessageIn,
    text=_TEXT,
    at=_TIMES,
    lang=st.sampled_from(Lang),
    verdict=st.sampled_from(Verdict),
    matches=st.lists(_MATCHES, max_size=2).map(tuple),
    hidden=_HIDDEN.map(tuple),
    user=_TEXT,
    ts=st.none(),
)
_OUT = st.builds(MessageOut, text=_TEXT, at=_TIMES, lang=st.sampled_from(Lang), ts=st.none())
_MESSAGES = st.lists(_IN | _OUT, min_size=1, max_size=3).map(lambda found: tuple(sorted(found, key=_at)))
_PLACES = st.builds(Place, st.sampled_from(Door), _TEXT, _TEXT, st.none())


def _at(message: Message) -> datetime:
    return message.at


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(conversation=st.builds(Conversation, _PLACES, _MESSAGES))
def test_what_was_recorded_is_read_back_unchanged(store: Store, conversation: Conversation) -> None:
    """Texts of any characters, matches, proving lines, slots and hidden secrets come back as they were given."""
    read = store.conversation(store.record(conversation))
    assert read is not None
    assert read.conversation == conversation
    times = [message.at for message in conversation.messages]
    assert (read.opened_at, read.last_at, read.forgotten_at) == (min(times), max(times), None)


def test_record_is_a_plain_function(store: Store) -> None:
    """The flow takes `record` as a function of a conversation; it knows nothing of a store."""
    record: Recorder = store.record
    assert record(exchange("NOAUTH Authentication required")) == 1
    assert record(exchange("NOAUTH Authentication required")) == 2


def test_half_a_surrogate_pair_is_stored_as_a_question_mark(store: Store) -> None:
    """Text that is no valid Unicode does not cost the conversation."""
    number = store.record(exchange("mount \ud83d failed"))
    read = store.conversation(number)
    assert read is not None
    assert read.conversation.messages[0].text == "mount ? failed"


def test_times_are_kept_in_utc(store: Store) -> None:
    """A time of any zone is stored as the same moment in UTC."""
    shanghai = timezone(timedelta(hours=8))
    message = replace(said("Done."), at=NOON.astimezone(shanghai))
    read = store.conversation(store.record(Conversation(TERMINAL, (message,))))
    assert read is not None
    assert read.opened_at == NOON
    assert read.opened_at.utcoffset() == timedelta(0)


def test_a_thread_is_one_conversation(store: Store) -> None:
    """A further exchange in a Slack thread joins its conversation; the newest time moves, the first stays."""
    first = store.record(exchange("NOAUTH", place=slack("1.1")))
    again = store.record(exchange("still NOAUTH", minute=5, place=slack("1.1")))
    read = store.conversation(first)
    assert again == first
    assert read is not None
    assert len(read.conversation.messages) == 4
    assert read.last_at - read.opened_at == timedelta(minutes=5, seconds=1)


@pytest.mark.parametrize(
    "other",
    [slack("1.2"), slack("1.1", "C0OTHER"), Place(Door.SLACK, "T0OTHER", "C0ONCALL", "1.1"), TERMINAL],
)
def test_another_place_is_another_conversation(store: Store, other: Place) -> None:
    """Thread, channel, workspace and door each tell conversations apart."""
    assert store.record(exchange("NOAUTH", place=slack("1.1"))) != store.record(exchange("NOAUTH", place=other))


@pytest.mark.parametrize("thread", [None, ""])
def test_without_a_thread_every_exchange_is_a_conversation(store: Store, thread: str | None) -> None:
    """Nothing is ever added to a conversation that has no thread."""
    place = Place(Door.TERMINAL, thread=thread)
    assert store.record(exchange("a", place=place)) != store.record(exchange("b", place=place))


def test_a_message_that_comes_twice_is_kept_once(store: Store) -> None:
    """An edited or redelivered message replaces its former text, matches and hidden secrets, and keeps its time."""
    before = Conversation(slack("1.1"), (asked("NOAUTH", ts="1.1"), said("Give the password.", ts="1.2")))
    edit = replace(asked("no route to host", minute=9, case="metadata-engine-unreachable", ts="1.1"), hidden=())
    number = store.record(before)
    store.record(Conversation(slack("1.1"), (edit,)))
    read = store.conversation(number)
    assert read is not None
    assert read.conversation.messages == (replace(edit, at=NOON), before.messages[1])
    assert store.entries(["NOAUTH"]) == ()
    assert [entry.case for entry in store.entries(["route"])] == ["metadata-engine-unreachable"]


def test_an_exchange_is_stored_whole_or_not_at_all(store: Store) -> None:
    """When its last part cannot be stored, no part of the exchange is, and the next one is."""
    broken = replace(asked("second"), matches=(replace(asked("x").matches[0], score=float("nan")),))
    with pytest.raises(StoreError):
        store.record(Conversation(TERMINAL, (asked("first"), broken)))
    assert store.entries() == ()
    store.record(exchange("third"))
    assert [entry.line for entry in store.entries()] == ["third"]


def test_a_conversation_that_is_not_there_is_none(store: Store) -> None:
    """An unknown number is no error."""
    assert store.conversation(ConversationId(7)) is None


def test_a_closed_log_refuses_kindly(tmp_path: Path) -> None:
    """Recording after the end is a StoreError, which costs nobody the answer."""
    store = open_store(tmp_path / "log.db")
    store.close()
    with pytest.raises(StoreError):
        store.record(exchange("too late"))


def test_everything_is_read_as_it_was_when_reading_began(store: Store) -> None:
    """What is recorded while an export runs is not half in it."""
    store.record(exchange("one"))
    store.record(exchange("two"))
    reading = store.everything()
    first = next(reading)
    store.record(exchange("three"))
    assert [first.id, *(logged.id for logged in reading)] == [1, 2]


def test_only_its_owner_may_read_a_new_log(tmp_path: Path) -> None:
    """The file and what SQLite puts beside it are closed to others; what was opened to them on purpose stays open."""
    path = tmp_path / "log.db"
    with open_store(path) as store:
        store.record(exchange("NOAUTH"))
        assert {one.name: one.stat().st_mode & 0o777 for one in tmp_path.iterdir()} == {
            "log.db": 0o600,
            "log.db-shm": 0o600,
            "log.db-wal": 0o600,
        }
    path.chmod(0o640)
    with open_store(path):
        assert path.stat().st_mode & 0o777 == 0o640


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    """The log may lie in a folder that is not there yet."""
    path = tmp_path / "data" / "bot" / "log.db"
    with open_store(path) as store:
        store.record(exchange("NOAUTH"))
    assert len(read_log(path).entries()) == 1
