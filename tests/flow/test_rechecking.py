"""Reading open conversations again: side by side, each by itself, in their order."""

import threading

from bot.core.objects.target import Target
from bot.errors import ClusterError
from bot.flow.rechecking import recheck
from bot.model.judgement import Outcome
from bot.model.snapshot import PodRef, Snapshot
from tests.core.judging.diagnosing import built_in
from tests.core.oncall.handoffs import NOW, ORDERS, item, reading
from tests.scenes.take import snapshot_of


def healthy(_channel: str, _target: Target) -> Snapshot:
    """A healthy pod, whichever is asked for."""
    return snapshot_of("healthy")


def test_each_pod_is_read_and_the_order_is_kept() -> None:
    """Conversations without a pod are not read, and stay where they were."""
    found = recheck([item(1), item(2, pods=()), item(3)], healthy, built_in(), NOW)
    assert [one.id for one in found] == [1, 2, 3]
    assert [one.now.outcome if one.now else None for one in found] == [Outcome.HEALTHY, None, Outcome.HEALTHY]
    assert all(one.now.at == NOW for one in found if one.now)


def test_pods_are_read_at_the_same_time() -> None:
    """Four readings wait for each other: one after the other none would ever end."""
    together = threading.Barrier(4, timeout=20)

    def meeting(channel: str, target: Target) -> Snapshot:
        together.wait()
        return healthy(channel, target)

    assert all(one.now for one in recheck([item(number) for number in range(1, 5)], meeting, built_in(), NOW))


def test_one_that_cannot_be_read_costs_the_others_nothing() -> None:
    """It has no reading; nothing is made up for it."""
    gone = PodRef("shop", "gone-0")

    def read(channel: str, target: Target) -> Snapshot:
        if target.pod == gone:
            raise ClusterError("no such pod", "没有这个 Pod")
        return healthy(channel, target)

    found = recheck([item(1, pods=(gone,)), item(2)], read, built_in(), NOW)
    assert [bool(one.now) for one in found] == [False, True]


def test_the_pod_of_the_last_reading_is_read_again() -> None:
    """In its own cluster: before and now must be about the same pod."""
    asked: list[Target] = []

    def read(channel: str, target: Target) -> Snapshot:
        asked.append(target)
        return healthy(channel, target)

    recheck([item(1, pods=(PodRef("a", "first"), ORDERS), before=reading("x"))], read, built_in(), NOW)
    assert asked == [Target(ORDERS, "")]


def test_nothing_open_reads_nothing() -> None:
    """No pool, no reading."""
    assert recheck([], healthy, built_in(), NOW) == ()
