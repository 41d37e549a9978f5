"""A trouble that comes again: open again in its own thread, pointed at from another one."""

import json

import pytest

from bot.model.chat import SlackMessage
from bot.model.oncall import Act, Status
from bot.model.text import Lang
from tests.flow.desk import FIRST, Desk
from tests.flow.test_conversing import CHATTER, LOST, NO_PASSWORD
from tests.flow.test_pressing import text_of

PASTE = f"Successfully assigned shop/orders-0 to node-b\n{LOST}"


def status(desk: Desk) -> Status:
    """How the first conversation stands."""
    return desk.store.duty(FIRST).status


def closed(desk: Desk, words: str) -> str:
    """A thread whose trouble is over."""
    thread = desk.says(LOST)
    desk.says(words, to=thread, mention=True)
    assert status(desk).closed
    return thread


@pytest.mark.parametrize(
    ("lang", "words", "said"),
    [
        (Lang.EN, "resolve a new node", "🔁 The same again. Ana had resolved it"),
        (Lang.EN, "dismiss", "🔁 The same again. Ana had dismissed it"),
        (Lang.ZH, "已解决 换了节点", "🔁 又出现了。Ana 曾标记为解决"),
    ],
)
def test_the_same_error_opens_it_again(desk: Desk, lang: Lang, words: str, said: str) -> None:
    """It says how it had ended, with a link to the answer; the answer shows that it is open and nobody's."""
    desk.names["U1"], desk.preferred = "Ana", lang
    thread = closed(desk, words)
    answer = next(iter(desk.threads))
    desk.says(f"{LOST} once more", to=thread)
    assert status(desk) is Status.OPEN
    assert desk.store.duty(FIRST).owner == ""
    assert desk.last(thread).text.startswith(said)
    assert f"archives/C0OPS/{answer}" in text_of(desk.last(thread))
    assert ("a new node" in text_of(desk.last(thread))) is (words == "resolve a new node")
    desk.repaints()
    assert "juicefs_oncall_take" in text_of(desk.posts[answer])


def test_another_error_opens_it_again_with_its_own_answer(desk: Desk) -> None:
    """What is told then is the new diagnosis, which says that it was closed."""
    thread = closed(desk, "resolve a new node")
    desk.says(NO_PASSWORD, to=thread)
    assert status(desk) is Status.OPEN
    said = text_of(desk.last(thread))
    assert "redis-auth-required" in said
    assert "The same again. U1 had resolved it" in said


@pytest.mark.parametrize("words", [CHATTER, "thanks, that was it", "df: /data: Socket not connected"])
def test_talk_below_a_solved_trouble_leaves_it_closed(desk: Desk, words: str) -> None:
    """Only what leads to a case by itself opens it."""
    thread = closed(desk, "resolve a new node")
    posts = len(desk.posts)
    desk.says(words, to=thread)
    assert status(desk) is Status.RESOLVED
    assert len(desk.posts) == posts


def test_it_opens_once_for_a_message(desk: Desk) -> None:
    """A retry, or a message that is taken up after a stop, opens nothing that was closed since."""
    thread = closed(desk, "resolve a new node")
    again = desk.says(LOST, to=thread)
    desk.says("dismiss", to=thread, mention=True)
    desk.hears(desk.message(LOST, again, thread=thread, resumed=True))
    assert status(desk) is Status.DISMISSED
    assert [one.act for one in desk.store.history(FIRST)].count(Act.REOPEN) == 1


def back(message: SlackMessage) -> bool:
    """Whether it points at an earlier thread."""
    return "It is back" in json.dumps(message.blocks)


def test_another_thread_of_the_channel_is_pointed_to_it(desk: Desk) -> None:
    """The same case of the same pod, resolved here: where, and what did it, told once."""
    first = desk.says(PASTE)
    assert not back(desk.last(first))
    open_one = desk.says(PASTE)
    assert not back(desk.last(open_one))
    desk.says("resolve a new node", to=first, mention=True)
    second = desk.says(PASTE)
    shown = text_of(desk.last(second))
    assert back(desk.last(second))
    assert f"archives/C0OPS/{first}" in shown
    assert shown.count("a new node") == 1


def test_another_pod_is_no_comeback(desk: Desk) -> None:
    """It is seen before, and that is all that can be said."""
    first = desk.says(PASTE)
    desk.says("resolve a new node", to=first, mention=True)
    second = desk.says(PASTE.replace("orders-0", "web-1"))
    assert not back(desk.last(second))
    assert "Seen before" in text_of(desk.last(second))
