"""Open conversations in, the same with what their clusters say now: all pods side by side, each read by itself."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime

from bot.core.matching.index import Index
from bot.core.objects.target import Target
from bot.core.oncall.handoff import read_again, reading_of
from bot.core.wording import oncall as words
from bot.errors import BotError
from bot.flow.diagnosing import diagnose_snapshot
from bot.model.handoff import Compared, OpenItem, Reading
from bot.model.snapshot import Snapshot

MOST_AT_ONCE = 8
"""Pods that are read at the same time; each reading has workers of its own (a guess)."""
MOST_PODS = 4
"""Pods of one conversation; it is about one or two (a guess)."""
SECONDS = 30.0
"""For all of them: three rounds of ten seconds, as long as somebody waits without asking (a guess)."""

Read = Callable[[str, Target], Snapshot]
"""How a pod is read for a channel, within a deadline of its own; raises BotError when it cannot be, or may not."""


def recheck(
    items: Sequence[OpenItem], read: Read, index: Index, at: datetime, seconds: float = SECONDS
) -> tuple[OpenItem, ...]:
    """The same conversations in the same order, each with readings of `at` where its pods could be read.

    What was not read within `seconds` is unread, and why is said; what is under way then ends by itself.
    """
    asked = [(item, pod) for item in items for pod in _pods(item)]
    if not asked:
        return tuple(items)
    pool = ThreadPoolExecutor(min(MOST_AT_ONCE, len(asked)), thread_name_prefix="recheck")
    begun = [(item, pod, pool.submit(_now, item, pod, read, index, at)) for item, pod in asked]
    wait([future for _, _, future in begun], seconds)
    pool.shutdown(wait=False, cancel_futures=True)
    return tuple(
        read_again(item, [_compared(one, pod, read) for one, pod, read in begun if one is item]) for item in items
    )


def _pods(item: OpenItem) -> list[Target]:
    """Those that were read, the newest first, where they were read; then those that are named."""
    read = {one.pod: Target(one.pod, one.context) for one in item.readings or ((item.before,) if item.before else ())}
    return [*read.values(), *(Target(pod) for pod in item.pods if pod not in read)][:MOST_PODS]


def _now(item: OpenItem, target: Target, read: Read, index: Index, at: datetime) -> Reading | None:
    found = diagnose_snapshot(read(item.where.partition(" ")[0], target), index, None)
    return reading_of(found.diagnosis.cluster, at) if found.diagnosis.cluster else None


def _compared(item: OpenItem, target: Target, reading: "Future[Reading | None]") -> Compared:
    known = (one for one in (*item.readings, item.before) if one and one.pod == target.pod)
    before = next(known, None)
    if not reading.done() or reading.cancelled():
        return Compared(target.pod, before, unread=words.NO_TIME)
    try:
        return Compared(target.pod, before, reading.result())
    except BotError as error:
        return Compared(target.pod, before, unread=error.said)
