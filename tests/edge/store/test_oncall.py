"""Acts on conversations in a real log: done once, by one of many, kept over a restart, and forgotten with the rest."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from bot.core.oncall.acts import still_to_say
from bot.edge.store.chat_store import ChatStore, open_chat_store
from bot.edge.store.file.presence import Presence
from bot.edge.store.oncall_store import PATIENCE
from bot.edge.store.rows.taking import MOST_TRIES
from bot.model.case import CaseId
from bot.model.chat import ChannelKind
from bot.model.conversation import ConversationId
from bot.model.feedback import Feedback
from bot.model.oncall import Act, Deed, Duty, Receiver, Refusal, Refused, ReminderKind, Status
from bot.model.snapshot import PodRef
from bot.model.text import SafeText
from tests.core.oncall.handoffs import ORDERS, reading
from tests.edge.store.exchanges import NOON, exchange, files_of, said, slack

THREADS = 8
HERE = slack("1.1")
BEN = Receiver("U0BEN")
T = TypeVar("T")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ChatStore]:
    """A log with one conversation."""
    with open_chat_store(tmp_path / "log.db") as opened:
        opened.record(exchange("redis NOAUTH", place=HERE))
        yield opened


def deed(act: Act, who: str = "U0ANNA", text: str = "", **more: object) -> Deed:
    """An act at noon."""
    return Deed(act, who, NOON, SafeText(text), **more)  # type: ignore[arg-type]  # the fields are Deed's own


def at_once(act: Callable[[int], T]) -> list[T]:
    """What eight threads got that did this at the same moment."""
    start = threading.Barrier(THREADS)

    def begin(thread: int) -> T:
        start.wait()
        return act(thread)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(begin, range(THREADS)))


@pytest.mark.parametrize(("act", "why"), [(Act.TAKE, Refusal.TAKEN), (Act.RESOLVE, Refusal.CLOSED)])
def test_of_many_who_act_at_once_one_wins(store: ChatStore, act: Act, why: Refusal) -> None:
    """The others are told why; one change is written down."""
    got = at_once(lambda thread: store.act(HERE, deed(act, f"U{thread}")))
    winners = [one for one in got if isinstance(one, Duty)]
    assert len(winners) == 1
    assert {one.why for one in got if isinstance(one, Refused)} == {why}
    assert len(store.history(ConversationId(1))) == 1
    assert store.duty(ConversationId(1)) == winners[0]


def test_of_many_members_one_accepts(store: ChatStore) -> None:
    """The group's offer is one person's in the end."""
    team = Receiver("S0TEAM", frozenset(f"U{thread}" for thread in range(THREADS)), group=True)
    store.act(HERE, deed(Act.HAND_OVER, receiver=team))
    got = at_once(lambda thread: store.act(HERE, deed(Act.ACCEPT, f"U{thread}", receiver=team)))
    (winner,) = [one for one in got if isinstance(one, Duty)]
    assert store.duty(ConversationId(1)).owner == winner.owner


def test_a_press_that_arrives_many_times_counts_once(store: ChatStore) -> None:
    """Whichever thread it comes by, everybody gets the same answer."""
    got = at_once(lambda _: store.act(HERE, deed(Act.NOTE, text="restarted it", key="reaction:1.1")))
    assert all(isinstance(one, Duty) for one in got)
    assert [one.text for one in store.history(ConversationId(1))] == ["restarted it"]


def test_a_thread_is_tracked_once(store: ChatStore) -> None:
    """Eight who open the same new thread open it once; seven are told it is kept track of."""
    got = at_once(lambda thread: store.act(slack("9.9"), deed(Act.TRACK, f"U{thread}")))
    assert sum(isinstance(one, Duty) for one in got) == 1
    assert [str(one.where) for one in store.open_items(slack("9.9"))] == ["C0ONCALL 9.9"]


def test_what_is_not_there_is_not_acted_on(store: ChatStore) -> None:
    """A place without a conversation gives None and makes none."""
    assert store.act(slack("7.7"), deed(Act.TAKE)) is None
    assert store.stats().conversations == 1


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    """State, offer, history, readings and reminders are read back as they were."""
    with open_chat_store(tmp_path / "log.db") as store:
        store.record(exchange("redis NOAUTH", place=HERE))
        store.act(HERE, deed(Act.TAKE))
        store.act(HERE, deed(Act.NOTE, text="looked at Redis"))
        before = store.act(HERE, deed(Act.HAND_OVER, receiver=BEN))
        store.keep_reading(ConversationId(1), reading("a", unknown=("b",)))
    with open_chat_store(tmp_path / "log.db") as again:
        assert again.duty(ConversationId(1)) == before
        assert [one.act for one in again.history(ConversationId(1))] == [Act.TAKE, Act.NOTE, Act.HAND_OVER]
        assert again.readings(ConversationId(1)) == (reading("a", unknown=("b",)),)
        assert [one.kind for one in again.due(NOON + 9 * PATIENCE)] == [ReminderKind.ACCEPT, ReminderKind.NOT_ACCEPTED]


def test_a_reminder_is_said_once(store: ChatStore) -> None:
    """Eight who ask for what is due get it; one is to say it, and not before its time; ended, it is due no more."""
    store.act(HERE, deed(Act.REMIND, until=NOON + timedelta(hours=2)))
    assert store.due(NOON + timedelta(hours=1)) == ()
    (reminder,) = store.due(NOON + timedelta(hours=2))
    assert at_once(lambda _: store.take(reminder)).count(0) == 1
    store.end(reminder, NOON)
    assert store.due(NOON + timedelta(hours=2)) == ()


def test_a_reminder_that_a_dead_bot_took_up_is_not_lost(tmp_path: Path) -> None:
    """Another bot gets it, and is told that it may have been said already; a living bot's is left alone."""
    with open_chat_store(tmp_path / "log.db") as one, open_chat_store(tmp_path / "log.db") as other:
        one.record(exchange("redis NOAUTH", place=HERE))
        one.act(HERE, deed(Act.REMIND, until=NOON + timedelta(hours=2)))
        (reminder,) = one.due(NOON + timedelta(hours=2))
        assert one.take(reminder) == 0
        assert other.take(reminder) is None
        one._presence.end()
        assert other.take(reminder) == 1
        one._presence = Presence(tmp_path / "log.db")


