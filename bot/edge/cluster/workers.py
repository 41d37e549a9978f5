"""Threads that nobody has to wait for: a read that hangs for ever keeps neither an answer nor the process back.

`concurrent.futures` joins its threads when the interpreter ends, so that one socket that drips would hold up the exit.
"""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


class Crew(Generic[Task, Result]):
    """Daemon threads that work side by side and hand in each result as it comes.  Use it in a `with` block."""

    def __init__(self, work: Callable[[Task], Result], size: int) -> None:
        self._work = work
        self._tasks: SimpleQueue[Task | None] = SimpleQueue()
        self._results: SimpleQueue[tuple[Task, Result | BaseException]] = SimpleQueue()
        self._threads = [Thread(target=self._serve, daemon=True, name=f"read-{number}") for number in range(size)]

    def __enter__(self) -> "Crew[Task, Result]":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for _thread in self._threads:
            self._tasks.put(None)

    def give(self, task: Task) -> None:
        """Queue a task."""
        self._tasks.put(task)

    def next(self, seconds: float) -> tuple[Task, Result] | None:
        """The next finished task with its result, or None when none came in time; raises what the work raised."""
        try:
            task, result = self._results.get(timeout=max(seconds, 0))
        except Empty:
            return None
        if isinstance(result, BaseException):
            raise result
        return task, result

    def _serve(self) -> None:
        while (task := self._tasks.get()) is not None:
            try:
                self._results.put((task, self._work(task)))
            except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits for it
                self._results.put((task, error))


def within(seconds: float, work: Callable[[], Result]) -> Result | None:
    """What *work* returns, or None when it did not return in time; it then goes on in the background, unheard."""
    with Crew[str, Result](lambda _: work(), size=1) as crew:
        crew.give("work")
        done = crew.next(seconds)
    return None if done is None else done[1]
