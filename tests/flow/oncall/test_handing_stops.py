"""A bot that is killed between any two steps of a handing over: the next one loses nothing and doubles nothing.

The first run goes through; then it is done again, once for each call of a door, and killed right before or right after
that call: from there on nothing of the dead bot's goes through.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.matching.index import Index
from bot.core.oncall.asks import read_wanted
from bot.edge.store.chat_store import ChatStore, open_chat_store
from bot.edge.store.oncall_store import PATIENCE
from bot.flow.doors import Doors
from bot.flow.oncall.accepting import accept_pressed
from bot.flow.oncall.acting import Doing
from bot.flow.oncall.errands import work_off
from bot.flow.oncall.offering import hand_over
from bot.flow.oncall.reminding import ReminderDoors, remind
from bot.model.chat import Press
from bot.model.conversation import Door, Place
from bot.model.handoff import Asked
from bot.model.oncall import Act
from bot.model.text import Lang, RawText, SafeText
from tests.core.oncall.handoffs import reading
from tests.flow.desk import FIRST, PASTE, Desk
from tests.flow.room import CHANNEL, place
from tests.scenes.take import snapshot_of

HOUR = timedelta(hours=1)


class KilledError(BaseException):
    """The process is no more."""


@dataclass
class Life:
    """How many calls of doors a bot still has, and whether it dies before or after the last one."""

    left: int
    after: bool
    used: int = 0

    def living(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same call of a bot that may die of it."""

        def called(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - any door at all
            self.used += 1
            if self.used > self.left or (self.used == self.left and not self.after):
                raise KilledError
            given = call(*args, **named)
            if self.used == self.left:
                raise KilledError
            return given

        return called


class Mortal:
    """A log whose bot may die of any call."""

    def __init__(self, store: ChatStore, life: Life) -> None:
        self._store, self._life = store, life

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return self._life.living(getattr(self._store, name))


def mortal(desk: Desk, life: Life) -> Doors:
    """The doors of a desk whose bot may die of posting, updating, and of whatever it asks the log."""
    doors = desk.doors
    chat = replace(doors.chat, post=life.living(doors.chat.post), update=life.living(doors.chat.update))
    log: Any = Mortal(desk.store, life)
    oncall = replace(desk.oncall, handoffs=log, act=log.act, open_in=log.open_in)
    return replace(doors, chat=chat, oncall=oncall)


@contextmanager
def two_bots(folder: Path, index: Index) -> Iterator[tuple[Desk, Desk]]:
    """A bot that will die, with two conversations of which one has a pod that was in trouble; and the next one."""
    with open_chat_store(folder / "log.db") as store, open_chat_store(folder / "log.db") as later:
        first = Desk(store, index)
        first.cluster = "healthy"
        first.says(PASTE, mention=True)
        second = first.says("juicefs csi: NOAUTH Authentication required", mention=True)
        first.says("take", to=second, mention=True)
        before = replace(reading("a"), pod=snapshot_of("healthy").scope, at=first.doors.now() - HOUR)
        store.keep_reading(FIRST, before)
        next_one = Desk(later, index, posts=first.posts, threads=first.threads, _clock=first._clock)
        next_one.cluster = "healthy"
        yield first, next_one


def asked(desk: Desk) -> Asked:
    """A handing over of the channel, with a thread of its own."""
    at = desk.doors.now()
    return Asked("command:1", Place(Door.SLACK, "T1", CHANNEL), at, Lang.EN, "U1", "U0BEN", SafeText("good luck"))


def dies(desk: Desk) -> None:
    """Its lock is gone with its process."""
    desk.store._presence.end()


def buried(desk: Desk) -> None:
    """What closing the log of a dead bot needs in this process, which lives."""
    from bot.edge.store.file.presence import Presence

    desk.store._presence = Presence(desk.store.path)


def told(desk: Desk) -> Counter[str]:
    """What stands in Slack: how often each marked post, by what it is about."""
    return Counter(post.mark.rpartition(":")[0] for post in desk.posts.values())


def hand(desk: Desk, doors: Doors, request: Asked) -> None:
    """Hand over, and remind both sides when their time has come."""
    assert doors.oncall is not None
    hand_over(request, doors, doors.oncall)
    for after in (PATIENCE, 2 * PATIENCE):
        work_off(moved(doors, desk, after), doors.oncall)


def moved(doors: Doors, desk: Desk, after: timedelta) -> Doors:
    """The same doors so much later."""
    return replace(doors, now=lambda: desk.doors.now() + after)


def calls(folder: Path, index: Index) -> int:
    """How many calls of doors a handing over takes."""
    life = Life(10_000, after=False)
    with two_bots(folder, index) as (desk, _):
        hand(desk, mortal(desk, life), asked(desk))
    return life.used


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_handing_over_that_is_killed_anywhere_is_told_whole_and_once(
    tmp_path: Path, index: Index, *, after: bool
) -> None:
    """Parent, cards and both reminders once; offered once; and what was before is what it was."""
    (tmp_path / "whole").mkdir()
    for at in range(1, calls(tmp_path / "whole", index) + 1):
        folder = tmp_path / str(at)
        folder.mkdir()
        with two_bots(folder, index) as (desk, next_one):
            before = desk.store.readings(FIRST)[0]
            request = asked(desk)
            with pytest.raises(KilledError):
                hand(desk, mortal(desk, Life(at, after=after)), request)
            dies(desk)
            if (at, after) != (1, False):  # nothing was written down: whoever asked got no answer, and asks again
                request = replace(request, key="nothing is asked again")
                for later in (timedelta(), PATIENCE, 2 * PATIENCE):
                    work_off(moved(next_one.doors, desk, later), next_one.oncall)
                about = told(next_one)
                assert {mark: about[mark] for mark in about if mark.split(":")[0] in WORDS} == WHOLE, at
                assert [one.act for one in next_one.store.history(FIRST)] == [Act.HAND_OVER], at
                handing = next_one.store.last_handings("T1", "U1", (), 1)[0]
                assert next_one.store.handed(handing.id)[0].before == before, at
                assert (handing.reminded_at, handing.told_at) != (None, None), at
            buried(desk)


WORDS = {"handoff", "card", "remind", "tell"}
WHOLE = {"handoff:1": 1, "card:1:1": 1, "card:1:2": 1, "remind:1": 1, "tell:1": 1}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_an_acceptance_that_is_killed_anywhere_stands_in_both_threads_once(
    tmp_path: Path, index: Index, *, after: bool
) -> None:
    """Once it is in the log it is told; what is not in the log was not done, and is pressed again."""
    for at in range(1, 60):
        folder = tmp_path / str(at)
        folder.mkdir()
        with two_bots(folder, index) as (desk, next_one):
            hand_over(asked(desk), desk.doors, desk.oncall)
            parent = desk.begun()[0]
            life = Life(at, after=after)
            killed = _pressed(desk, mortal(desk, life), parent)
            dies(desk)
            work_off(next_one.doors, next_one.oncall)
            _pressed(next_one, next_one.doors, parent)
            about = told(next_one)
            marks = ("accepted:1", "accepted:1:1", "accepted:1:2")
            assert [about[mark] for mark in marks] == [1, 1, 1], at
            assert "Accepted: 2 of 2" in str(next_one.posts[parent].blocks), at
            assert [next_one.store.duty(one.id).owner for one in next_one.store.handed(handing(next_one))] == [
                "U0BEN"
            ] * 2
            buried(desk)
        if not killed:
            return
    pytest.fail("it takes more calls than were tried")


def handing(desk: Desk) -> Any:  # noqa: ANN401 - a number
    """The only handing over."""
    return desk.store.last_handings("T1", "U1", (), 1)[0].id


def _pressed(desk: Desk, doors: Doors, parent: str) -> bool:
    """Whether the bot died of Ben's accepting it all."""
    wanted = read_wanted(RawText("accept"))
    assert wanted is not None
    assert doors.oncall is not None
    key = f"press:{len(desk.posts)}"
    pressed = Press(key, "juicefs_oncall_accept", "T1", CHANNEL, parent, parent, "U0BEN", "h1")
    try:
        accept_pressed(pressed, Doing(wanted, place(parent), "U0BEN", key), doors, doors.oncall)
    except KilledError:
        return True
    return False


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_reminder_that_is_killed_anywhere_is_said_once(tmp_path: Path, index: Index, *, after: bool) -> None:
    """Also between being taken up and being posted."""
    for at in range(1, 20):
        folder = tmp_path / str(at)
        folder.mkdir()
        with two_bots(folder, index) as (desk, next_one):
            thread = next(iter(desk.threads.values()))
            desk.says("remind 1h", to=thread, mention=True)
            killed = _reminded(desk, Life(at, after=after))
            dies(desk)
            _reminded(next_one, Life(1_000, after=False))
            assert told(next_one)["reminder:1"] == 1, at
            assert next_one.store.due(next_one.doors.now() + 2 * HOUR) == (), at
            buried(desk)
        if not killed:
            return
    pytest.fail("it takes more calls than were tried")


def _reminded(desk: Desk, life: Life) -> bool:
    """Whether the bot died of reminding."""
    log: Any = Mortal(desk.store, life)
    doors = replace(mortal(desk, life), now=lambda: desk.doors.now() + 2 * HOUR)
    try:
        remind(ReminderDoors(log.due, log.duty, log.place, log), doors)
    except KilledError:
        return True
    return False
