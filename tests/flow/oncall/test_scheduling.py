"""The schedule in a room with a real log: each moment once, over restarts and beside another bot."""

from dataclasses import replace
from datetime import timedelta

from bot.flow.doors import Doors
from bot.flow.oncall.scheduling import Schedule
from bot.model.oncall import Status
from bot.model.shift import Shift
from tests.flow.desk import FIRST, PASTE, Desk
from tests.flow.room import CHANNEL

HOURLY = "0 * * * *"


def at_the_hour(desk: Desk, hours: int = 1) -> Doors:
    """The desk's doors a minute after a full hour."""
    now = desk.doors.now().replace(minute=1, second=0) + timedelta(hours=hours)
    return replace(desk.doors, now=lambda: now)


def shift(receiver: str = "", cron: str = HOURLY) -> Schedule:
    """A bot that has just started, with one shift."""
    return Schedule((Shift(CHANNEL, cron, "Etc/UTC", receiver),), "T1")


def test_a_moment_is_handed_over_once(desk: Desk) -> None:
    """Not again by the same bot, nor by one that starts later; the next moment is another."""
    desk.says(PASTE, mention=True)
    here, doors = shift("S0TEAM"), at_the_hour(desk)
    assert [here.hand_over(doors, desk.oncall), here.hand_over(doors, desk.oncall)] == [1, 0]
    shift("S0TEAM").hand_over(doors, desk.oncall)
    assert len(desk.begun()) == 1
    assert "'text': 'the schedule'" in str(desk.posts[desk.begun()[0]].blocks)
    assert desk.store.duty(FIRST).status is Status.HANDED_OVER
    here.hand_over(at_the_hour(desk, 2), desk.oncall)
    assert len(desk.begun()) == 2


def test_it_may_be_for_nobody(desk: Desk) -> None:
    """Then it is told, and offered to nobody; also when the group of the setting is gone."""
    desk.says(PASTE, mention=True)
    for receiver in ("", "S0GONE"):
        shift(receiver).hand_over(at_the_hour(desk), desk.oncall)
    shown = [str(desk.posts[ts].blocks) for ts in desk.begun()]
    assert [("whoever comes next" in one, "S0GONE" in one) for one in shown] == [(True, False)] * 2
    assert desk.store.duty(FIRST).status is Status.OPEN


def test_what_waits_since_the_last_moment_is_told_again(desk: Desk) -> None:
    """A person is refused a second handing over to the same group; the schedule tells what nobody has accepted."""
    desk.says(PASTE, mention=True)
    for hours in (1, 2):
        shift("S0TEAM").hand_over(at_the_hour(desk, hours), desk.oncall)
    assert len(desk.begun()) == 2
    assert "juicefs_oncall_accept" in str(desk.posts[desk.begun()[1]].blocks)


def test_to_nobody_it_is_told_at_every_moment_and_stands_for_a_person(desk: Desk) -> None:
    """The schedule posts although nothing has changed; a person who hands over to nobody then is told where it is."""
    desk.says(PASTE, mention=True)
    desk.runs("handoff")
    shift(cron="* * * * *").hand_over(desk.doors, desk.oncall)
    assert len(desk.begun()) == 2
    assert desk.begun()[1] in str(desk.runs("handoff").blocks)
    assert len(desk.begun()) == 2


def test_outside_its_moments_nothing_happens(desk: Desk) -> None:
    """Later than an hour the shift has begun without."""
    now = desk.doors.now()
    cron = f"{now.minute} {(now.hour - 2) % 24} * * *"
    assert shift(cron=cron).hand_over(desk.doors, desk.oncall) == 0
    assert desk.begun() == []
