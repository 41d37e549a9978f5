"""The work queue: order within a thread, nobody in anybody's way, nothing lost."""

import threading
from collections import defaultdict
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.edge.slack.lanes import Lanes, Work

LONG = 10.0
"""Seconds that nothing here takes."""


def work(channel: str, thread: str, run: Callable[[], None], failures: list[Exception] | None = None) -> Work:
    """Work whose failures are kept."""
    return Work(channel, thread, run, (failures if failures is not None else []).append)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), max_size=60), st.integers(1, 5))
def test_every_thread_keeps_its_order_and_nothing_is_lost(places: list[tuple[str, str]], workers: int) -> None:
    """However the work is spread over channels and threads, each thread's is done in the order of its coming."""
    done: dict[tuple[str, str], list[int]] = defaultdict(list)
    lanes = Lanes(workers)
    for number, place in enumerate(places):
        lanes.put(work(*place, lambda number=number, place=place: done[place].append(number)))  # type: ignore[misc]  # mypy cannot type defaults of a lambda
    assert lanes.close(LONG) == 0
    assert all(numbers == sorted(numbers) for numbers in done.values())
    assert sorted(number for numbers in done.values() for number in numbers) == list(range(len(places)))


def test_a_slow_answer_holds_up_its_own_thread_only() -> None:
    """While one thread of a channel waits, another one is answered; the waiting one's next message is not."""
    lanes, go, other, same = Lanes(3), threading.Event(), threading.Event(), threading.Event()
    lanes.put(work("c", "slow", lambda: _wait(go)))
    lanes.put(work("c", "slow", same.set))
    lanes.put(work("c", "quick", other.set))
    assert other.wait(LONG)
    assert not same.is_set()
    go.set()
    assert same.wait(LONG)
    lanes.close(LONG)


def test_slow_work_leaves_workers_for_the_rest() -> None:
    """However many wait for a cluster, what is quick is done meanwhile; each thread keeps its order all the same."""
    lanes, go, quick, after = Lanes(4), threading.Event(), threading.Event(), threading.Event()
    done = threading.Semaphore(0)

    def slow() -> None:
        _wait(go)
        done.release()

    for number in range(9):
        lanes.put(Work("c", str(number), slow, print, slow=True))
    lanes.put(work("c", "8", after.set))
    lanes.put(work("c", "quick", quick.set))
    assert quick.wait(LONG)
    assert not after.is_set()
    go.set()
    assert after.wait(LONG)
    assert lanes.close(LONG) == 0
    assert all(done.acquire(blocking=False) for _ in range(9))


def test_one_worker_does_slow_work_too() -> None:
    """A part of one is still one."""
    lanes, done = Lanes(1), threading.Event()
    lanes.put(Work("c", "t", done.set, print, slow=True))
    assert done.wait(LONG)
    lanes.close(LONG)


def test_a_burst_in_one_channel_does_not_starve_another() -> None:
    """The channel with the least at hand is served first, though a hundred came before it."""
    lanes, go, began, served = Lanes(4), threading.Event(), threading.Semaphore(0), list[str]()

    def slow() -> None:
        began.release()
        _wait(go)

    for number in range(3):
        lanes.put(work("busy", f"first {number}", slow))
    for _ in range(3):
        assert began.acquire(timeout=LONG)
    for number in range(100):
        lanes.put(work("busy", str(number), lambda: served.append("busy")))
    lanes.put(work("calm", "one", lambda: served.append("calm")))
    go.set()
    assert lanes.close(LONG) == 0
    assert "calm" in served[:4]


def test_a_channel_that_waits_holds_up_no_other() -> None:
    """Slack limits one channel for long, and more is to be said there than there are workers: another is served."""
    lanes, go, served = Lanes(4), threading.Event(), threading.Event()
    for number in range(9):
        lanes.put(work("limited", str(number), lambda: _wait(go)))
    lanes.put(work("other", "one", served.set))
    assert served.wait(LONG)
    go.set()
    assert lanes.close(LONG) == 0


def test_a_second_worker_comes_while_the_first_one_is_held_up() -> None:
    """Two pieces of work at once get two workers, also when one worker was idle and both came in the same moment."""
    lanes, met = Lanes(4), threading.Barrier(2)
    lanes.put(work("c", "warm up", lambda: None))
    for thread in ("one", "two"):
        lanes.put(work("c", thread, lambda: _meet(met)))
    assert lanes.close(LONG) == 0
    assert not met.broken


def test_a_failure_is_told_and_the_next_work_goes_on() -> None:
    """An exception that nobody caught costs one answer, not the worker."""
    lanes, failures, done = Lanes(1), list[Exception](), threading.Event()

    def fail() -> None:
        reason = "no"
        raise ValueError(reason)

    lanes.put(work("c", "t", fail, failures))
    lanes.put(work("c", "t", done.set))
    assert done.wait(LONG)
    assert [type(one) for one in failures] == [ValueError]


def test_the_length_counts_what_waits_and_what_runs() -> None:
    """The queue says how long it is."""
    lanes, go, began = Lanes(1), threading.Event(), threading.Event()

    def slow() -> None:
        began.set()
        _wait(go)

    lanes.put(work("c", "t", slow))
    assert began.wait(LONG)
    lanes.put(work("c", "t", lambda: None))
    assert len(lanes) == 2
    go.set()
    assert lanes.close(LONG) == 0


def test_closing_tells_what_could_not_end_and_takes_nothing_new() -> None:
    """After the grace period the rest is counted; it stays pending elsewhere."""
    lanes, go = Lanes(1), threading.Event()
    lanes.put(work("c", "t", lambda: _wait(go)))
    lanes.put(work("c", "t", lambda: None))
    assert lanes.close(0.05) == 2
    assert lanes.put(work("c", "t", lambda: None)) is False
    go.set()


def _wait(event: threading.Event) -> None:
    assert event.wait(LONG)


def _meet(barrier: threading.Barrier) -> None:
    barrier.wait(LONG)


def test_what_is_not_finished_can_be_seen() -> None:
    """At an end that cannot wait: what runs first, then what waits, each once; nothing when all is done."""
    lanes, gate, running = Lanes(1), threading.Event(), threading.Event()

    def slow() -> None:
        running.set()
        gate.wait(LONG)

    first, second = work("C", "1", slow), work("C", "2", lambda: None)
    lanes.put(first)
    assert running.wait(LONG)
    lanes.put(second)
    assert lanes.close(0.01) == 2
    assert lanes.unfinished() == [first, second]
    gate.set()
    assert lanes.close(LONG) == 0
    assert lanes.unfinished() == []
