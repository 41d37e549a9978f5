"""Buttons about the conversation itself, in a room with a real log."""

import json

import pytest

from bot.core.chat.buttons import HELPED, NOT_IT
from bot.core.oncall.handoff_blocks import action_of
from bot.core.oncall.modal import SOLVED, Pressed, solved_view
from bot.flow.oncall.resolving import ask_what_solved, asks_first
from bot.flow.pressing import press
from bot.model.chat import Press
from bot.model.oncall import Act, Status
from bot.model.text import Lang, RawText
from tests.flow.desk import FIRST, Desk
from tests.flow.room import CHANNEL
from tests.flow.test_conversing import LOST, POSSIBLE
from tests.flow.test_pressing import text_of

EVERY_ACT = [Act.TAKE, Act.RESOLVE, Act.DISMISS, Act.REOPEN]


def votes(desk: Desk) -> list[tuple[str, str]]:
    """Who said what of an answer."""
    return list(desk.store._db.execute("SELECT user, verdict FROM feedback ORDER BY user").fetchall())


def solved(post: str, thread: str, note: str = "", user: str = "U1", number: str = "V1") -> Press:
    """The form of the question, sent."""
    return Press(f"view:{number}", SOLVED, "T1", CHANNEL, thread, post, user, text=RawText(note))


def asking(post: str, thread: str, trigger: str = "t1") -> Press:
    """The button "This solved it", pressed."""
    return Press("press:1", action_of(Act.RESOLVE), "T1", CHANNEL, thread, post, "U1", trigger=trigger)


def test_each_person_counts_once_for_an_answer(desk: Desk) -> None:
    """The last word counts; the button of an earlier version still counts; each press is answered."""
    thread = desk.says(LOST)
    (post,) = desk.threads
    for action, user in ((HELPED, "U1"), (HELPED, "U1"), (NOT_IT, "U2"), (HELPED, "U2"), (NOT_IT, "U3")):
        desk.presses(action, post, thread, user)
    assert votes(desk) == [("U1", "helped"), ("U2", "helped"), ("U3", "not-it")]
    assert len(desk.whispers) == 5


def test_not_this_case_shows_what_comes_next_and_stands_on_the_answer(desk: Desk) -> None:
    """The runner-up or what to send, never the case that it is not; the answer says who refuted it."""
    thread = desk.says(f"{LOST}\n{POSSIBLE}")
    (post,) = desk.threads
    desk.names["U2"] = "Ben"
    desk.presses(NOT_IT, post, thread, "U2")
    said = text_of(desk.whispers[-1])
    assert "it is not" in said
    assert "comes next closest" in said or "Nothing else comes close" in said
    assert desk.repaints() == 1
    assert "Ben: not this case." in text_of(desk.posts[post])
    assert NOT_IT not in text_of(desk.posts[post])


def test_the_button_asks_what_did_it(desk: Desk) -> None:
    """In the language of who pressed; nothing has happened until the form is sent, which may be empty."""
    thread = desk.says(LOST)
    (post,) = desk.threads
    desk.langs["U1"] = Lang.ZH
    pressed = asking(post, thread)
    assert asks_first(pressed)
    assert ask_what_solved(pressed, desk.doors)
    assert desk.modals == [solved_view(Pressed(CHANNEL, thread, post, ""), Lang.ZH)]
    assert desk.store.duty(FIRST).status is Status.OPEN
    press(solved(post, thread), desk.doors)
    assert desk.store.duty(FIRST).status is Status.RESOLVED
    assert votes(desk) == [("U1", "helped")]


@pytest.mark.parametrize("trigger", ["expired", ""])
def test_a_question_that_cannot_be_shown_is_left_out(desk: Desk, trigger: str) -> None:
    """Nobody presses for nothing: it is resolved without a note."""
    thread = desk.says(LOST)
    (post,) = desk.threads
    pressed = asking(post, thread, trigger)
    assert not (asks_first(pressed) and ask_what_solved(pressed, desk.doors))
    press(pressed, desk.doors)
    assert desk.store.duty(FIRST).status is Status.RESOLVED


def test_a_question_about_what_is_closed_is_not_asked(desk: Desk) -> None:
    """The button is out of date: it explains itself to who pressed alone, and counts nothing."""
    thread = desk.says(LOST)
    (post,) = desk.threads
    desk.pushes(Act.DISMISS, thread)
    posts = len(desk.posts)
    pressed = asking(post, thread)
    assert not ask_what_solved(pressed, desk.doors)
    press(pressed, desk.doors)
    assert "closed already" in desk.whispers[-1].text
    assert (desk.modals, votes(desk), len(desk.posts)) == ([], [], posts)


def test_what_solved_it_is_redacted_and_shown(desk: Desk) -> None:
    """A note from the form is kept without its secrets, stands on the answer, and cannot be live."""
    thread = desk.says(LOST)
    (post,) = desk.threads
    press(solved(post, thread, "<!channel> set redis://:hunter2secret@redis-0:6379/1"), desk.doors)
    (change,) = desk.store.history(FIRST)
    assert "hunter2secret" not in change.text
    desk.repaints()
    board = desk.posts[post]
    assert "channel" in text_of(board)
    assert "hunter2secret" not in text_of(board)
    assert {"broadcast", "user"}.isdisjoint(json.dumps(board.blocks).split('"'))


def test_a_form_that_comes_twice_counts_once(desk: Desk) -> None:
    """One change, one vote; the second is told that it is closed or nothing at all."""
    thread = desk.says(LOST)
    (post,) = desk.threads
    for _ in range(2):
        press(solved(post, thread, "restarted it"), desk.doors)
    assert [one.text for one in desk.store.history(FIRST)] == ["restarted it"]
    assert votes(desk) == [("U1", "helped")]


@pytest.mark.parametrize("act", EVERY_ACT)
def test_a_button_in_a_thread_that_is_forgotten_explains_itself(desk: Desk, act: Act) -> None:
    """Nothing is opened by it, and nothing breaks."""
    desk.pushes(act, "9.9")
    assert desk.whispers[-1].text.startswith("I know nothing of this thread yet.")
    desk.presses(NOT_IT, "9.9", "9.9")
    assert "no longer have the conversation" in desk.whispers[-1].text
