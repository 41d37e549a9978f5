"""Open conversations in, the same with what their clusters say now: all pods side by side, each read by itself."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

from bot.core.matching.index import Index
from bot.core.objects.target import Target
from bot.core.oncall.handoff import reading_of
from bot.errors import BotError
from bot.flow.diagnosing import diagnose_snapshot
from bot.model.handoff import OpenItem, Reading
from bot.model.snapshot import Snapshot

MOST_AT_ONCE = 8
"""Pods that are read at the same time; each reading has workers of its own (a guess)."""

Read = Callable[[str, Target], Snapshot]
"""How a pod is read for a channel, within a deadline of its own; raises BotError when it cannot be, or may not."""


def recheck(items: Sequence[OpenItem], read: Read, index: Index, at: datetime) -> tuple[OpenItem, ...]:
    """The same conversations in the same order, each with a reading of `at` where its pod could be read.

    Of several pods the one of the last reading counts, so that it is compared with itself.
    """
    if not items:
        return ()
    with ThreadPoolExecutor(min(MOST_AT_ONCE, len(items))) as pool:
        return tuple(pool.map(lambda item: replace(item, now=_now(item, read, index, at)), items))


def _now(item: OpenItem, read: Read, index: Index, at: datetime) -> Reading | None:
    target = _target(item)
    if target is None:
        return None
    try:
        found = diagnose_snapshot(read(item.where.partition(" ")[0], target), index, None)
    except BotError:
        return None
    return reading_of(found.diagnosis.cluster, at) if found.diagnosis.cluster else None


def _target(item: OpenItem) -> Target | None:
    if item.before:
        return Target(item.before.pod, item.before.context)
    return Target(item.pods[0]) if item.pods else None
