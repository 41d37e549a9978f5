"""Slack, the log and the flow joined: what is heard is claimed, queued, answered and settled."""

import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from bot.cli.long_queue import LongQueue
from bot.core.chat.buttons import CHECK_AGAIN, CHECK_CLUSTER, DIAGNOSE_MESSAGE, HELPED, NOT_IT, SHOW_ALL
from bot.core.chat.replies import sentence
from bot.core.chat.words import read_ask
from bot.core.matching.unmangle import unmangle
from bot.core.oncall.asks import read_wanted
from bot.core.wording import chat as chat_wording
from bot.edge.log_lines import note, note_failure
from bot.edge.slack.identity import Identity
from bot.edge.slack.incoming import gone, marked
from bot.edge.slack.lanes import Lanes, Work
from bot.edge.slack.listeners import Ears, Heard
from bot.edge.slack.reading import Reader
from bot.edge.store.chat_store import ChatStore
from bot.errors import BotError, SlackDownError, SlackError, StoreError
from bot.flow.conversing import handle, mark_of
from bot.flow.doors import Doors
from bot.flow.oncall.homing import show_home
from bot.flow.oncall.offering import keep
from bot.flow.oncall.resolving import ask_what_solved, asks_first
from bot.flow.pressing import press, run
from bot.flow.waiting import tell_cut_off
from bot.model.chat import AskKind, Change, Command, Incoming, Pointer, Press, SlackMessage
from bot.model.home import HomeOpened
from bot.model.oncall import Act
from bot.model.text import Lang, RawText

Whisper = Callable[[str, str, str | None, SlackMessage], None]
"""Channel, user, thread: says something to that person alone."""
MOST_WORDS = 1_000
"""Characters of a message that are looked at for what it asks: a context and a pod have at most 512 and 317."""
MOST_REMEMBERED = 10_000
"""Keys that are kept in memory while the log cannot claim."""


