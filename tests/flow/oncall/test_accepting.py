"""Accepting what was handed over, in a room with a real log: by whom, seen where, and reminded of once."""

from datetime import datetime, timedelta

from bot.edge.store.oncall_store import PATIENCE
from bot.flow.oncall.errands import work_off
from bot.flow.oncall.reminding import ReminderDoors, remind
from bot.model.oncall import Act, Reminder, Status
from bot.model.text import Lang
from tests.flow.desk import FIRST, Desk, pinged
from tests.flow.room import place
from tests.flow.shifts import SECOND, actions, later, status, two_open


def test_the_receiver_accepts_all_and_it_stands_in_every_thread(desk: Desk) -> None:
    """Nobody else can; owner and time are in the log and in both threads; a second time there is nothing left."""
    first, second = two_open(desk)
    root = desk.says("handoff <@U0BEN>", mention=True)
    desk.pushes(Act.ACCEPT, root, "U3", "h1")
    assert "only they can accept it" in desk.whispers[-1].text
    desk.pushes(Act.ACCEPT, root, "U0BEN", "h1")
    assert [status(desk, number) for number in (FIRST, SECOND)] == [(Status.OPEN, "U0BEN")] * 2
    assert "Everything of this handoff was accepted" in desk.last(root).text
    for thread in (first, second):
        assert "accepted" in desk.last(thread).text
        assert pinged(desk.last(thread)) == {"U0BEN"}
    desk.pushes(Act.ACCEPT, root, "U0BEN", "h1")
    assert "You have it already" in desk.whispers[-1].text
    desk.pushes(Act.ACCEPT, root, "U3", "h1")
    assert "nothing to accept" in desk.whispers[-1].text


def test_the_thread_shows_who_accepted_and_offers_what_is_left(desk: Desk) -> None:
    """The card says who and when and can be accepted no more; the parent counts, and ends with the last."""
    two_open(desk)
    root = desk.says("handoff <@U0BEN>", mention=True)
    desk.pushes(Act.ACCEPT, root, "U0BEN", "2")
    parent, _, card = desk.answers(root)
    assert "Accepted: 1 of 2" in str(parent.blocks)
    assert actions(parent) == ["juicefs_oncall_accept"]
    assert " accepted " in str(card.blocks)
    assert actions(card) == ["juicefs_oncall_resolve"]
    desk.pushes(Act.ACCEPT, root, "U0BEN", "1")
    parent = desk.answers(root)[0]
    assert "Accepted: 2 of 2" in str(parent.blocks)
    assert actions(parent) == []


def test_accept_by_mention_in_the_thread_accepts_all(desk: Desk) -> None:
    """Slash commands and buttons are not the only way."""
    two_open(desk)
    root = desk.says("handoff <@U0BEN>", mention=True)
    desk.says("接收", to=root, mention=True, user="U0BEN")
    assert [status(desk, number) for number in (FIRST, SECOND)] == [(Status.OPEN, "U0BEN")] * 2


def test_one_by_one_works_too(desk: Desk) -> None:
    """A card's button accepts its conversation alone."""
    two_open(desk)
    root = desk.says("handoff <@U0BEN>", mention=True)
    desk.pushes(Act.ACCEPT, root, "U0BEN", "2")
    assert (status(desk, FIRST)[0], status(desk, SECOND)) == (Status.HANDED_OVER, (Status.OPEN, "U0BEN"))


def test_who_takes_what_was_offered_to_them_has_accepted_it(desk: Desk) -> None:
    """In the conversation's own thread, by whichever word."""
    first, second = two_open(desk)
    root = desk.says("handoff <@U0BEN>", mention=True)
    desk.says("take", to=first, mention=True, user="U0BEN")
    desk.says("accept", to=second, mention=True, user="U0BEN")
    work_off(desk.doors, desk.oncall)
    assert "Accepted: 2 of 2" in str(desk.answers(root)[0].blocks)
    assert "accepted by" in desk.last(root).text


def due_in(desk: Desk, after: timedelta) -> int:
    """Say what is due so much later; how many were said."""

    def due(now: datetime) -> tuple[Reminder, ...]:
        return desk.store.due(now + after)

    store = desk.store
    return remind(ReminderDoors(due, store.duty, store.place, store), desk.doors)


def test_a_handing_over_reminds_once_however_many_it_is(desk: Desk) -> None:
    """One ping for the receiver in its thread, then one for the sender; no more, and none once it was accepted."""
    two_open(desk)
    root = desk.says("handoff <@U0BEN>", mention=True)
    said = len(desk.posts)
    assert later(desk, PATIENCE) == 1
    assert pinged(desk.last(root)) == {"U0BEN"}
    assert "not accepted yet: 2. " in str(desk.last(root).blocks)
    assert later(desk, 3 * PATIENCE) == 1
    assert pinged(desk.last(root)) == {"U1"}
    assert due_in(desk, 9 * PATIENCE) == later(desk, 9 * PATIENCE) == 0
    assert len(desk.posts) == said + 2


def test_a_reminder_speaks_its_readers_language(desk: Desk) -> None:
    """Ben's Slack is Chinese, whatever language the handing over was asked for in."""
    desk.langs["U0BEN"] = Lang.ZH
    two_open(desk)
    root = desk.says("handoff <@U0BEN>", mention=True)
    later(desk, PATIENCE)
    assert "有 2 个问题交接给你" in str(desk.last(root).blocks)
    later(desk, 2 * PATIENCE)
    assert "accepted by nobody" in str(desk.last(root).blocks)


def test_nobody_is_reminded_of_what_was_accepted(desk: Desk) -> None:
    """Nor is the sender told."""
    two_open(desk)
    root = desk.says("handoff <@U0BEN>", mention=True)
    desk.pushes(Act.ACCEPT, root, "U0BEN", "h1")
    said = len(desk.posts)
    later(desk, 3 * PATIENCE)
    assert len(desk.posts) == said


def test_who_does_not_accept_is_reminded_once_then_the_sender_is_told(desk: Desk, thread: str) -> None:
    """Each pinged once, in the conversation's thread; asked again nothing is due."""
    desk.says("handoff <@U0BEN>", to=thread, mention=True)
    assert due_in(desk, PATIENCE) == 1
    assert pinged(desk.last(thread)) == {"U0BEN"}
    assert due_in(desk, PATIENCE) == 0
    assert due_in(desk, 2 * PATIENCE) == 1
    assert pinged(desk.last(thread)) == {"U1"}
    assert due_in(desk, 9 * PATIENCE) == 0


def test_a_check_reminds_whoever_asked(desk: Desk, thread: str) -> None:
    """And not at all once it is resolved."""
    desk.says("remind 2h", to=thread, mention=True)
    assert due_in(desk, timedelta(hours=1)) == 0
    assert due_in(desk, timedelta(hours=3)) == 1
    assert "look at this again" in desk.last(thread).text
    desk.says("remind 2h", to=thread, mention=True)
    desk.says("resolve", to=thread, mention=True)
    assert due_in(desk, timedelta(hours=9)) == 0
    assert desk.store.number(place(thread)) == FIRST
