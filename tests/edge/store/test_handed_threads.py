"""Handing over one thread in a real log: read out of what was done, and of nothing that is forgotten."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.edge.store.chat_store import ChatStore, open_chat_store
from bot.model.conversation import ConversationId
from bot.model.handoff import Asked, HandedThread
from bot.model.oncall import Act, Deed, Duty, Receiver
from bot.model.text import Lang, SafeText
from tests.edge.store.exchanges import NOON, exchange, files_of, slack

ANNA, BEN, CARA = "U0ANNA", "U0BEN", "U0CARA"
TEAM = Receiver("S0TEAM", frozenset({BEN, CARA}), group=True)
HERE, THERE = slack("1.1"), slack("2.2")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ChatStore]:
    """A log with two conversations of a channel."""
    with open_chat_store(tmp_path / "log.db") as opened:
        opened.record(exchange("redis NOAUTH", place=HERE))
        opened.record(exchange("mount point lost", place=THERE))
        yield opened


def hands_over(store: ChatStore, to: Receiver, who: str = ANNA, minute: int = 0, thread: str = "1.1") -> None:
    """Somebody hands the conversation of a thread over, so many minutes after noon."""
    at, key = NOON + timedelta(minutes=minute), f"msg:{thread}:{minute}"
    assert isinstance(store.act(slack(thread), Deed(Act.HAND_OVER, who, at, receiver=to, key=key)), Duty)


def does(store: ChatStore, act: Act, who: str, receiver: Receiver | None = None, minute: int = 5) -> None:
    """Somebody does something about the first conversation."""
    deed = Deed(act, who, NOON + timedelta(minutes=minute), SafeText("tried it"), receiver=receiver)
    assert isinstance(store.act(HERE, deed), Duty)


def seen_by(store: ChatStore, person: str, groups: Sequence[str] = ()) -> list[HandedThread]:
    """The list of one person."""
    return list(store.last_threads("T0TEAM", person, groups, 5))


def test_who_sent_it_and_whom_it_went_to_find_it(store: ChatStore) -> None:
    """The newest first, no more than asked for; nobody else, and nobody of another workspace."""
    hands_over(store, Receiver(BEN))
    hands_over(store, TEAM, minute=1, thread="2.2")
    first = HandedThread(HERE, NOON, ANNA, BEN)
    second = HandedThread(THERE, NOON + timedelta(minutes=1), ANNA, TEAM.id)
    assert seen_by(store, ANNA) == [second, first]
    assert seen_by(store, BEN) == [first]
    assert seen_by(store, CARA, [TEAM.id]) == [second]
    assert seen_by(store, CARA) == []
    assert list(store.last_threads("T0TEAM", ANNA, (), 1)) == [second]
    assert list(store.last_threads("T0OTHER", ANNA, (), 5)) == []


@pytest.mark.parametrize(
    ("act", "who", "accepted_by"),
    [
        (Act.ACCEPT, CARA, CARA),
        (Act.TAKE, CARA, CARA),
        (Act.TAKE, ANNA, ""),
        (Act.TAKE_OVER, "U0DAN", ""),
        (Act.RESOLVE, BEN, ""),
        (Act.DISMISS, ANNA, ""),
        (Act.NOTE, BEN, ""),
    ],
)
def test_the_change_that_ends_it_tells_whether_it_was_accepted(
    store: ChatStore, act: Act, who: str, accepted_by: str
) -> None:
    """What leaves it waiting says nothing; who takes their own back has not accepted it."""
    hands_over(store, TEAM)
    does(store, Act.NOTE, BEN, minute=1)
    does(store, act, who, TEAM)
    (found,) = seen_by(store, ANNA)
    assert found.accepted_by == accepted_by


def test_who_accepted_for_a_group_finds_it_once_they_left(store: ChatStore) -> None:
    """It was theirs, whatever group they are in now."""
    hands_over(store, TEAM)
    does(store, Act.ACCEPT, CARA, TEAM)
    assert [one.accepted_by for one in seen_by(store, CARA)] == [CARA]
    assert seen_by(store, BEN) == []


def test_each_handing_over_has_its_own_acceptance(store: ChatStore) -> None:
    """Handed on to somebody else before it was accepted, then accepted, then handed back."""
    hands_over(store, Receiver(BEN))
    hands_over(store, Receiver(CARA), minute=1)
    does(store, Act.ACCEPT, CARA, minute=2)
    hands_over(store, Receiver(ANNA), CARA, minute=3)
    assert [(one.receiver, one.accepted_by) for one in seen_by(store, ANNA)] == [(ANNA, ""), (CARA, CARA), (BEN, "")]


def test_what_a_whole_channel_hands_over_is_not_told_twice(store: ChatStore) -> None:
    """Its conversations are offered under its own number; a thread's offer that it replaces was not accepted."""
    hands_over(store, Receiver(CARA))
    asked = Asked("command:1", slack(""), NOON + timedelta(minutes=1), Lang.EN, ANNA, BEN)
    handing = store.ask(asked)
    store.freeze(handing.id, store.open_items(HERE), asked.at)
    store.offer(handing.id, Receiver(BEN), asked.at)
    does(store, Act.ACCEPT, BEN)
    assert store.handed(handing.id)[0].accepted_by == BEN
    assert seen_by(store, ANNA) == [HandedThread(HERE, NOON, ANNA, CARA)]
    assert seen_by(store, BEN) == []


def test_a_forgotten_conversation_is_on_no_list(store: ChatStore) -> None:
    """Nor does the file hold who was in it."""
    hands_over(store, TEAM)
    does(store, Act.ACCEPT, CARA, TEAM)
    hands_over(store, Receiver(BEN), minute=6, thread="2.2")
    store.forget(ConversationId(1), NOON)
    assert [one.place for one in seen_by(store, ANNA)] == [THERE]
    assert seen_by(store, CARA, [TEAM.id]) == []
    assert CARA.encode() not in files_of(store.path)
