"""One post a second in a channel, by an own clock."""

import threading

import pytest

from bot.edge.slack.pacing import Pace
from bot.errors import SlackDownError


class Time:
    """A clock that only pauses move."""

    def __init__(self) -> None:
        self.now = 100.0

    def pause(self, seconds: float) -> bool:
        """Let time pass."""
        self.now += seconds
        return False


def turns(pace: Pace, time: Time, *channels: str) -> list[float]:
    """When each of these posts goes out, in seconds from the start."""
    out = []
    for channel in channels:
        pace.wait(channel)
        out.append(round(time.now - 100.0, 3))
    return out


def test_posts_in_a_channel_are_a_second_apart_and_channels_do_not_wait_for_each_other() -> None:
    """The first goes at once, in every channel."""
    time = Time()
    pace = Pace(time.pause, every=1.0, clock=lambda: time.now)
    assert turns(pace, time, "a", "b", "a", "b", "a") == [0.0, 0.0, 1.0, 1.0, 2.0]


def test_after_a_limit_nobody_posts_there_until_it_is_over() -> None:
    """Slack's Retry-After holds for the whole channel, and the pace goes on behind it."""
    time = Time()
    pace = Pace(time.pause, every=1.0, clock=lambda: time.now)
    pace.hold("a", 30.0)
    assert turns(pace, time, "b", "a", "a") == [0.0, 30.0, 31.0]


def test_whoever_waits_when_a_limit_comes_waits_for_its_end() -> None:
    """A turn that was given before the limit does not count."""
    time = Time()

    def pause(seconds: float) -> bool:
        time.pause(seconds)
        if time.now < 102.0:
            pace.hold("a", 10.0)
        return False

    pace = Pace(pause, every=1.0, clock=lambda: time.now)
    assert turns(pace, time, "a", "a") == [0.0, 11.0]


def test_many_threads_get_different_turns() -> None:
    """Ten at once leave ten seconds between the first and the last but nobody's turn twice."""
    taken: list[float] = []

    def pause(seconds: float) -> bool:
        taken.append(round(seconds))
        return False

    pace = Pace(pause, every=1.0, clock=lambda: 0.0)
    threads = [threading.Thread(target=pace.wait, args=("a",)) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 10))


def test_who_need_not_post_takes_a_free_turn_or_none() -> None:
    """A passing edit neither waits nor goes on while Slack has said that it is too much."""
    time = Time()
    pace = Pace(time.pause, every=1.0, clock=lambda: time.now)
    assert [pace.free("a"), pace.free("a"), pace.free("b")] == [True, False, True]
    time.pause(1.0)
    assert pace.free("a")
    pace.hold("a", 5.0)
    time.pause(4.0)
    assert not pace.free("a")
    time.pause(1.0)
    assert pace.free("a")


def test_waiting_ends_when_the_bot_stops() -> None:
    """Nobody waits for a turn that will not come."""
    pace = Pace(lambda _: True, every=1.0, clock=lambda: 0.0)
    pace.wait("a")
    with pytest.raises(SlackDownError):
        pace.wait("a")
