"""A pod looked at from a chat: one message, whoever asks and however often; what is kept of it."""

import json
from dataclasses import replace

import pytest

from bot.core.chat.buttons import CHECK_AGAIN, CHECK_CLUSTER
from bot.core.objects.target import Target
from bot.errors import ClusterError, StoreError
from bot.flow.conversing import handle
from bot.flow.diagnosing import Diagnosed
from bot.flow.doors import Doors, Progress
from bot.flow.pressing import press, run
from bot.model.chat import Change, Command, Press, SharedFile, SlackMessage
from bot.model.conversation import MessageIn, MessageOut
from bot.model.text import Lang, RawText, SafeText
from tests.core.judging.diagnosing import diagnosed
from tests.flow.room import CHANNEL, Room, stored
from tests.flow.test_conversing import LOST
from tests.scenes.take import snapshot_of

POD = "shop/orders-api-6d4f9c7b8-x2k5p"


def connected(room: Room) -> Doors:
    """The room's doors with a cluster in which the pod is well."""

    def diagnose(target: Target, lang: Lang, text: SafeText | None, _progress: Progress) -> Diagnosed:
        if str(target.pod) != POD:
            raise ClusterError("There is no such pod.", "没有这个 Pod。")
        return diagnosed(snapshot_of("healthy"), text, lang)

    return replace(room.doors, diagnose=diagnose)


def asks(room: Room, words: str = f"diagnose {POD}", *, resumed: bool = False, ts: str = "1736481000.000000") -> str:
    """Somebody mentions the bot; gives the message's ts."""
    handle(room.message(words, ts, mention=True, resumed=resumed), connected(room))
    return ts


def presses(room: Room, action: str, value: str, thread: str) -> None:
    """Somebody presses a button in a thread."""
    press(Press(f"press:{value}", action, "T1", CHANNEL, thread, thread, "U2", value), connected(room))


def shown(message: SlackMessage) -> str:
    """All that stands in a message."""
    return json.dumps(message.blocks, ensure_ascii=False)


def test_one_message_becomes_the_answer(room: Room) -> None:
    """A quick one is posted as the answer and never edited; it can be checked again, and who asked is kept."""
    ts = asks(room)
    (post,) = room.posts
    assert room.updates == []
    assert "healthy" in shown(room.posts[post])
    assert CHECK_AGAIN in shown(room.posts[post])
    ((question, answer),) = [one.messages for one in stored(room.store)]
    assert isinstance(question, MessageIn)
    assert isinstance(answer, MessageOut)
    assert (question.user, question.text, question.ts) == ("U1", f"diagnose {POD}", ts)
    assert answer.ts == post
    assert any("looked" in line and "U1" in line and POD in line for line in room.notes)


