"""Reading open conversations again: side by side, each by itself, in their order."""

import threading
from dataclasses import replace

from bot.core.objects.target import Target
from bot.core.oncall.handoff import trend
from bot.errors import ClusterError
from bot.flow.oncall.rechecking import recheck
from bot.model.handoff import Trend
from bot.model.judgement import Outcome
from bot.model.snapshot import PodRef, Snapshot
from bot.model.text import Lang
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


def test_every_pod_is_read_again_in_its_own_cluster() -> None:
    """Before and now are about the same pod; the one that stands worst comes first, the others beside it."""
    asked: list[Target] = []

    def read(channel: str, target: Target) -> Snapshot:
        asked.append(target)
        return healthy(channel, target)

    before = replace(reading("x"), context="prod")
    first = PodRef("a", "first")
    (read_now,) = recheck([item(1, pods=(first, ORDERS), before=before)], read, built_in(), NOW)
    assert sorted(asked, key=str) == sorted([Target(ORDERS, "prod"), Target(first)], key=str)
    assert [one for one in (read_now.before, *(other.before for other in read_now.beside)) if one] == [before]


def test_what_does_not_answer_in_time_is_unread_and_the_others_are_told() -> None:
    """One cluster that hangs keeps nobody waiting; why it was not read is said."""
    release = threading.Event()

    def read(channel: str, target: Target) -> Snapshot:
        if target.pod.name == "stuck":
            release.wait(30)
        return healthy(channel, target)

    stuck = item(1, pods=(PodRef("a", "stuck"),))
    try:
        one, other = recheck([stuck, item(2)], read, built_in(), NOW, seconds=0.5)
    finally:
        release.set()
    assert (one.now, other.now is not None) == (None, True)
    assert "did not answer in time" in one.unread[Lang.EN]
    assert trend(one) is Trend.UNREAD


def test_why_a_pod_could_not_be_read_is_kept_for_the_card() -> None:
    """In the words of the error, in both languages."""

    def read(channel: str, target: Target) -> Snapshot:
        del channel, target
        raise ClusterError("The cluster refused.", "集群拒绝了。")

    (one,) = recheck([item(1)], read, built_in(), NOW)
    assert one.unread == {Lang.EN: "The cluster refused.", Lang.ZH: "集群拒绝了。"}


def test_nothing_open_reads_nothing() -> None:
    """No pool, no reading."""
    assert recheck([], healthy, built_in(), NOW) == ()
