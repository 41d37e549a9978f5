"""Who asked and has to wait is told so: in their language, once a minute, and not for short waits."""

import threading
from dataclasses import replace

import pytest

from bot.cli.long_queue import KEPT_SECONDS, LONG_SECONDS, LongQueue
from bot.edge.slack.lanes import Lanes, Work
from bot.edge.slack.pacing import EVERY
from bot.model.chat import Change, ChannelKind, Incoming, SlackMessage
from bot.model.text import Lang, RawText

ASKED = Incoming(
    key="msg:C1:9.0",
    change=Change.NEW,
    team="T1",
    channel="C1",
    channel_kind=ChannelKind.PUBLIC,
    ts="9.0",
    thread_ts=None,
    user="U1",
    text=RawText("help"),
    mentioned=True,
)
ENOUGH = int(LONG_SECONDS / EVERY) + 1


class Desk:
    """A queue with so much in the channel C1, and what was whispered."""

    def __init__(self, waiting: int, lang: Lang = Lang.EN) -> None:
        self.now, self.told = 0.0, list[tuple[str, str]]()
        self._go = threading.Event()
        self._lanes = Lanes(4)
        for number in range(waiting):
            self._lanes.put(Work("C1", str(number % 3), self._wait, print))
        self.queue = LongQueue(self._lanes, self._whisper, lambda _: lang, lambda: self.now)

    def end(self) -> list[tuple[str, str]]:
        """Let everything end; who was told what."""
        self._go.set()
        assert self._lanes.close(10.0) == 0
        return self.told

    def _wait(self) -> None:
        self._go.wait(10.0)

    def _whisper(self, _channel: str, user: str, _thread: str | None, message: SlackMessage) -> None:
        self.told.append((user, message.text))


@pytest.mark.parametrize(("lang", "word"), [(Lang.EN, "are before yours"), (Lang.ZH, "排在你前面")])
def test_a_long_wait_is_told_to_who_asked(lang: Lang, word: str) -> None:
    """With how many are before theirs, and about how long that takes."""
    desk = Desk(ENOUGH, lang)
    desk.queue.heard(ASKED)
    ((user, said),) = desk.end()
    assert (user, word in said, str(ENOUGH) in said) == ("U1", True, True)


def test_a_short_wait_and_who_did_not_ask_are_not() -> None:
    """A paste in a channel, an edit, another channel, and a queue that is soon through."""
    for desk, heard in (
        (Desk(ENOUGH - 1), ASKED),
        (Desk(ENOUGH), replace(ASKED, mentioned=False)),
        (Desk(ENOUGH), replace(ASKED, change=Change.EDITED)),
        (Desk(ENOUGH), replace(ASKED, channel="C2")),
    ):
        desk.queue.heard(heard)
        assert desk.end() == []


def test_it_is_told_once_a_minute() -> None:
    """Whoever asks again and again is not told each time; somebody else is."""
    desk = Desk(ENOUGH)
    for after, user in ((0.0, "U1"), (1.0, "U1"), (2.0, "U2"), (KEPT_SECONDS + 1, "U1")):
        desk.now = after
        desk.queue.heard(replace(ASKED, user=user))
    assert sorted(user for user, _ in desk.end()) == ["U1", "U1", "U2"]
