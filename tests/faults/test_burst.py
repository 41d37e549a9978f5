"""A thousand pastes in ten channels: each answered once, in order within its thread, no faster than Slack allows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pytest

from tests.faults.bot import Tell, vitals, wait_idle, wait_until
from tests.slack.pages import HEALTH, measured
from tests.slack.pastes import MOUNT_LOST, NO_PASSWORD, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack_standin import ApiCall, Person, Slack

CHANNELS = 10
MOST_GROWTH = 96.0
"""MiB that the process may gain, the first time that all its workers are needed.

Measured: 30 for 200 pastes, 48 for 800, 52 for 1,000; a dozen of it is given back when the workers go."""
ALLOWED = 1.0
"""Posts a second and channel: "generally, no more than 1 message per second per channel" (Slack, rate limits)."""


@pytest.fixture(scope="module")
def settings() -> Mapping[str, str]:
    """With the bot's pages."""
    return HEALTH


def burst(people: Sequence[Person], room: str, each: int) -> list[str]:
    """*each* pastes in every channel: of five one is news in the thread that the first of them began."""
    said, parents = list[str](), dict[int, str]()
    for number in range(each):
        for place in range(CHANNELS):
            person = people[(number + place) % len(people)]
            if number % 5 == 4:
                said.append(person.replies(f"{NO_PASSWORD} {number}", to=parents[place]))
                continue
            text = MOUNT_LOST if number % 2 else NOT_REGISTERED
            said.append(person.posts(f"{text} {number}", channel=f"{room}-{place}"))
            if number % 5 == 0:
                parents[place] = said[-1]
    return said


def answered(slack: Slack, pastes: Sequence[str]) -> Mapping[str, list[str]]:
    """By thread, which of the pastes each post of the bot answers, in the order of the posts."""
    asked, found = set(pastes), defaultdict[str, list[str]](list)
    for post in slack.bot_messages():
        mark = str(post.blocks[0]["block_id"]).rpartition(":")[2]
        if mark in asked:
            found[post.thread_ts].append(mark)
    return found


def rate(posts: Sequence[ApiCall]) -> float:
    """Posts a second in the channel where they came fastest."""
    times = defaultdict[str, list[float]](list)
    for post in posts:
        times[str(post.args["channel"])].append(post.at)
    return max((len(some) - 1) / (some[-1] - some[0]) for some in times.values())


@pytest.mark.parametrize("each", [10, pytest.param(100, marks=pytest.mark.slow)])
def test_a_burst_is_answered_in_order_and_in_time(
    *, slack: Slack, bot: Bot, ana: Person, wei: Person, each: int, record_property: Tell
) -> None:
    """Nothing is refused, because nothing comes too soon; the metric tells meanwhile how long the queue is."""
    slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel=f"#burst-{each}"))
    wait_idle(slack, bot)
    before, calls = vitals(bot), len(slack.calls("chat.postMessage"))
    pastes = burst([ana, wei], f"#burst-{each}", each)
    wait_until(lambda: measured(bot)["juicefs_bot_queue_length"] > len(pastes) / 2, 60, "a long queue")
    wait_until(lambda: sum(map(len, answered(slack, pastes).values())) >= len(pastes), each * 2 + 60, "all answers")
    wait_idle(slack, bot)
    after, found, posts = vitals(bot), answered(slack, pastes), slack.calls("chat.postMessage")[calls:]
    assert sorted(mark for some in found.values() for mark in some) == sorted(pastes)
    assert all(some == sorted(some) for some in found.values())
    assert {call.status for call in posts} == {200}
    assert rate(posts) <= ALLOWED
    assert after.mib - before.mib < MOST_GROWTH
    wait_until(lambda: measured(bot)["juicefs_bot_queue_length"] == 0, 30, "an empty queue")
    took = posts[-1].at - posts[0].at
    tries = sum(len(one.attempts) > 1 for one in slack.deliveries("message"))
    record_property(f"{len(pastes):,} pastes", f"answered in {took:.0f} s, {tries} brought again by Slack")
    record_property("before and after", f"{before}; {after}")


@pytest.mark.slow
def test_who_asks_behind_a_long_queue_is_told_how_long_it_is(
    slack: Slack, bot: Bot, ana: Person, wei: Person, room: str
) -> None:
    """Each in their language and alone, at once; the answers come in their turn."""
    slack.channel(room)
    slack.everybody_joins(ana, wei)
    seen = {who: len(who.whispers) for who in (ana, wei)}
    pastes = [ana.posts(f"{NOT_REGISTERED} {number}", channel=room) for number in range(24)]
    asked = [who.mentions_bot("help", channel=room) for who in (ana, wei, ana)]
    for who, words in ((ana, "messages in this channel are before yours"), (wei, "条消息排在你前面")):
        wait_until(lambda who=who: len(who.whispers) > seen[who], 15, f"a word to {who.name}")  # type: ignore[misc]  # mypy cannot type defaults of a lambda
        assert words in slack.read(who.whispers[-1])
    assert [len(slack.answers(one)) for one in (pastes[-1], *asked)] == [0] * 4
    for one in (*pastes, *asked):
        slack.wait_for_answer(one, timeout=60)
    wait_idle(slack, bot)
    assert [len(who.whispers) - seen[who] for who in (ana, wei)] == [1, 1]
