"""Threads that nobody has to wait for."""

import subprocess
import sys
from threading import Event

import pytest

from bot.edge.cluster.workers import Crew, within


def test_results_come_as_they_are_done() -> None:
    """A slow task does not hold up a quick one."""
    slow = Event()
    with Crew[str, bool](lambda task: slow.wait(30) if task == "slow" else True, 2) as crew:
        crew.give("slow")
        crew.give("quick")
        assert crew.next(10) == ("quick", True)
        assert crew.next(0) is None
        slow.set()
        assert crew.next(10) == ("slow", True)


def test_what_a_task_raises_is_raised_where_it_is_awaited() -> None:
    """A fault in a thread is not lost."""
    with Crew[int, float](lambda task: 1 / task, 1) as crew:
        crew.give(0)
        with pytest.raises(ZeroDivisionError):
            crew.next(10)


def test_within_gives_up_at_its_time() -> None:
    """What does not return in time is left to itself; what does, returns its value."""
    never = Event()
    assert within(0.05, lambda: never.wait(30)) is None
    assert within(10, lambda: "done") == "done"
    never.set()


def test_a_hanging_thread_does_not_hold_up_the_exit() -> None:
    """The process ends although a read is still stuck; otherwise the answer would be printed and nobody released."""
    script = (
        "import time\nfrom bot.edge.cluster.workers import within\n"
        "print(within(0.05, lambda: time.sleep(600)), flush=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "None\n"
