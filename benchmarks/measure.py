"""How long a call takes, and how a table of figures is printed."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of many calls."""

    p50: float
    p99: float

    def __str__(self) -> str:
        return f"p50 {self.p50:8.2f} ms   p99 {self.p99:8.2f} ms"


def spent(calls: Sequence[Callable[[], object]], rounds: int = 5) -> Spent:
    """Time each of `calls`, `rounds` times, after one round to warm up."""
    for call in calls:
        call()
    times: list[float] = []
    for _ in range(rounds):
        for call in calls:
            start = time.perf_counter()
            call()
            times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return Spent(statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.99))])


def rows(title: str, pairs: Sequence[tuple[str, str]]) -> str:
    """A titled two-column table."""
    width = max(len(name) for name, _ in pairs)
    return "\n".join([title, *(f"  {name:{width}}  {value}" for name, value in pairs), ""])
