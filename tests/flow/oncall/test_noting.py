"""A reaction makes a message a note, in a room with a real log."""

from dataclasses import replace

import pytest

from bot.model.chat import Change
from bot.model.text import Lang
from tests.flow.desk import FIRST, Desk

SAID = "1736481400.000000"


def marks(desk: Desk, ts: str = SAID, user: str = "U2") -> None:
    """Somebody puts :memo: on a message."""
    mark = desk.message("", ts)
    desk.hears(replace(mark, change=Change.MARKED, key=f"note:{user}:{mark.channel}:{ts}", user=user))


@pytest.mark.parametrize(("lang", "said"), [(Lang.EN, "Noted."), (Lang.ZH, "已记录。")])
def test_a_marked_message_is_its_authors_note(desk: Desk, thread: str, lang: Lang, said: str) -> None:
    """Without its secrets; who marked it is told alone."""
    desk.langs["U2"] = lang
    desk.history.append(desk.message("tried redis://:hunter2secret@redis-0:6379/1", SAID, thread=thread))
    posts = len(desk.posts)
    marks(desk)
    (note,) = desk.store.history(FIRST)
    assert note.who == "U1"
    assert note.text.startswith("tried redis://")
    assert "hunter2secret" not in note.text
    assert desk.whispers[-1].text == said
    assert len(desk.posts) == posts


def test_it_is_a_note_once_whoever_marks_it(desk: Desk, thread: str) -> None:
    """Two people, a retry, an event that is taken up after a stop."""
    desk.history.append(desk.message("restarted it", SAID, thread=thread))
    for user in ("U2", "U3", "U2"):
        marks(desk, user=user)
    assert [one.text for one in desk.store.history(FIRST)] == ["restarted it"]


@pytest.mark.usefixtures("thread")
def test_elsewhere_the_reaction_means_something_else(desk: Desk) -> None:
    """In a thread that the log does not know, on a bot's message, on one that is gone: nothing is said or kept."""
    desk.history.append(desk.message("buy milk", SAID, thread="1736480000.000000"))
    marks(desk)
    marks(desk, ts="1736481999.000000")
    assert (desk.whispers, desk.store.history(FIRST)) == ([], ())


def test_a_message_without_text_is_no_note(desk: Desk, thread: str) -> None:
    """A picture: who marked it is told why."""
    desk.history.append(desk.message("", SAID, thread=thread))
    marks(desk)
    assert "The note is empty" in desk.whispers[-1].text
    assert desk.store.history(FIRST) == ()
