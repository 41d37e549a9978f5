"""A word to whoever asked when their answer has to wait: how many messages are before it, and how long that takes."""

import time
from collections.abc import Callable

from bot.core.chat.replies import sentence
from bot.core.wording import chat as chat_wording
from bot.edge.log_lines import note
from bot.edge.slack.lanes import Lanes, Work
from bot.edge.slack.pacing import EVERY
from bot.model.chat import Change, Incoming, SlackMessage
from bot.model.text import Lang

LONG_SECONDS = 20.0
"""A wait from which a person may think that nothing comes (a guess)."""
KEPT_SECONDS = 60.0
"""One word a person and channel in this time: the whispers must not become a queue of their own."""
_MANY = 1_000

Whisper = Callable[[str, str, str | None, SlackMessage], None]


class LongQueue:
    """Tells those who asked by name, or directly; who only pasted into a channel may not wait for an answer at all."""

    def __init__(
        self,
        lanes: Lanes,
        whisper: Whisper,
        lang: Callable[[str], Lang],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`whisper` must not wait in the queue that it tells of; `lang` gives a person's language."""
        self._lanes = lanes
        self._whisper = whisper
        self._lang = lang
        self._clock = clock
        self._told: dict[tuple[str, str], float] = {}

    def heard(self, incoming: Incoming) -> None:
        """Whisper to its author if the answer to this new message has to wait long; quick, for it only queues that."""
        before = self._lanes.at_hand(incoming.channel)
        seconds = before * EVERY
        if not incoming.asked or incoming.change is not Change.NEW or seconds < LONG_SECONDS or self._knows(incoming):
            return
        note("long queue", key=incoming.key, before=before, seconds=round(seconds))
        self._lanes.put(
            Work(
                channel=f"word to {incoming.user}",
                thread=incoming.key,
                run=lambda: self._tell(incoming, before, seconds),
                failed=lambda error: note("not told of the queue", key=incoming.key, error=type(error).__name__),
            )
        )

    def _knows(self, incoming: Incoming) -> bool:
        now, key = self._clock(), (incoming.user, incoming.channel)
        if now - self._told.get(key, -KEPT_SECONDS) < KEPT_SECONDS:
            return True
        if len(self._told) > _MANY:
            self._told.clear()
        self._told[key] = now
        return False

    def _tell(self, incoming: Incoming, before: int, seconds: float) -> None:
        said = chat_wording.LONG_QUEUE[self._lang(incoming.user)].format(count=before, seconds=round(seconds))
        self._whisper(incoming.channel, incoming.user, incoming.thread_ts, sentence(said))
