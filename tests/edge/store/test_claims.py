"""Claims: what Slack delivered is taken up once, and taken over from a bot that stopped, was killed or put it off."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

from bot.edge.store.chat_store import ChatStore, open_chat_store
from bot.edge.store.rows.events import KEPT, MOST_TRIES, Taken
from bot.model.chat import Change, Pointer
from tests.edge.store.exchanges import NOON

LATER = NOON + timedelta(minutes=5)


def pointer(key: str = "msg:C1:1.0", ts: str = "1.0") -> Pointer:
    """A new message."""
    return Pointer(key, Change.NEW, "C1", ts)


def test_an_event_is_claimed_once(store: ChatStore) -> None:
    """However often it is delivered, also after it was settled."""
    assert store.claim(pointer(), NOON)
    assert not store.claim(pointer(), NOON)
    store.settle(pointer().key)
    assert not store.claim(pointer(), LATER)


def test_what_has_changed_since_is_not_new(store: ChatStore) -> None:
    """Slack promises no order: a deletion or a newer edit that came first makes what comes after it old news."""
    edits = [Pointer(f"edit:C1:1.0:{edited}", Change.EDITED, "C1", "1.0") for edited in ("2.0", "3.0")]
    assert store.claim(edits[1], NOON)
    assert [store.claim(one, NOON) for one in (pointer(), edits[0])] == [False, False]
    assert store.claim(pointer("msg:C1:1.00", "1.00"), NOON)
    assert store.claim(Pointer("del:C1:5.0", Change.DELETED, "C1", "5.0"), NOON)
    assert not store.claim(pointer("msg:C1:5.0", "5.0"), NOON)
    assert store._db.execute("SELECT count(*) FROM events WHERE state = 'pending'").fetchone() == (3,)


def test_many_threads_and_bots_claim_an_event_once(path: Path, store: ChatStore) -> None:
    """Two sockets, two processes' connections: one wins."""
    won: list[int] = []
    with open_chat_store(path) as other:
        threads = [
            threading.Thread(target=lambda mine: won.append(1) if mine.claim(pointer(), NOON) else None, args=(mine,))
            for mine in (store, other) * 8
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert won == [1]


def test_what_a_living_bot_is_at_is_not_taken_over(path: Path, store: ChatStore) -> None:
    """Neither by itself nor by a second one, which may start at any time."""
    store.claim(pointer(), NOON)
    with open_chat_store(path) as second:
        assert second.take_over(LATER).pointers == ()
    assert store.take_over(LATER).pointers == ()


def test_what_is_heard_while_the_log_is_looked_through_is_not_taken_over(store: ChatStore) -> None:
    """The bot hears, answers and puts off while its sweep looks for what nobody is at: nothing is worked on twice."""
    heard, taken = threading.Event(), list[Pointer]()

    def hear() -> None:
        for number in range(300):
            one = pointer(f"msg:C1:{number}.0", f"{number}.0")
            store.claim(one, NOON)
            store.settle(one.key)
        heard.set()

    hearing = threading.Thread(target=hear)
    hearing.start()
    while not heard.is_set():
        taken += store.take_over(LATER).pointers
    hearing.join()
    assert taken == []


def test_what_a_closed_bot_left_pending_is_taken_over_once(path: Path) -> None:
    """Whatever was settled needs nothing more."""
    with open_chat_store(path) as first:
        first.claim(pointer(), NOON)
        first.claim(pointer("msg:C1:2.0", "2.0"), NOON)
        first.settle("msg:C1:2.0")
    with open_chat_store(path) as second, open_chat_store(path) as third:
        assert second.take_over(LATER).pointers == (pointer(),)
        assert third.take_over(LATER).pointers == ()


def test_what_was_put_off_is_taken_over_by_the_same_bot(store: ChatStore) -> None:
    """Slack was down for too long; the next sweep tries again."""
    store.claim(pointer(), NOON)
    store.put_off(pointer().key)
    assert store.take_over(LATER).pointers == (pointer(),)
    assert store.take_over(LATER).pointers == ()


def test_what_a_killed_bot_left_pending_is_taken_over(path: Path, store: ChatStore) -> None:
    """`kill -9` leaves no time for anything; the system tells at once that it is gone."""
    act = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from bot.edge.store.chat_store import open_chat_store\n"
        "from bot.model.chat import Change, Pointer\n"
        f"store = open_chat_store(Path({str(path)!r}))\n"
        "store.claim(Pointer('msg:C1:1.0', Change.NEW, 'C1', '1.0'), datetime.now(UTC))\n"
        "print('claimed', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", act]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as bot:
        assert bot.stdout is not None
        assert bot.stdout.readline() == b"claimed\n"
        assert store.take_over(LATER).pointers == ()
        os.kill(bot.pid, signal.SIGKILL)
        bot.wait()
    assert store.take_over(LATER).pointers == (pointer(),)
    assert [one.name for one in path.parent.glob("*.alive")] == [f"log.db.{store._presence.name}.alive"]


