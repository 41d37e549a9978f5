"""Handing over in a real log: every step is kept, what was before stays before, and forgetting takes it all along."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.edge.store.chat_store import ChatStore, open_chat_store
from bot.edge.store.rows.episodes import FRESH
from bot.model.case import Strength
from bot.model.conversation import Conversation, ConversationId, MessageIn
from bot.model.handoff import Asked, Compared, ErrandKind, Handing
from bot.model.oncall import Act, Deed, Duty, Receiver, Refusal, Refused, Status
from bot.model.snapshot import PodRef
from bot.model.text import Lang, SafeText
from tests.core.oncall.handoffs import ORDERS, reading
from tests.edge.store.exchanges import NOON, exchange, files_of, slack

CHANNEL = replace(slack(""), thread=None)
FIRST, SECOND = ConversationId(1), ConversationId(2)
BEN, ANNA = Receiver("U0BEN"), "U0ANNA"
PATIENCE = timedelta(minutes=15)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ChatStore]:
    """A log with two conversations of a channel."""
    with open_chat_store(tmp_path / "log.db") as opened:
        opened.record(exchange("redis NOAUTH", place=slack("1.1")))
        opened.record(exchange("mount point lost", place=slack("2.2")))
        yield opened


def asked(key: str = "command:1", receiver: str = "U0BEN", note: str = "until Monday") -> Asked:
    """A handing over of the channel at noon."""
    return Asked(key, CHANNEL, NOON, Lang.EN, ANNA, receiver, SafeText(note))


def told(store: ChatStore) -> Handing:
    """One that stands in its thread, both conversations offered to Ben."""
    handing = store.ask(asked())
    store.freeze(handing.id, store.open_in(CHANNEL, NOON), NOON)
    store.begun(handing.id, "9.9", "9.9")
    store.offer(handing.id, BEN, NOON)
    store.card(handing.id, FIRST, "9.91")
    store.card(handing.id, SECOND, "9.92")
    store.posted(handing.id, NOON, PATIENCE)
    found = store.handing(handing.id)
    assert found is not None
    return found


def kinds(store: ChatStore, after: timedelta = timedelta()) -> list[ErrandKind]:
    """What is due so long after noon."""
    return [one.kind for one in store.errands(NOON + after)]


def test_what_is_asked_twice_is_one(store: ChatStore) -> None:
    """The key names it; what came first counts, and there is one errand."""
    first = store.ask(asked())
    assert store.ask(asked(receiver="U0CARA")) == first
    assert first.asked == asked()
    assert kinds(store) == [ErrandKind.POST]


def test_every_step_is_kept(store: ChatStore, tmp_path: Path) -> None:
    """Read again by another bot it stands as it was left, and it is found by its thread."""
    handing = told(store)
    with open_chat_store(tmp_path / "log.db") as again:
        assert again.handing(handing.id) == again.handing_at(slack("9.9")) == handing
        assert (handing.thread, handing.read_at, handing.posted_at) == ("9.9", NOON, NOON)
        assert [one.ts for one in again.handed(handing.id)] == ["9.91", "9.92"]
        assert list(again.waiting(handing.id)) == [FIRST, SECOND]


def test_what_was_before_stays_before(store: ChatStore) -> None:
    """Frozen, a later reading changes nothing for this handing over; for the next one it is what was before."""
    before, now = reading("a", hours=3), reading("b", hours=1)
    store.keep_reading(FIRST, before)
    (item, other) = store.open_in(CHANNEL, NOON)
    beside = Compared(
        PodRef("shop", "other"), None, replace(now, pod=PodRef("shop", "other")), {Lang.EN: "x", Lang.ZH: "y"}
    )
    handing = store.ask(asked())
    store.freeze(handing.id, [replace(item, now=now, beside=(beside,), unread={Lang.EN: "z"}), other], NOON)
    assert store.open_in(CHANNEL, NOON)[0].before == now
    store.keep_reading(FIRST, reading("c"))
    frozen = store.handed(handing.id)[0]
    assert (frozen.before, frozen.now, frozen.beside, frozen.unread) == (before, now, (beside,), {Lang.EN: "z"})


def test_all_is_offered_at_once_and_reminded_of_together(store: ChatStore) -> None:
    """Offered again after a stop nothing changes; no conversation has a reminder of its own."""
    handing = told(store)
    version = store.duty(FIRST).version
    store.offer(handing.id, BEN, NOON)
    assert (store.duty(FIRST).status, store.duty(FIRST).version) == (Status.HANDED_OVER, version)
    assert store.due(NOON + 9 * PATIENCE) == ()
    assert kinds(store, 9 * PATIENCE) == [ErrandKind.POST, ErrandKind.REMIND, ErrandKind.TELL]


def test_an_acceptance_is_written_with_everything_that_follows_from_it(store: ChatStore) -> None:
    """Who and when; its card, its own thread when that was elsewhere, and, with the last one, that all of it is."""
    handing = told(store)
    for errand in store.errands(NOON):
        store.end(errand, NOON)
    later = NOON + timedelta(minutes=1)
    store.act(slack("1.1"), Deed(Act.ACCEPT, "U0BEN", later, receiver=BEN, aside=True))
    assert kinds(store, timedelta(minutes=1)) == [ErrandKind.ACCEPTED, ErrandKind.CARD]
    assert [(one.accepted_by, one.accepted_at) for one in store.handed(handing.id)] == [("U0BEN", later), ("", None)]
    store.act(slack("2.2"), Deed(Act.ACCEPT, "U0BEN", later, receiver=BEN))
    due = [(one.kind, one.conversation) for one in store.errands(later)]
    assert due[2:] == [(ErrandKind.ACCEPTED, None), (ErrandKind.CARD, SECOND)]
    assert list(store.waiting(handing.id)) == []


def test_of_many_who_accept_at_once_one_has_it(store: ChatStore) -> None:
    """Eight members of a group, at the same moment: one change, one acceptance, one errand; the others are refused."""
    team = Receiver("S0TEAM", frozenset(f"U{n}" for n in range(8)), group=True)
    handing = store.ask(asked(receiver="S0TEAM"))
    store.freeze(handing.id, store.open_in(CHANNEL, NOON), NOON)
    store.offer(handing.id, team, NOON)
    start = threading.Barrier(8)

    def accept(member: int) -> object:
        start.wait()
        return store.act(slack("1.1"), Deed(Act.ACCEPT, f"U{member}", NOON, receiver=team, aside=True))

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(accept, range(8)))
    (winner,) = (one.owner for one in got if isinstance(one, Duty))
    assert {one.why for one in got if isinstance(one, Refused)} == {Refusal.NOT_OFFERED}
    assert store.handed(handing.id)[0].accepted_by == winner
    assert [one.act for one in store.history(FIRST)] == [Act.HAND_OVER, Act.ACCEPT]
    assert kinds(store).count(ErrandKind.ACCEPTED) == 1


def test_one_of_many_bots_posts_a_handing_over(store: ChatStore, tmp_path: Path) -> None:
    """Two bots at the log, four threads each: one of them takes the errand."""
    store.ask(asked())
    (errand,) = store.errands(NOON)
    start = threading.Barrier(8)
    with open_chat_store(tmp_path / "log.db") as other, ThreadPoolExecutor(8) as pool:

        def take(number: int) -> int | None:
            start.wait()
            return (store if number % 2 else other).take(errand)

        assert sorted(map(str, pool.map(take, range(8)))) == ["0", *["None"] * 7]


def test_an_errand_that_became_due_anew_while_it_was_done_is_done_again(store: ChatStore) -> None:
    """A card that was written as somebody acted once more is not left behind."""
    told(store)
    store.act(slack("1.1"), Deed(Act.ACCEPT, "U0BEN", NOON, receiver=BEN))
    (card,) = (one for one in store.errands(NOON) if one.kind is ErrandKind.CARD)
    assert store.take(card) == 0
    store.act(slack("1.1"), Deed(Act.RESOLVE, "U0BEN", NOON + timedelta(seconds=1)))
    store.end(card, NOON)
    assert ErrandKind.CARD in kinds(store, timedelta(seconds=1))


def test_the_lists_of_a_person_hold_what_is_theirs(store: ChatStore) -> None:
    """What they have and what waits for them or a group of theirs; what they sent, got or accepted."""
    told(store)
    assert [one.id for one in store.open_with("T0TEAM", "U0BEN", ())] == [FIRST, SECOND]
    assert [one.id for one in store.open_with("T0TEAM", "U0CARA", ())] == []
    assert [one.asked.key for one in store.last_handings("T0TEAM", ANNA, (), 5)] == ["command:1"]
    assert [one.asked.key for one in store.last_handings("T0TEAM", "U0CARA", ("S0TEAM",), 5)] == []
    store.act(slack("1.1"), Deed(Act.TAKE_OVER, "U0CARA", NOON))
    assert [one.id for one in store.open_with("T0TEAM", "U0CARA", ())] == [FIRST]


def test_the_one_to_nobody_before_is_the_newest_of_the_channel(store: ChatStore) -> None:
    """Neither itself nor a later one, nor one to somebody, refused, of another channel or older than asked for."""
    first, to_ben = store.ask(asked("1", "")), store.ask(asked("2"))
    away = store.ask(replace(asked("3", ""), place=replace(CHANNEL, channel="C0AWAY")))
    second, third = store.ask(asked("4", "")), store.ask(asked("5", ""))
    store.refused(second.id, "stands", NOON)
    for one in (to_ben, second, third):
        assert store.to_nobody_before(one.id, NOON) == first
    assert [store.to_nobody_before(one.id, NOON) for one in (first, away)] == [None, None]
    late = NOON + timedelta(minutes=31)
    assert store.to_nobody_before(third.id, late) is None
    store.freeze(first.id, (), late)
    assert store.to_nobody_before(third.id, late) == store.handing(first.id)


@pytest.mark.parametrize("act", [Act.TAKE, Act.NOTE, Act.CHECK])
def test_what_is_said_or_done_touches_a_conversation(store: ChatStore, act: Act) -> None:
    """The later of the two is kept, whichever came first."""
    place, hour = slack("1.1"), timedelta(hours=1)
    said = store.open_in(CHANNEL, NOON)[0].touched_at
    assert said is not None
    store.act(place, Deed(act, ANNA, said + hour, SafeText("tried it")))
    assert store.open_in(CHANNEL, NOON)[0].touched_at == said + hour
    messages = exchange("redis NOAUTH", place=place).messages
    again = tuple(replace(one, at=one.at + 2 * hour, ts=f"{one.ts}1") for one in messages)
    store.record(Conversation(place, again))
    assert store.open_in(CHANNEL, NOON)[0].touched_at == said + 2 * hour


@pytest.mark.parametrize(
    ("strength", "age", "trouble", "counts"),
    [
        (Strength.LIKELY, FRESH, False, True),
        (Strength.CERTAIN, FRESH + timedelta(seconds=2), False, False),
        (Strength.POSSIBLE, timedelta(), False, False),
        (Strength.POSSIBLE, timedelta(), True, True),
        (Strength.POSSIBLE, FRESH + timedelta(seconds=2), True, False),
    ],
)
def test_an_answer_that_nobody_touched_counts_for_a_day(
    tmp_path: Path, strength: Strength, age: timedelta, *, trouble: bool, counts: bool
) -> None:
    """And only where the bot was sure of the case, or its pod was in trouble."""
    with open_chat_store(tmp_path / "log.db") as store:
        store.record(sure(exchange("redis NOAUTH", place=slack("1.1")), strength))
        if trouble:
            store.keep_reading(FIRST, reading("a"))
        assert bool(store.open_in(CHANNEL, NOON + age)) is counts


@pytest.mark.parametrize("act", [Act.TAKE, Act.NOTE, Act.TRACK])
def test_what_somebody_touched_counts_until_it_is_closed(store: ChatStore, act: Act) -> None:
    """However old it is."""
    month = NOON + timedelta(days=30)
    place = slack("3.3") if act is Act.TRACK else slack("1.1")
    store.act(place, Deed(act, ANNA, NOON, SafeText("tried it")))
    (item,) = store.open_in(CHANNEL, month)
    assert item.where.endswith(place.thread or "-")
    store.act(place, Deed(Act.DISMISS, ANNA, NOON))
    assert store.open_in(CHANNEL, month) == ()


def test_a_diagnosis_without_a_thread_is_no_open_work(tmp_path: Path) -> None:
    """A slash command's answer was for one person, and has no thread to go on in."""
    with open_chat_store(tmp_path / "log.db") as store:
        store.record(exchange("redis NOAUTH", place=CHANNEL))
        store.keep_reading(FIRST, reading("a"))
        assert store.open_in(CHANNEL, NOON) == ()


def test_forgetting_takes_what_was_handed_over_along(tmp_path: Path) -> None:
    """No pod, note or name of a forgotten conversation stays in the file."""
    with open_chat_store(tmp_path / "log.db") as store:
        store.record(exchange("redis NOAUTH", place=slack("1.1")))
        store.record(exchange("mount point lost", place=slack("2.2")))
        store.keep_reading(FIRST, reading("kept-finding"))
        handing = told(store)
        store.forget(FIRST, NOON)
        assert [one.id for one in store.handed(handing.id)] == [SECOND]
    left = files_of(store.path)
    assert [words for words in (b"kept-finding", str(ORDERS).encode(), b"until Monday") if words in left] == []


def sure(conversation: Conversation, strength: Strength) -> Conversation:
    """The same exchange, its match so strong."""
    asked_for, *answers = conversation.messages
    assert isinstance(asked_for, MessageIn)
    weak = replace(asked_for, matches=tuple(replace(one, strength=strength) for one in asked_for.matches))
    return replace(conversation, messages=(weak, *answers))
