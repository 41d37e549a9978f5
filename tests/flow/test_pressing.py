"""Buttons and the slash command."""

import json

import pytest

from bot.core.chat.buttons import NOT_IT, SHOW_ALL
from bot.model.chat import SlackMessage
from bot.model.text import Lang
from tests.flow.room import Room, place, stored
from tests.flow.test_conversing import LOST, NO_PASSWORD, POSSIBLE


def text_of(message: SlackMessage) -> str:
    """All text of a message."""
    return json.dumps(message.blocks, ensure_ascii=False)


def test_show_all_steps_unfolds_the_answer_where_it_stands(room: Room) -> None:
    """As often as it is pressed there is one answer; the button is gone, the other two are not."""
    ts = room.says(LOST)
    (post,) = room.threads
    short = text_of(room.posts[post])
    for _ in range(2):
        room.presses(SHOW_ALL, post, ts)
    (answer,) = room.answers(ts)
    whole = text_of(answer)
    assert whole.count("kubectl") > short.count("kubectl")
    assert (SHOW_ALL in short, SHOW_ALL in whole, NOT_IT in whole) == (True, False, True)
    assert answer.mark == f"re:C0OPS:{ts}"


def test_what_is_unfolded_is_what_was_told_then(room: Room) -> None:
    """A later paste of the thread does not change the first answer."""
    ts = room.says(LOST)
    first = next(iter(room.threads))
    room.says(NO_PASSWORD, to=ts)
    room.presses(SHOW_ALL, first, ts)
    assert room.posts[first].case == "mount-point-lost"
    assert "redis-auth-required" not in text_of(room.posts[first])


def test_a_button_of_a_conversation_that_is_gone_explains_itself(room: Room) -> None:
    """Forgotten, deleted, or never known here; in the language of the presser."""
    room.langs["U2"] = Lang.ZH
    ts = room.says(LOST)
    (post,) = room.threads
    room.deletes(ts)
    room.presses(SHOW_ALL, post, ts)
    room.presses(SHOW_ALL, "9.9", "9.9", "U2")
    assert "no longer have the conversation" in room.whispers[0].text
    assert "重新粘贴" in room.whispers[1].text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "JuiceFS troubleshooting"),
        ("help", "JuiceFS troubleshooting"),
        ("cases redis", "redis-auth-required"),
        ("cases nosuchword", "No case holds these words"),
        ("case mount-point-lost", "kubectl"),
        ("case mount-point-lots", "Did you mean"),
        ("case zzz", "There is no case"),
        (f"match {LOST}", "mount-point-lost"),
        ("match", "Write the text behind it"),
        ("log", "no conversation yet"),
        ("log nosuchword", "holds these words"),
        ("diagnose shop/web-0", "No cluster is connected"),
        ("hepl", "Did you mean"),
        (LOST, "mount-point-lost"),
        (POSSIBLE, "mount-point-lost"),
        ("帮助", "故障排查"),
        ("案例 mount-point-lost", "kubectl"),
    ],
)
def test_words_behind_the_command(room: Room, words: str, said: str) -> None:
    """Each is answered, for its author alone, and nothing is stored."""
    message = room.runs(words)
    assert said in text_of(message)
    assert message.text
    assert stored(room.store) == []
    assert room.posts == {}


def test_log_finds_the_conversation_with_a_link(room: Room) -> None:
    """What was pasted in this channel is found from it."""
    ts = room.says(f"{LOST} theta-node-5")
    message = room.runs("log theta-node")
    assert f"archives/C0OPS/{ts}" in text_of(message)
    assert "mount-point-lost" in text_of(message)
    assert room.store.recall(place(ts)).heard


def test_what_is_typed_is_never_live(room: Room) -> None:
    """A mention, a broadcast, a link and a back quote in words come back as plain text."""
    for words in ("<!channel>", "`<@U1>`", "case <https://evil>", "log <!here>"):
        message = room.runs(words)
        assert "<" not in message.text.replace("&lt;", "")
        assert {block["type"] for block in message.blocks} <= {"rich_text", "header", "context", "divider"}
        assert '"type": "link"' not in text_of(message).replace("juicefs.com", "")