def _killed(path: Path, *, begins: bool) -> tuple[Pointer, ...]:
    """What a bot takes over and, if it `begins`, is at when it dies: all that it held is let go as the system does."""
    store = open_chat_store(path)
    taken = store.take_over(LATER)
    for one in taken.pointers if begins else ():
        store.begin(one.key)
    store._db.close()
    os.close(store._presence._file)
    return taken.pointers


def test_an_event_at_which_the_bot_dies_again_and_again_is_left_to_people(path: Path) -> None:
    """It may be what ends the bot; the log of the bot names it."""
    with open_chat_store(path) as first:
        first.claim(pointer(), NOON)
        first._busy.clear()  # it dies: nothing is put off
    taken = [_killed(path, begins=True) for _ in range(MOST_TRIES - 1)]
    assert taken == [(pointer(),)] * (MOST_TRIES - 1)
    with open_chat_store(path) as last:
        assert last.take_over(LATER) == Taken((), (pointer().key,))
        assert last.take_over(LATER) == Taken((), ())


def test_what_the_bot_died_at_comes_after_the_rest_and_threads_keep_their_order(path: Path) -> None:
    """What kills it holds nobody up; a thread's later message never comes before its earlier one."""
    parent, reply = pointer(), Pointer("msg:C1:1.5", Change.NEW, "C1", "1.5", "1.0")
    other = pointer("msg:C1:2.0", "2.0")
    with open_chat_store(path) as first:
        for number, one in enumerate((parent, reply, other)):
            first.claim(one, NOON + timedelta(seconds=number))
        first._busy.clear()
    with open_chat_store(path) as second:
        assert second.take_over(LATER).pointers == (parent, reply, other)
        second.begin(reply.key)
        second._busy.clear()
    with open_chat_store(path) as third:
        assert third.take_over(LATER).pointers == (other, parent, reply)


def test_an_event_that_only_waits_while_the_bot_dies_is_not_given_up(path: Path) -> None:
    """Whatever killed the bot so often, it was not this one."""
    with open_chat_store(path) as first:
        first.claim(pointer(), NOON)
        first._busy.clear()
    taken = [_killed(path, begins=False) for _ in range(MOST_TRIES * 2)]
    assert taken == [(pointer(),)] * (MOST_TRIES * 2)


def test_an_event_that_is_put_off_or_outlived_is_never_given_up(path: Path) -> None:
    """Slack was away for a day, and the bot was stopped in order ten times: the answer is still owed."""
    with open_chat_store(path) as first:
        first.claim(pointer(), NOON)
        for _ in range(MOST_TRIES * 2):
            first.put_off(pointer().key)
            assert first.take_over(LATER).pointers == (pointer(),)
            first.begin(pointer().key)
    for _ in range(MOST_TRIES * 2):
        with open_chat_store(path) as next_one:
            assert next_one.take_over(LATER).pointers == (pointer(),)
            next_one.begin(pointer().key)


def test_presses_and_commands_are_claimed_and_never_pending(path: Path) -> None:
    """They cannot be read from Slack again."""
    press = Pointer("press:9.9", None, "C1", "1.0")
    with open_chat_store(path) as first:
        assert first.claim(press, NOON)
        assert not first.claim(press, NOON)
    with open_chat_store(path) as second:
        assert second.take_over(LATER).pointers == ()


def test_settled_claims_are_forgotten_after_a_week_and_pending_ones_are_not(path: Path) -> None:
    """The table does not grow for ever."""
    with open_chat_store(path) as store:
        for key in ("a", "b"):
            store.claim(pointer(key), NOON)
        store.claim(pointer("newest", "9.0"), NOON)
        store.settle("a")
        store.take_over(NOON + KEPT + timedelta(seconds=1))
        assert store.claim(pointer("a"), LATER)
        assert not store.claim(pointer("b"), LATER)
