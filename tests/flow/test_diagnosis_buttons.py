"""The buttons under a diagnosis: all that was found, and what people say of it, counted as under any answer."""

import json
from dataclasses import replace

import pytest

from bot.core.chat.buttons import CHECK_AGAIN, HELPED, NOT_IT, SHOW_ALL
from bot.core.objects.target import Target
from bot.flow.conversing import handle
from bot.flow.diagnosing import Diagnosed
from bot.flow.doors import Doors, Progress
from bot.flow.pressing import press
from bot.model.chat import Press
from bot.model.text import Lang, SafeText
from tests.core.judging.diagnosing import FOLDER, diagnosed, of_file
from tests.flow.room import CHANNEL, Room

POD = "shop/orders-api-6d4f9c7b8-x2k5p"
ASKED = "1736481000.000000"
TAINTED = of_file(FOLDER / "waits-on-a-tainted-node.yaml").snapshot


def connected(room: Room) -> Doors:
    """The room's doors with a cluster in which the pod waits on a tainted node."""

    def diagnose(_target: Target, lang: Lang, text: SafeText | None, _progress: Progress) -> Diagnosed:
        return diagnosed(TAINTED, text, lang)

    return replace(room.doors, diagnose=diagnose)


def diagnosis(room: Room) -> str:
    """Somebody asks for it; gives the post's ts."""
    handle(room.message(f"diagnose {POD}", ASKED, mention=True), connected(room))
    (post,) = room.posts
    return post


def pressed(room: Room, action: str, post: str, value: str = POD) -> None:
    """Somebody presses a button of the post."""
    press(Press(f"press:{action}", action, "T1", CHANNEL, ASKED, post, "U2", value), connected(room))


def votes(room: Room, post: str) -> list[tuple[str, str]]:
    """Who said what of a post."""
    sql = "SELECT f.user, f.verdict FROM feedback f JOIN messages m ON m.id = f.message_id WHERE m.ts = ?"
    with room.store._reading() as db:
        return list(db.execute(sql, (post,)).fetchall())


def test_show_all_goes_into_the_thread_once(room: Room) -> None:
    """Every finding, those that are fine too, with the whole raw lines; the answer itself stays short."""
    post = diagnosis(room)
    before = room.posts[post]
    for _ in range(2):
        pressed(room, SHOW_ALL, post)
    assert room.posts[post] == before
    (everything,) = [message for ts, message in room.posts.items() if ts != post]
    said = json.dumps(everything.blocks, ensure_ascii=False)
    assert "not found in the list of registered CSI drivers" in said
    assert "It is Ready and under no pressure" in said
    assert "It is Ready and under no pressure" not in json.dumps(before.blocks)


@pytest.mark.parametrize(("action", "verdict"), [(HELPED, "helped"), (NOT_IT, "not-it")])
def test_what_people_say_of_it_is_counted(room: Room, action: str, verdict: str) -> None:
    """Once for each person; they are thanked alone."""
    post = diagnosis(room)
    for _ in range(2):
        pressed(room, action, post)
    assert votes(room, post) == [("U2", verdict)]
    assert "Thanks" in room.whispers[-1].text


def test_not_it_says_what_else_looks_like_it(room: Room) -> None:
    """The cases that show the same signs, with what tells them apart."""
    pressed(room, NOT_IT, diagnosis(room))
    said = json.dumps(room.whispers[-1].blocks)
    assert "it is not" in room.whispers[-1].text
    assert "csi-node-socket-missing" in said


def test_a_diagnosis_that_a_button_asked_for_has_the_same_buttons(room: Room) -> None:
    """`Check again` answers no message, and its answer is known all the same."""
    pressed(room, CHECK_AGAIN, diagnosis(room))
    second = list(room.posts)[-1]
    pressed(room, HELPED, second)
    assert votes(room, second) == [("U2", "helped")]
    pressed(room, SHOW_ALL, second)
    assert len(room.posts) == 3


def test_a_forgotten_one_explains_itself(room: Room) -> None:
    """What the button would need is gone."""
    pressed(room, SHOW_ALL, "1736481999.000000")
    assert "no longer have the conversation" in room.whispers[-1].text
    assert room.posts == {}