def test_what_slack_kept_from_being_said_is_tried_for_ever_and_nothing_else_is(store: ChatStore) -> None:
    """Slack's absence is no try; what fails by itself is given up after MOST_TRIES."""
    store.act(HERE, deed(Act.REMIND, until=NOON + timedelta(hours=1)))
    (first,) = store.due(NOON + timedelta(hours=1))
    for _ in range(3 * MOST_TRIES):
        assert store.take(first) in (0, 1)
        store.give_back(first, NOON, blameless=True)
    for _ in range(MOST_TRIES - 1):
        assert store.take(first) is not None
        store.give_back(first, NOON, blameless=False)
    assert store.take(first) is None


def test_a_reminder_about_what_is_over_is_not_said(store: ChatStore) -> None:
    """Accepted in time, nobody is reminded; put off, only the new time counts (`still_to_say` decides)."""
    store.act(HERE, deed(Act.HAND_OVER, receiver=BEN))
    store.act(HERE, deed(Act.ACCEPT, "U0BEN"))
    store.act(HERE, deed(Act.REMIND, until=NOON + timedelta(hours=1)))
    store.act(HERE, deed(Act.REMIND, until=NOON + timedelta(hours=2)))
    due = store.due(NOON + timedelta(days=1))
    duty = store.duty(ConversationId(1))
    said_of = {one.kind: one.due_at for one in due if still_to_say(one, duty)}
    assert said_of == {ReminderKind.CHECK: NOON + timedelta(hours=2)}


def test_open_items_hold_what_a_successor_must_know(store: ChatStore) -> None:
    """Case, pods, notes and the last reading; closed ones and other channels' are not among them."""
    store.act(HERE, deed(Act.NOTE, text="looked at Redis"))
    store.keep_reading(ConversationId(1), reading("a"))
    store.record(exchange("elsewhere", place=slack("1.1", "C0OTHER")))
    store.record(exchange("solved", place=slack("2.2")))
    store.act(slack("2.2"), deed(Act.RESOLVE))
    (item,) = store.open_items(slack(""))
    assert (item.id, item.case, item.pods) == (1, "redis-auth-required", (ORDERS,))
    assert [one.text for one in item.tried] == ["looked at Redis"]
    assert item.before == reading("a")


def test_episodes_tell_outcome_cure_feedback_and_kind(store: ChatStore) -> None:
    """All that the memory and the figures count."""
    store.record(exchange("x", place=HERE))
    reply = said("Give the password.", ts="1.5")
    conversation = exchange("y", place=HERE)
    store.record(type(conversation)(HERE, (conversation.messages[0], reply)))
    store.vote(HERE, "1.5", "U0ANNA", Feedback.HELPED, NOON)
    store.note_channel("T0TEAM", "C0ONCALL", ChannelKind.PUBLIC)
    store.act(HERE, deed(Act.RESOLVE, text="gave the password"))
    store.keep_reading(ConversationId(1), reading("a"))
    (one,) = store.of_case(CaseId("redis-auth-required"))
    assert (one.kind, one.status, one.solved, one.helped, one.refuted) == (
        ChannelKind.PUBLIC, Status.RESOLVED, "gave the password", 1, 0)  # fmt: skip
    assert one.took == timedelta(0)
    assert one.about.pods == {PodRef("shop", "orders-0")}


def test_forgetting_takes_notes_names_and_readings_along(store: ChatStore) -> None:
    """Nothing that people wrote or the cluster said stays on the disk; that it was resolved still counts."""
    store.act(HERE, deed(Act.RESOLVE, "U0SECRETIVE", text="zanzibar"))
    store.keep_reading(ConversationId(1), reading("quagmire"))
    assert store.forget(ConversationId(1), NOON)
    left = files_of(store.path)
    assert not any(word in left for word in (b"zanzibar", b"U0SECRETIVE", b"quagmire"))
    assert store.duty(ConversationId(1)).status is Status.RESOLVED