class Attendant:
    """One running bot.  `ears` are for the listeners; `resume` takes up what another run left pending."""

    def __init__(
        self, store: ChatStore, lanes: Lanes, reader: Reader, me: Identity, doors: Doors, *, whisper_now: Whisper
    ) -> None:
        """`whisper_now` whispers past all waiting: at the end there is no time for it."""
        self._whisper_now = whisper_now
        self._store = store
        self._lanes = lanes
        self._reader = reader
        self._me = me
        self._doors = doors
        self._unclaimed: dict[str, None] = {}
        self._long_queue = LongQueue(lanes, whisper_now, self._lang)

    @property
    def ears(self) -> Ears:
        """Who hears what."""
        return Ears(self._claim, self._message, self._press, self._command, self._home)

    def resume(self) -> int:
        """Write what could not be written before, and take up pending events that no living bot is at; how many."""
        try:
            if paid := self._store.pay():
                note("recorded late", count=paid)
            taken = self._store.take_over(datetime.now(UTC))
        except StoreError as error:
            note("log failed", error=str(error))
            return 0
        for key in taken.given_up:
            note("given up", key=key)
        for pointer in taken.pointers:
            note("resumed", key=pointer.key)
            self._queue(pointer, lambda pointer=pointer: self._read_again(pointer), lambda _: None)  # type: ignore[misc]  # mypy cannot type defaults of a lambda
        return len(taken.pointers)

    def hear_late(self, incoming: Incoming) -> bool:
        """Attend to a message that was read from history; False when it was heard before."""
        new = self._claim(incoming)
        if new:
            self._message(incoming)
        return new

    # -- hearing -----------------------------------------------------------------------------------

    def _claim(self, heard: Heard) -> bool:
        """Whether this is new.  A log that cannot claim costs nobody the answer: then memory has to do."""
        new = heard.key not in self._unclaimed and self._claimed(heard)
        if new and isinstance(heard, Command):
            self._log_it(heard.key, lambda _: self._keep(heard))
        note("heard" if new else "heard again", key=heard.key, queue=len(self._lanes))
        return new

    def _claimed(self, heard: Heard) -> bool:
        try:
            if isinstance(heard, Incoming):
                self._store.note_channel(heard.team, heard.channel, heard.channel_kind)
            return self._store.claim(_pointer(heard), datetime.now(UTC))
        except StoreError as error:
            note("log failed", key=heard.key, error=str(error))
            self._unclaimed[heard.key] = None
            if len(self._unclaimed) > MOST_REMEMBERED:
                self._unclaimed.pop(next(iter(self._unclaimed)))
            return True

    def _message(self, incoming: Incoming) -> None:
        self._long_queue.heard(incoming)
        self._queue(
            incoming.pointer,
            lambda: handle(incoming, self._doors),
            (lambda message: self._say(incoming, message)) if incoming.asked else lambda _: None,
            cut_off=(lambda: self._tell_later(incoming)) if incoming.asked else lambda: None,
            slow=incoming.asked and _reads_cluster(incoming.text),
        )

    def _press(self, pressed: Press) -> None:
        """A question has to be shown within seconds: it does not wait for its turn."""
        if asks_first(pressed):
            threading.Thread(target=self._ask_first, args=(pressed,), name="question", daemon=True).start()
        else:
            self._press_in_turn(pressed)

    def _ask_first(self, pressed: Press) -> None:
        if not ask_what_solved(pressed, self._doors):
            self._press_in_turn(pressed)

    def _press_in_turn(self, pressed: Press) -> None:
        self._queue(
            pressed.pointer,
            lambda: press(pressed, self._doors),
            lambda message: self._doors.chat.whisper(pressed.channel, pressed.user, pressed.thread_ts, message),
            cut_off=lambda: self._whisper_now(
                pressed.channel, pressed.user, pressed.thread_ts, self._again(pressed.user)
            ),
            slow=pressed.action not in (SHOW_ALL, HELPED, NOT_IT),
        )

    def _command(self, command: Command) -> None:
        self._queue(
            command.pointer,
            lambda: run(command, self._doors),
            lambda message: self._doors.chat.respond(command.answer_to, message),
            thread=command.key,
            cut_off=lambda: self._doors.chat.respond(command.answer_to, self._cut_off(command)),
            slow=_reads_cluster(command.text),
        )

    def _home(self, opened: HomeOpened) -> None:
        if self._doors.oncall is not None:
            work = partial(show_home, opened, self._doors, self._doors.oncall)
            self._queue(opened.pointer, work, lambda _: None, thread=opened.key)

    # -- working -----------------------------------------------------------------------------------

    def _queue(
        self,
        pointer: Pointer,
        work: Callable[[], None],
        apologise: Callable[[SlackMessage], object],
        thread: str = "",
        cut_off: Callable[[], None] = lambda: None,
        *,
        slow: bool = False,
    ) -> None:
        def done() -> None:
            work()
            self._settle(pointer.key)

        def failed(error: Exception) -> None:
            self._failed(pointer, error, apologise)

        made = Work(pointer.channel, thread or pointer.root, done, failed, _quietly(cut_off), slow)
        if not self._lanes.put(made):
            self._log_it(pointer.key, self._store.put_off)

    def _read_again(self, pointer: Pointer) -> None:
        if pointer.change is None:
            return
        self._log_it(pointer.key, self._store.begin)
        if pointer.change is Change.DELETED:
            handle(gone(pointer.channel, pointer.ts, pointer.thread_ts, self._me), self._doors)
            return
        if pointer.change is Change.READ:
            tell_cut_off(pointer, self._me.team, self._doors)
            return
        if pointer.change is Change.MARKED:
            mark = marked(pointer.key, pointer.channel, pointer.ts, self._me)
            if mark is not None:
                handle(mark, self._doors)
            return
        incoming = self._reader.message(pointer.channel, pointer.root, pointer.ts, pointer.change)
        if incoming is not None:
            handle(incoming, self._doors)

    def _failed(self, pointer: Pointer, error: Exception, apologise: Callable[[SlackMessage], object]) -> None:
        if isinstance(error, SlackDownError):
            note("put off", key=pointer.key, error=str(error))
            self._log_it(pointer.key, self._store.put_off)
            return
        number = uuid.uuid4().hex[:8]
        note_failure("not answered", error, key=pointer.key, id=number, **_in_words(error))
        self._settle(pointer.key, failed=True)
        try:
            apologise(self._apology(error, number))
        except BotError as again:
            note("no apology", key=pointer.key, id=number, error=str(again))

    def _apology(self, error: Exception, number: str) -> SlackMessage:
        lang = self._doors.preferred or Lang.EN
        if isinstance(error, BotError) and not isinstance(error, SlackError):
            return sentence(error.said[lang])
        return sentence(chat_wording.OOPS[lang].format(id=number))

    def _tell_later(self, incoming: Incoming) -> None:
        """For the asker alone: the answer itself, and its place in the thread, stay for the next start."""
        message = sentence(chat_wording.LATER[self._lang(incoming.user)])
        self._whisper_now(incoming.channel, incoming.user, incoming.thread_ts, message)

    def _cut_off(self, command: Command) -> SlackMessage:
        """A handing over is in the log, and the next start goes on with it; the rest is to be asked for again."""
        kept = self._keep(command)
        return sentence(chat_wording.LATER[self._lang(command.user)]) if kept else self._again(command.user)

    def _keep(self, command: Command) -> bool:
        return self._doors.oncall is not None and keep(command, self._doors, self._doors.oncall)

    def _again(self, user: str) -> SlackMessage:
        """What is not read again after a start has to be asked for again."""
        return sentence(chat_wording.AGAIN[self._lang(user)])

    def _lang(self, user: str) -> Lang:
        return self._doors.chat.lang(user) or self._doors.preferred or Lang.EN

    def _say(self, incoming: Incoming, message: SlackMessage) -> None:
        marked = message.marked(mark_of(incoming))
        self._doors.chat.post(incoming.channel, incoming.root, marked, maybe_there=True)

    def _settle(self, key: str, *, failed: bool = False) -> None:
        self._log_it(key, partial(self._store.settle, failed=failed))

    def _log_it(self, key: str, store: Callable[[str], object]) -> None:
        """What cannot be stored costs nobody an answer."""
        try:
            store(key)
        except StoreError as error:
            note("log failed", key=key, error=str(error))


def _pointer(heard: Heard) -> Pointer:
    """Where it is; a press that has a pod read may leave a message behind that says so."""
    reads = isinstance(heard, Press) and heard.action in (CHECK_CLUSTER, CHECK_AGAIN, DIAGNOSE_MESSAGE)
    return replace(heard.pointer, change=Change.READ) if reads else heard.pointer


def _reads_cluster(text: RawText) -> bool:
    """Whether it asks for a pod to be read; its beginning tells, and acknowledging must not wait for long pastes."""
    begins = RawText(text[:MOST_WORDS])
    wanted = read_wanted(begins, command=True)
    reads = wanted is not None and wanted.what in {Act.HAND_OVER, Act.CHECK, Act.RESOLVE}
    return reads or read_ask(unmangle(begins)).kind is AskKind.DIAGNOSE


def _in_words(error: Exception) -> dict[str, str]:
    """Our own errors have sentences that hold nobody's text."""
    return {"said": str(error)} if isinstance(error, BotError) else {}


def _quietly(tell: Callable[[], None]) -> Callable[[], None]:
    """Nobody can be told that they could not be told."""

    def told() -> None:
        with suppress(BotError):
            tell()

    return told
