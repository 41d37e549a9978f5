"""Acting on conversations in a room with a real log: by word and by button, in both languages."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.handoff import Reading
from bot.model.judgement import Outcome
from bot.model.oncall import Act, Status
from bot.model.snapshot import PodRef
from bot.model.text import Lang
from tests.core.oncall.handoffs import reading
from tests.flow.desk import FIRST, PASTE, Desk, pinged
from tests.flow.room import Room, place
from tests.scenes.take import snapshot_of


def status(desk: Desk) -> tuple[Status, str]:
    """How the first conversation stands."""
    duty = desk.store.duty(FIRST)
    return duty.status, duty.owner


@pytest.mark.parametrize(("word", "said"), [("take", "Ana has it."), ("我来处理", "由 Ana 负责。")])
def test_a_word_makes_it_theirs(desk: Desk, thread: str, word: str, said: str) -> None:
    """In either language; what fits now stands on the bot's own answer."""
    desk.names["U1"] = "Ana"
    desk.says(word, to=thread, mention=True)
    assert status(desk) == (Status.OPEN, "U1")
    assert desk.last(thread).text == said
    assert "actions" not in json.dumps(desk.last(thread).blocks)
    assert desk.repaints() == 1
    shown = json.dumps(desk.answers(thread)[0].blocks)
    assert "juicefs_oncall_resolve" in shown
    assert "juicefs_oncall_take" not in shown
    assert pinged(desk.answers(thread)[0]) == {"U1"}


def test_a_second_press_explains_itself(desk: Desk, thread: str) -> None:
    """To who pressed, and to nobody else; the state stays."""
    desk.pushes(Act.TAKE, thread, "U1")
    posts = len(desk.answers(thread))
    desk.pushes(Act.TAKE, thread, "U2")
    assert "U1 has it." in desk.whispers[-1].text
    assert (status(desk), len(desk.answers(thread))) == ((Status.OPEN, "U1"), posts)


def test_a_note_is_redacted_before_it_is_kept(desk: Desk, thread: str) -> None:
    """What people note may hold a secret as well as what they paste."""
    desk.says("note redis://:hunter2secret@redis-0:6379/1 was wrong", to=thread, mention=True)
    (note,) = desk.store.history(FIRST)
    assert "hunter2secret" not in note.text
    assert "was wrong" in note.text


def test_resolving_keeps_what_solved_it(desk: Desk, thread: str) -> None:
    """And a second time it is closed already."""
    desk.says("resolve gave the password", to=thread, mention=True)
    assert status(desk)[0] is Status.RESOLVED
    assert [one.text for one in desk.store.history(FIRST)] == ["gave the password"]
    desk.says("resolve", to=thread, mention=True)
    assert desk.last(thread).text.startswith("It is closed already.")


def test_a_resolved_trouble_is_read_again(desk: Desk, thread: str) -> None:
    """The proof is posted where the pod is healthy."""
    desk.store.keep_reading(FIRST, replace(reading("a"), pod=snapshot_of("healthy").scope))
    desk.cluster = "healthy"
    desk.says("resolve", to=thread, mention=True)
    assert "is healthy now, and no sign of redis-auth-required is left" in desk.last(thread).text
    assert desk.store.readings(FIRST)[0].outcome is Outcome.HEALTHY


def test_what_speaks_against_it_is_said(desk: Desk, thread: str) -> None:
    """Where the pod is still in trouble the findings are shown, and it stays resolved: people decide."""
    desk.store.keep_reading(FIRST, reading("a"))
    desk.cluster = "waiting"
    desk.says("resolve", to=thread, mention=True)
    assert "something else is wrong with shop/orders-0" in desk.last(thread).text
    assert status(desk)[0] is Status.RESOLVED


def test_check_compares_before_and_now(desk: Desk, thread: str) -> None:
    """Now is kept: it is the next time's before."""
    desk.store.keep_reading(FIRST, Reading(PodRef("shop", "orders-0"), desk.doors.now(), Outcome.HEALTHY))
    desk.cluster = "waiting"
    desk.says("check", to=thread, mention=True)
    assert desk.last(thread).text.startswith("🔴")
    assert desk.store.readings(FIRST)[0].troubles


@pytest.mark.parametrize(("lang", "said"), [(Lang.EN, "No cluster is connected"), (Lang.ZH, "我没有连接任何集群")])
def test_check_without_a_cluster_says_so(desk: Desk, thread: str, lang: Lang, said: str) -> None:
    """Nothing is made up."""
    desk.langs["U1"] = lang
    desk.store.keep_reading(FIRST, reading("a"))
    desk.says("check", to=thread, mention=True)
    assert said in desk.last(thread).text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("handoff <@U0ROBOT>", "A bot cannot take it."),
        ("handoff <@U1>", "You cannot hand it to yourself"),
        ("handoff <@U0AWAY>", "U0AWAY is not in this channel"),
        ("handoff", "Say to whom"),
        ("accept", "It was not handed to anybody"),
    ],
)
def test_what_cannot_be_handed_over_is_answered(desk: Desk, thread: str, words: str, said: str) -> None:
    """Each with its reason; nobody is pinged."""
    desk.says(words, to=thread, mention=True)
    assert said in desk.last(thread).text
    assert '"user_id"' not in json.dumps(desk.last(thread).blocks)


def test_only_the_receiver_accepts(desk: Desk, thread: str) -> None:
    """The receiver is pinged once, by the handing over; somebody else cannot accept; a group's member can."""
    desk.says("handoff <!subteam^S0TEAM> watch Redis", to=thread, mention=True)
    assert '"usergroup_id": "S0TEAM"' in json.dumps(desk.last(thread).blocks)
    desk.pushes(Act.ACCEPT, thread, "U3")
    assert "only they can accept it" in desk.whispers[-1].text
    desk.pushes(Act.ACCEPT, thread, "U0BEN")
    assert status(desk) == (Status.OPEN, "U0BEN")


def test_a_button_elsewhere_acts_on_its_conversation(desk: Desk, thread: str) -> None:
    """What came of it stands in both threads."""
    desk.pushes(Act.TAKE, "999.9", value="1")
    assert status(desk) == (Status.OPEN, "U1")
    assert desk.last("999.9").text == desk.last(thread).text == "U1 has it."


def test_a_thread_without_a_paste_is_tracked(desk: Desk) -> None:
    """Acts on what the log does not know say so; track opens it."""
    root = desk.says("something odd")
    desk.says("take", to=root, mention=True)
    assert desk.last(root).text.startswith("I know nothing of this thread yet.")
    desk.says("track", to=root, mention=True)
    assert desk.store.number(place(root)) == FIRST
    desk.says("remind 2h", to=root, mention=True)
    assert len(desk.store.due(desk.doors.now() + timedelta(hours=3))) == 1


def test_open_and_stats_are_shown_by_mention_and_slash(desk: Desk, thread: str) -> None:
    """And by the slash command for one person alone."""
    desk.says("open", to=thread, mention=True)
    assert desk.last(thread).text == "1 open, and it needs attention first."
    assert desk.runs("open").text == "1 open, and it needs attention first."
    assert "Conversations: 1" in desk.runs("stats").text
    assert "对话数：1" in desk.runs("统计").text
    desk.says("dismiss", to=thread, mention=True)
    assert desk.runs("open").text == "Nothing is open in this channel."


def test_where_nobody_acts_the_words_mean_nothing(room: Room) -> None:
    """Without the doors for it, a word is a word like any other."""
    thread = room.says(PASTE, mention=True)
    room.says("take", to=thread, mention=True)
    assert room.store.history(FIRST) == ()
