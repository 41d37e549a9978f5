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
from tests.flow.desk import Desk
from tests.flow.room import CHANNEL

POD = "shop/orders-api-6d4f9c7b8-x2k5p"
ASKED = "1736481000.000000"
TAINTED = of_file(FOLDER / "waits-on-a-tainted-node.yaml").snapshot


def connected(desk: Desk) -> Doors:
    """The room's doors with a cluster in which the pod waits on a tainted node."""

    def diagnose(_target: Target, lang: Lang, text: SafeText | None, _progress: Progress) -> Diagnosed:
        return diagnosed(TAINTED, text, lang)

    return replace(desk.doors, diagnose=diagnose)


def diagnosis(desk: Desk) -> str:
    """Somebody asks for it; gives the post's ts."""
    handle(desk.message(f"diagnose {POD}", ASKED, mention=True), connected(desk))
    (post,) = desk.posts
    return post


def pressed(desk: Desk, action: str, post: str, value: str = POD) -> None:
    """Somebody presses a button of the post."""
    press(Press(f"press:{action}", action, "T1", CHANNEL, ASKED, post, "U2", value), connected(desk))


def votes(desk: Desk, post: str) -> list[tuple[str, str]]:
    """Who said what of a post."""
    sql = "SELECT f.user, f.verdict FROM feedback f JOIN messages m ON m.id = f.message_id WHERE m.ts = ?"
    with desk.store._reading() as db:
        return list(db.execute(sql, (post,)).fetchall())


def test_show_all_goes_into_the_thread_once(desk: Desk) -> None:
    """Every finding, those that are fine too, with the whole raw lines; the answer itself stays short."""
    post = diagnosis(desk)
    before = desk.posts[post]
    for _ in range(2):
        pressed(desk, SHOW_ALL, post)
    assert desk.posts[post] == before
    (everything,) = [message for ts, message in desk.posts.items() if ts != post]
    said = json.dumps(everything.blocks, ensure_ascii=False)
    assert "not found in the list of registered CSI drivers" in said
    assert "It is Ready and under no pressure" in said
    assert "It is Ready and under no pressure" not in json.dumps(before.blocks)


@pytest.mark.parametrize(("action", "verdict"), [(HELPED, "helped"), (NOT_IT, "not-it")])
def test_what_people_say_of_it_is_counted(desk: Desk, action: str, verdict: str) -> None:
    """Once for each person; they are thanked alone."""
    post = diagnosis(desk)
    for _ in range(2):
        pressed(desk, action, post)
    assert votes(desk, post) == [("U2", verdict)]
    assert "Thanks" in desk.whispers[-1].text


def test_an_answer_that_a_button_asked_for_can_be_refuted(desk: Desk) -> None:
    """It answers no message, and yet it told a case: who says that it is not this one is heard."""
    first = diagnosis(desk)
    pressed(desk, CHECK_AGAIN, first)
    (again,) = [post for post in desk.posts if post != first]
    pressed(desk, NOT_IT, again)
    assert votes(desk, again) == [("U2", "not-it")]
    assert "it is not `csi-driver-not-registered`" in desk.whispers[-1].text


def test_not_it_says_what_else_looks_like_it(desk: Desk) -> None:
    """The cases that show the same signs, with what tells them apart."""
    pressed(desk, NOT_IT, diagnosis(desk))
    said = json.dumps(desk.whispers[-1].blocks)
    assert "it is not" in desk.whispers[-1].text
    assert "csi-node-socket-missing" in said


def test_a_diagnosis_that_a_button_asked_for_has_the_same_buttons(desk: Desk) -> None:
    """`Check again` answers no message, and its answer is known all the same."""
    pressed(desk, CHECK_AGAIN, diagnosis(desk))
    second = list(desk.posts)[-1]
    pressed(desk, HELPED, second)
    assert votes(desk, second) == [("U2", "helped")]
    pressed(desk, SHOW_ALL, second)
    assert len(desk.posts) == 3


def test_a_forgotten_one_explains_itself(desk: Desk) -> None:
    """What the button would need is gone."""
    pressed(desk, SHOW_ALL, "1736481999.000000")
    assert "no longer have the conversation" in desk.whispers[-1].text
    assert desk.posts == {}
