"""What is said while a pod is read: nothing of a quick reading, and of a slow one how far it is, until the answer."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Event

import pytest

from bot.core.objects.target import Target, read_target
from bot.errors import SlackDownError
from bot.flow.doors import ChatDoors, Doors
from bot.flow.waiting import Standing, Waiting
from bot.model.chat import SlackMessage
from bot.model.conversation import Door, Place
from bot.model.snapshot import Ask, Part
from bot.model.text import Lang
from tests.flow.room import CHANNEL, Room

POD: Target = read_target("shop/orders-0")
PLACE = Place(Door.SLACK, "T1", CHANNEL, "1736481000.000000")
ASKS = tuple(Ask(part) for part in (Part.POD, Part.EVENTS, Part.CLAIM, Part.EVENTS))
ANSWER = SlackMessage((), "the answer")
WITHIN = 20.0


@dataclass
class Said:
    """What Slack heard, in order; tests wait for one of its words."""

    texts: list[str] = field(default_factory=list)
    waited: list[tuple[str, Event]] = field(default_factory=list)

    def add(self, message: SlackMessage) -> None:
        """Something was said."""
        self.texts.append(message.text)
        for words, event in self.waited:
            if words in message.text:
                event.set()

    def until(self, words: str, do: Callable[[], None]) -> None:
        """Do something, and wait until these words were said."""
        event = Event()
        self.waited.append((words, event))
        do()
        assert event.wait(WITHIN), self.texts


def listened(room: Room, said: Said, *, every: float = 0.01) -> Doors:
    """The room's doors, with somebody who listens."""
    doors = room.doors
    chat = doors.chat

    def post(channel: str, thread_ts: str, message: SlackMessage, *, maybe_there: bool) -> str:
        ts = chat.post(channel, thread_ts, message, maybe_there=maybe_there)
        said.add(message)
        return ts

    def refresh(channel: str, ts: str, message: SlackMessage) -> bool:
        said.add(message)
        return chat.refresh(channel, ts, message)

    def update(channel: str, ts: str, message: SlackMessage) -> None:
        said.add(message)
        chat.update(channel, ts, message)

    heard: ChatDoors = replace(chat, post=post, refresh=refresh, update=update)
    return replace(doors, chat=heard, tell_every=every)


def waiting(doors: Doors, lang: Lang = Lang.EN, **standing: object) -> Waiting:
    """The message that waits for the answer to a message of the room."""
    return Waiting(POD, PLACE, lang, Standing("reading:1", "re:1", **standing), doors)  # type: ignore[arg-type]  # the tests name fields of it


def test_a_quick_reading_is_never_heard_of(room: Room) -> None:
    """The answer is the first that is posted, and it is not edited."""
    said = Said()
    message = waiting(listened(room, said, every=WITHIN))
    with message:
        message.heard(ASKS[:1], ASKS[1:])
    message.become(ANSWER)
    assert said.texts == ["the answer"]
    assert room.updates == []


def test_a_slow_one_tells_what_is_done_and_what_is_left(room: Room) -> None:
    """In one message: each kind once, in the words of Kubernetes, and the answer last."""
    said = Said()
    message = waiting(listened(room, said))
    with message:
        said.until("Reading", lambda: None)
        said.until("… 3 to come: Event, PersistentVolumeClaim", lambda: message.heard(ASKS[:1], ASKS[1:]))
        said.until("✓ 4 answers are in: Pod, Event", lambda: message.heard(ASKS, ()))
    ts = message.become(ANSWER)
    assert said.texts[0] == "Reading `shop/orders-0` from its cluster …"
    assert said.texts[-1] == "the answer"
    assert "to come" not in said.texts[-2]
    assert list(room.posts) == [ts]
    assert room.posts[ts].mark == "re:1"


def test_what_did_not_change_is_not_said_again(room: Room) -> None:
    """An edit costs some of what Slack allows."""
    said = Said()
    message = waiting(listened(room, said))
    with message:
        said.until("Reading", lambda: None)
        said.until("to come", lambda: message.heard((), ASKS))
        Event().wait(0.1)
    assert len(said.texts) == 2


def test_nothing_comes_after_the_answer(room: Room) -> None:
    """An edit that Slack is slow to take holds the answer back, not the other way round."""
    said, begun, go_on = Said(), Event(), Event()
    doors = listened(room, said)

    def slow(channel: str, ts: str, message: SlackMessage) -> bool:
        begun.set()
        go_on.wait(WITHIN)
        return doors.chat.refresh(channel, ts, message)

    message = waiting(replace(doors, chat=replace(doors.chat, refresh=slow)))
    with message:
        said.until("Reading", lambda: None)
        message.heard(ASKS, ())
        assert begun.wait(WITHIN)
        go_on.set()
    message.become(ANSWER)
    assert said.texts[-1] == "the answer"
    assert [text for text in said.texts if "answers are in" in text]


def test_it_is_said_in_chinese_too(room: Room) -> None:
    """The kinds keep Kubernetes' own words."""
    said = Said()
    message = waiting(listened(room, said), Lang.ZH)
    with message:
        said.until("还差 4 项：Pod", lambda: message.heard((), ASKS))
    assert said.texts[0].startswith("正在从集群读取")


@pytest.mark.parametrize("mark", ["reading:1", "re:1"])
def test_after_a_stop_the_message_is_found_again(room: Room, mark: str) -> None:
    """Whether it was reading when the bot stopped, or had its answer."""
    there = room.doors.chat.post(CHANNEL, PLACE.thread or "", ANSWER.marked(mark), maybe_there=False)
    message = waiting(room.doors, maybe_there=True)
    with message:
        pass
    assert message.become(ANSWER) == there
    assert list(room.posts) == [there]


def test_a_post_of_which_nothing_is_known_is_looked_for(room: Room) -> None:
    """Slack took it and its word was lost: there are not two messages."""
    said, lost = Said(), Event()
    doors = listened(room, said)

    def lossy(channel: str, thread_ts: str, message: SlackMessage, *, maybe_there: bool) -> str:
        ts = doors.chat.post(channel, thread_ts, message, maybe_there=maybe_there)
        if not lost.is_set():
            lost.set()
            raise SlackDownError("Slack did not answer.", "Slack 没有响应。")
        return ts

    message = waiting(replace(doors, chat=replace(doors.chat, post=lossy)))
    with message:
        assert lost.wait(WITHIN)
    message.become(ANSWER)
    assert [post.text for post in room.posts.values()] == ["the answer"]


def test_a_reading_that_breaks_off_says_so(room: Room) -> None:
    """Nobody looks at `Reading …` for ever."""
    said = Said()
    message = waiting(listened(room, said))

    def broken() -> None:
        with message:
            said.until("Reading", lambda: None)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert "went wrong" in said.texts[-1]
