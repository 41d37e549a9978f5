"""The one message in which an answer will stand: while a pod is read it says what is done and what is left.

It is written from a thread of its own, so that neither Slack nor the cluster waits for the other.  A quick reading is
never heard of: its answer is the first that is posted.  When the reading is over the thread has ended, and only then
does the message become the answer: nothing that was said on the way can come after it.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from bot.core.chat.reading import reading_message
from bot.core.chat.replies import sentence
from bot.core.objects.target import Target
from bot.core.wording import chat as chat_wording
from bot.errors import SlackError
from bot.flow.doors import Doors
from bot.model.chat import Pointer, SlackMessage
from bot.model.conversation import Door, Place
from bot.model.snapshot import Ask
from bot.model.text import Lang


@dataclass(frozen=True, slots=True)
class Standing:
    """How the message is marked while it reads and when it is the answer, and whether it may stand there already."""

    reading: str
    answer: str
    ts: str | None = None
    """It stands there already and is written anew."""
    maybe_there: bool = False
    """Another run may have posted it."""


def standing_of_press(key: str, ts: str) -> Standing:
    """That of a reading which a press began, by the press' key and the message that was pressed."""
    return Standing(f"reading:{key}:{ts}", f"{key}:{ts}")


def tell_cut_off(pointer: Pointer, team: str, doors: Doors) -> None:
    """After a stop: the message of a reading that a press began, where there is one, says that it was cut off.

    Raises SlackError, and StoreError when the log cannot be asked.
    """
    standing = standing_of_press(pointer.key, pointer.ts)
    left = doors.chat.find(pointer.channel, pointer.root, standing.reading)
    if left is None:
        return
    known = doors.log.recall(Place(Door.SLACK, team, pointer.channel, pointer.root))
    lang = known.lang or doors.preferred or Lang.EN
    message = sentence(chat_wording.READING_CUT_OFF[lang]).marked(standing.answer)
    doors.chat.update(pointer.channel, left, message)


@contextmanager
def told_if_slow(tell: Callable[[], None], doors: Doors) -> Iterator[None]:
    """Around a reading whose answer is for one person alone: `tell` them once that it takes a while."""
    over = threading.Event()

    def work() -> None:
        if not over.wait(doors.tell_every):
            try:
                tell()
            except SlackError as failed:
                doors.note("progress not shown", error=str(failed))

    teller = threading.Thread(target=work, name="reading", daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


class Waiting:
    """The message, from when a reading begins; use it in a `with` block around the reading.

    Looking whether it stands there already raises SlackError; what it says on the way never does.
    """

    def __init__(self, target: Target, place: Place, lang: Lang, standing: Standing, doors: Doors) -> None:
        self._target = target
        self._channel, self._thread = place.channel, place.thread or ""
        self._lang = lang
        self._standing = standing
        self._doors = doors
        self._progress: tuple[Sequence[Ask], Sequence[Ask]] = ((), ())
        self._shown: SlackMessage | None = None
        self._lost = False
        """Whether Slack may have taken a post that we do not know of."""
        self._over = threading.Event()
        self._teller = threading.Thread(target=self._tell, name="reading", daemon=True)
        self.ts = standing.ts or (self._find() if standing.maybe_there else None)
        """Slack's name of the message; None as long as nothing had to be said."""

    def heard(self, done: Sequence[Ask], left: Sequence[Ask]) -> None:
        """How far the reading is."""
        self._progress = (done, left)

    def become(self, answer: SlackMessage) -> str:
        """Write the answer into the message, or post it; gives its `ts`.  Raises SlackError."""
        marked = answer.marked(self._standing.answer)
        if self._lost:
            self.ts = self._find()
        if self.ts:
            self._doors.chat.update(self._channel, self.ts, marked)
            return self.ts
        self.ts = self._doors.chat.post(self._channel, self._thread, marked, maybe_there=False)
        return self.ts

    def __enter__(self) -> Self:
        self._teller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._teller.join()
        if error is not None and self.ts:
            broken = sentence(chat_wording.READING_BROKEN[self._lang]).marked(self._standing.answer)
            with suppress(SlackError):
                self._doors.chat.update(self._channel, self.ts, broken)

    def _tell(self) -> None:
        while not self._over.wait(self._doors.tell_every):
            message = reading_message(self._target, *self._progress, self._lang)
            if message != self._shown and self._showed(message):
                self._shown = message

    def _showed(self, message: SlackMessage) -> bool:
        """Say it; where Slack does not take it, the answer itself will tell."""
        marked = message.marked(self._standing.reading)
        if self.ts:
            return self._doors.chat.refresh(self._channel, self.ts, marked)
        try:
            self.ts = self._doors.chat.post(self._channel, self._thread, marked, maybe_there=self._lost)
        except SlackError as failed:
            self._lost = True
            self._doors.note("progress not shown", error=str(failed))
            return False
        return True

    def _find(self) -> str | None:
        """The message as another run left it, whether it had the answer already or not."""
        marks = (self._standing.answer, self._standing.reading)
        return next((ts for mark in marks if (ts := self._doors.chat.find(self._channel, self._thread, mark))), None)
