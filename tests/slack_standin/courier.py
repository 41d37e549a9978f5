"""Brings events, commands and interactions to the bot, waits for the acknowledgement, and tries again as Slack does."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from tests.slack_standin.clock import Timing
from tests.slack_standin.shapes import Json


class Kind(StrEnum):
    """What is delivered; the value is the envelope's type."""

    EVENT = "events_api"
    COMMAND = "slash_commands"
    INTERACTIVE = "interactive"


class State(StrEnum):
    """How a delivery stands."""

    WAITING = "waiting"
    ACKED = "acked"
    LOST = "lost"


@dataclass(slots=True)
class Attempt:
    """One try: `number` 0 is the first; `acked_after` in seconds, None while (or because) nobody acknowledged."""

    number: int
    reason: str
    sent_at: float
    envelope_id: str = ""
    connections: tuple[str, ...] = ()
    acked_after: float | None = None
    answer: Json | None = None


@dataclass(slots=True)
class Delivery:
    """Something on its way to the bot, with every try and the bot's answer."""

    kind: Kind
    payload: Json
    state: State = State.WAITING
    attempts: list[Attempt] = field(default_factory=list)
    answer: Json = field(default_factory=dict)

    @property
    def event(self) -> Json:
        """The event inside; empty for commands and interactions."""
        found = self.payload.get("event", {})
        return found if isinstance(found, dict) else {}

    @property
    def acked_after(self) -> float | None:
        """Seconds from the first acknowledged try to its acknowledgement."""
        return next((tried.acked_after for tried in self.attempts if tried.acked_after is not None), None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one try: `final` forbids further ones."""

    acked: bool
    reason: str = ""
    answer: Json = field(default_factory=dict)
    final: bool = False


class Door(Protocol):
    """A way to the bot: its sockets, or its HTTP address."""

    async def attempt(self, delivery: Delivery, attempt: Attempt) -> Outcome:
        """Deliver once and wait for the acknowledgement."""
        ...


Ending = Callable[[Delivery], None]


class Courier:
    """All deliveries, in the order of their making."""

    def __init__(self, timing: Timing, door: Door, touched: Callable[[], None]) -> None:
        self.door = door
        self.deliveries: list[Delivery] = []
        self._timing = timing
        self._touched = touched
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: list[tuple[Delivery, Ending | None]] | None = None

    def send(self, kind: Kind, payload: Json, ended: Ending | None = None) -> Delivery:
        """Deliver; `ended` hears of it when it was acknowledged or given up."""
        delivery = Delivery(kind, payload)
        self.deliveries.append(delivery)
        if self._held is None:
            self._start(self._carry(delivery, ended))
        else:
            self._held.append((delivery, ended))
        return delivery

    def again(self, delivery: Delivery, number: int, reason: str) -> None:
        """Deliver something once more, whatever became of it: a late retry."""
        self._start(self._once(delivery, number, reason))

    def hold(self) -> None:
        """Keep everything back until `release`."""
        self._held = self._held or []

    def release(self, *, backwards: bool) -> None:
        """Deliver what was held back, newest first when `backwards`."""
        held, self._held = self._held or [], None
        for delivery, ended in reversed(held) if backwards else held:
            self._start(self._carry(delivery, ended))

    async def close(self) -> None:
        """Stop all tries."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, delivery: Delivery, ended: Ending | None) -> None:
        pauses = (0.0, *self._timing.retries) if delivery.kind is Kind.EVENT else (0.0,)
        reason = ""
        for number, pause in enumerate(pauses):
            await asyncio.sleep(pause)
            outcome = await self._try(delivery, number, reason)
            reason = outcome.reason
            if outcome.acked or outcome.final:
                break
        delivery.state = State.ACKED if outcome.acked else State.LOST
        if ended:
            ended(delivery)
        self._touched()

    async def _once(self, delivery: Delivery, number: int, reason: str) -> None:
        await self._try(delivery, number, reason)
        self._touched()

    async def _try(self, delivery: Delivery, number: int, reason: str) -> Outcome:
        attempt = Attempt(number, reason, time.monotonic())
        delivery.attempts.append(attempt)
        outcome = await self.door.attempt(delivery, attempt)
        if outcome.acked:
            attempt.acked_after = time.monotonic() - attempt.sent_at
            attempt.answer = delivery.answer = outcome.answer
        return outcome