@pytest.mark.parametrize("reading", [True, False])
def test_after_a_stop_there_is_still_one_message(room: Room, reading: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Whether the bot was stopped while it read, or after it had answered."""
    ts = asks(room)
    (post,) = room.posts
    if reading:
        room.posts[post] = room.posts[post].marked(f"reading:re:{CHANNEL}:{ts}")
    asks(room, resumed=True)
    assert list(room.posts) == [post]
    assert room.posts[post].mark == f"re:{CHANNEL}:{ts}"
    assert len(stored(room.store)) == 1


def test_an_edited_question_is_answered_where_the_answer_stands(room: Room) -> None:
    """A mistyped pod that is corrected makes no second message."""
    ts = asks(room, "diagnose shop/orders")
    assert "no such pod" in shown(room.whispers[-1])
    assert room.posts == {}
    assert stored(room.store) == []
    edited = replace(room.message(f"diagnose {POD}", ts, mention=True), change=Change.EDITED)
    handle(edited, connected(room))
    (answer,) = room.posts.values()
    assert "healthy" in shown(answer)


def test_a_button_of_no_pod_reads_nothing(room: Room) -> None:
    """What a button carries is held to the grammar of names again when it is pressed."""
    for value in ("", "shop/../etcd", "shop/web 0; rm", "<!channel>/x"):
        presses(room, CHECK_CLUSTER, value, "1736481000.000000")
    assert room.posts == {}
    assert len(room.whispers) == 4
    assert all("names no pod" in message.text for message in room.whispers)


def test_the_text_of_the_thread_is_weighed_with_the_cluster(room: Room) -> None:
    """The cluster contradicts what was pasted: a healthy pod is not told to be broken."""
    ts = room.says(LOST)
    before = len(room.posts)
    presses(room, CHECK_CLUSTER, POD, ts)
    answers = room.answers(ts)
    assert len(answers) == before + 1
    assert "but the cluster contradicts it" in shown(answers[-1])


def test_a_log_that_fails_costs_nobody_the_diagnosis(room: Room) -> None:
    """It is answered all the same."""

    def broken(*_: object) -> None:
        raise StoreError("The log cannot be written.", "日志无法写入。")

    doors = connected(room)
    log = replace(doors.log, record=broken)  # type: ignore[arg-type]  # it never returns
    handle(room.message(f"diagnose {POD}", "1736481000.000000", mention=True), replace(doors, log=log))
    (answer,) = room.posts.values()
    assert "healthy" in shown(answer)


def test_a_command_is_answered_for_its_author_alone(room: Room) -> None:
    """And kept, with who ran it."""
    run(Command("command:1", "T1", CHANNEL, "U7", RawText(f"diagnose {POD}"), "https://hooks"), connected(room))
    assert "healthy" in shown(room.responses[-1])
    assert room.posts == {}
    (kept,) = stored(room.store)
    assert isinstance(kept.messages[0], MessageIn)
    assert kept.messages[0].user == "U7"


def test_a_mention_in_a_thread_weighs_what_was_pasted_there(room: Room) -> None:
    """As the button does: the cluster is judged beside the thread's text."""
    ts = room.says(LOST)
    handle(room.message(f"diagnose {POD}", "1736481999.000000", thread=ts, mention=True), connected(room))
    assert "but the cluster contradicts it" in shown(room.answers(ts)[-1])


def test_a_thread_that_the_bot_passed_over_is_read(room: Room) -> None:
    """Nothing of it is in the log; Slack still has it."""
    ts = "1736481000.000000"
    room.history = [room.message(LOST, ts), room.message("lunch?", "1736481001.000000", thread=ts)]
    handle(room.message(f"diagnose {POD}", "1736481999.000000", thread=ts, mention=True), connected(room))
    assert "but the cluster contradicts it" in shown(room.answers(ts)[-1])


def test_what_stands_behind_the_pod_is_weighed_and_kept(room: Room) -> None:
    """A paste in the same message, or in a file that hangs on it; without its secrets, which is said."""
    secret = "redis://:made-up-Passw0rd@10.0.0.1:6379/1"
    asks(room, f"diagnose {POD}\n{LOST}\n{secret}")
    (answer,) = room.posts.values()
    assert "but the cluster contradicts it" in shown(answer)
    assert "hidden" in shown(answer)
    ((question, _),) = [one.messages for one in stored(room.store)]
    assert question.text.startswith(f"diagnose {POD}\n{LOST}")
    assert "made-up" not in question.text
    room.files["F1"] = LOST
    file = SharedFile("F1", SafeText("x.log"), "text/plain", "log", 10, "https://files")
    handle(room.message(f"diagnose {POD}", "1736482000.000000", mention=True, files=(file,)), connected(room))
    assert "but the cluster contradicts it" in shown(list(room.posts.values())[-1])


def test_what_a_channel_may_not_have_read_is_said_to_its_asker(room: Room) -> None:
    """The cluster is not asked, whichever way it is wanted; nothing is posted and nothing kept."""

    def may_not(channel: str, target: Target) -> ClusterError:
        return ClusterError(f"{target.pod} is not for {channel}.", "不可以。")

    doors = replace(connected(room), may_not=may_not)
    handle(room.message(f"diagnose {POD}", "1736481000.000000", mention=True), doors)
    press(Press("press:1", CHECK_AGAIN, "T1", CHANNEL, "1.0", "1.0", "U2", POD), doors)
    run(Command("command:1", "T1", CHANNEL, "U7", RawText(f"diagnose {POD}"), "https://hooks"), doors)
    assert all("is not for C0OPS" in message.text for message in (*room.whispers, *room.responses))
    assert (len(room.whispers), len(room.responses)) == (2, 1)
    assert room.posts == {}
    assert stored(room.store) == []
