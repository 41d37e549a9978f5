"""A message from its arrival to what is said and stored, step by step."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.chat.buttons import NOT_IT, SHOW_ALL
from bot.core.oncall.handoff_blocks import action_of
from bot.errors import SlackDownError, StoreError
from bot.flow.conversing import handle
from bot.model.chat import ChannelKind, SharedFile, SlackMessage
from bot.model.conversation import MessageIn, MessageOut
from bot.model.oncall import Act
from bot.model.text import Lang, SafeText
from tests.flow.room import Room, lies, place, stored, with_log

LOST = "juicefs[41]: df: /data/orders: Transport endpoint is not connected"
"""Certain: mount-point-lost."""
NO_PASSWORD = "<FATAL>: juicefs mount: load setting: NOAUTH Authentication required. [main.go:31]"
"""Certain: redis-auth-required."""
POSSIBLE = "df: /data: Socket not connected"
CHATTER = "shall we have the retro on Thursday instead of Friday?"
LOG = SharedFile("F1", SafeText("x.log"), "text/plain", "log", 10, "https://files.slack.com/x.log")
BIG = replace(LOG, size=2 * 1024 * 1024)
IMAGE = replace(LOG, name=SafeText("x.png"), mimetype="image/png", filetype="png")


def text_of(message: SlackMessage) -> str:
    """All text of a message."""
    return json.dumps(message.blocks, ensure_ascii=False)


def failing(*_: object) -> None:
    """A log that cannot be used."""
    raise StoreError("The disk is full.", "磁盘已满。")


def test_a_paste_is_answered_in_its_thread_and_the_exchange_stored(room: Room) -> None:
    """What was asked, what it led to, what was said, in which post."""
    ts = room.says(LOST)
    (answer,) = room.answers(ts)
    assert answer.case == "mount-point-lost"
    assert answer.mark == f"re:C0OPS:{ts}"
    ((asked, said),) = [one.messages for one in stored(room.store)]
    assert isinstance(asked, MessageIn)
    assert isinstance(said, MessageOut)
    assert (asked.text, asked.ts, asked.user, asked.matches[0].case) == (LOST, ts, "U1", "mount-point-lost")
    assert (said.answers, said.told[0].case) == (ts, "mount-point-lost")
    assert "Transport endpoint" in said.text


def test_silence_stores_nothing_and_asks_nobody(room: Room, tmp_path: Path) -> None:
    """A text that fits no case well leaves no trace, and no one's language is looked up."""
    room.says(f"{POSSIBLE} on ip-10-77-1-9")
    room.says(CHATTER)
    assert room.posts == {}
    assert room.asked_for_lang == []
    assert not lies(tmp_path, "ip-10-77-1-9")
    assert not any("ip-10-77" in note for note in room.notes)


def test_the_answer_has_its_buttons(room: Room) -> None:
    """What can be done about it from the start, and Show all steps where something is folded; none without a case."""
    (answer,) = room.answers(room.says(LOST))
    actions = [element["action_id"] for element in answer.blocks[-1]["elements"]]  # type: ignore[attr-defined]  # JSON
    assert actions == [action_of(Act.TAKE), action_of(Act.RESOLVE), NOT_IT, SHOW_ALL]
    (unsure,) = room.answers(room.says(POSSIBLE, mention=True))
    assert "actions" not in text_of(unsure)


def test_a_secret_reaches_neither_reply_nor_log(room: Room, tmp_path: Path) -> None:
    """It is hidden, and the person is told so."""
    ts = room.says(f"{NO_PASSWORD} metaurl=redis://:hunter2-swordfish@redis.infra:6379/1")
    (answer,) = room.answers(ts)
    assert "hunter2" not in text_of(answer) + answer.text + "".join(room.notes)
    assert "A secret was in the text" in text_of(answer)
    assert not lies(tmp_path, "hunter2")


# -- threads ---------------------------------------------------------------------------------------


def test_a_further_paste_counts_together_with_the_thread(room: Room) -> None:
    """Neither says enough alone."""
    first = room.says(POSSIBLE, mention=True)
    room.says("Unable to attach or mount volumes: unmounted volumes=[juicefs-data], timed out waiting", to=first)
    assert [one.case for one in room.answers(first)] == [None, "mount-point-lost"]


def test_the_same_again_is_stored_in_silence_and_other_talk_is_not(room: Room, tmp_path: Path) -> None:
    """Evidence is kept, conversation is not."""
    first = room.says(LOST)
    room.says(f"{LOST} on worker-7", to=first)
    room.says("thanks, gamma-node-12 is drained", to=first)
    assert len(room.answers(first)) == 1
    assert lies(tmp_path, "worker-7")
    assert not lies(tmp_path, "gamma-node-12")


def test_asked_below_a_text_that_was_passed_over_it_reads_the_thread(room: Room) -> None:
    """A bare mention is about what stands above it; what leads somewhere is remembered from then on."""
    room.history = [room.message(POSSIBLE, "1736481300.000001"), room.message(CHATTER, "1736481300.000002")]
    room.says("", to="1736481300.000001", mention=True)
    (answer,) = room.answers("1736481300.000001")
    assert "mount-point-lost" in text_of(answer)
    assert [one.text for one in room.store.recall(place("1736481300.000001")).heard] == [POSSIBLE, ""]


def test_a_mention_with_nothing_to_go_by_gets_help(room: Room) -> None:
    """Neither words, nor a thread that leads anywhere."""
    for thread in (None, "1736481300.000001"):
        ts = room.says("", to=thread, mention=True)
        assert "JuiceFS troubleshooting" in text_of(room.answers(thread or ts)[-1])
    assert stored(room.store) == []


# -- edits and deletions ---------------------------------------------------------------------------


def test_an_edit_writes_the_reply_anew_and_replaces_the_text(room: Room) -> None:
    """One reply before and after, and the old words are gone from the log."""
    ts = room.says(f"{LOST} delta-node-3")
    room.edits(ts, NO_PASSWORD)
    assert [one.case for one in room.answers(ts)] == ["redis-auth-required"]
    assert len(room.updates) == 1
    assert "delta-node-3" not in repr(stored(room.store))
    room.edits(ts, "sorry, wrong channel")
    assert [one.case for one in room.answers(ts)] == [None]
    assert room.store.recall(place(ts)).told == frozenset()


def test_an_edited_word_updates_its_answer(room: Room) -> None:
    """`hlep` becomes `help`; nothing of either is stored, so the reply is found by its mark."""
    ts = room.says("hlep", mention=True)
    assert "Did you mean" in text_of(room.answers(ts)[0])
    room.edits(ts, "help", mention=True)
    (answer,) = room.answers(ts)
    assert "JuiceFS troubleshooting" in text_of(answer)


def test_a_paste_that_is_edited_into_a_word_leaves_the_log(room: Room) -> None:
    """What was pasted by mistake does not stay."""
    ts = room.says(LOST, mention=True)
    room.edits(ts, "help", mention=True)
    assert len(room.answers(ts)) == 1
    assert LOST not in repr(stored(room.store))


def test_a_deleted_message_leaves_the_log_and_is_no_evidence(room: Room) -> None:
    """The log's line says that its author took it back."""
    ts = room.says(LOST)
    room.deletes(ts)
    assert "orders" not in repr(stored(room.store))
    assert any("text removed" in note for note in room.notes)
    room.says(CHATTER, to=ts, mention=True)
    assert room.answers(ts)[-1].case is None


# -- files -----------------------------------------------------------------------------------------


def test_a_files_text_counts_like_a_paste(room: Room) -> None:
    """With the words beside it: they tell the language."""
    room.files["F1"] = LOST
    ts = room.says("这个报错是什么意思？", files=(LOG,))
    (answer,) = room.answers(ts)
    assert answer.case == "mount-point-lost"
    assert "排查命令" in text_of(answer)


@pytest.mark.parametrize(
    ("file", "said"),
    [(BIG, "larger than 1 MiB"), (IMAGE, "not a text file"), (replace(LOG, id="F2"), "sign-in page")],
)
def test_a_file_that_cannot_be_read_is_told_to_whoever_asked(room: Room, file: SharedFile, said: str) -> None:
    """In a direct message and with a mention; in a channel nobody asked."""
    room.says("", files=(file,))
    assert room.posts == {}
    ts = room.says("what is this?", mention=True, files=(file,))
    assert said in text_of(room.answers(ts)[0])
    room.kind = ChannelKind.DIRECT
    ts = room.says("", files=(file,))
    assert said in room.answers(ts)[0].text


def test_a_file_that_cannot_be_read_does_not_hide_the_paste_beside_it(room: Room) -> None:
    """The case is told, and that the file was not read."""
    ts = room.says(LOST, mention=True, files=(IMAGE,))
    (answer,) = room.answers(ts)
    assert answer.case == "mount-point-lost"
    assert "not a text file" in text_of(answer)


# -- language --------------------------------------------------------------------------------------


def test_the_language_is_that_of_the_words_then_the_threads_then_the_readers_then_the_setting(room: Room) -> None:
    """Error lines tell nothing."""
    room.preferred = Lang.ZH
    assert "Run" in text_of(room.answers(room.says(f"why does this happen to my pod?\n{LOST}"))[0])
    assert "排查命令" in text_of(room.answers(room.says(LOST))[0])
    room.langs["U1"] = Lang.EN
    english = room.says(LOST)
    assert "Run" in text_of(room.answers(english)[0])
    room.langs["U1"] = Lang.ZH
    room.says(NO_PASSWORD, to=english)
    assert "Run" in text_of(room.answers(english)[1])


# -- trouble ---------------------------------------------------------------------------------------


def test_a_log_that_fails_costs_nobody_the_answer(room: Room) -> None:
    """Neither when the thread cannot be recalled, nor when the exchange cannot be stored."""
    handle(room.message(LOST, "1736481400.000000"), with_log(room, recall=failing, record=failing))
    assert len(room.answers("1736481400.000000")) == 1
    assert sum("log failed" in note for note in room.notes) == 2


def test_what_cannot_be_posted_is_not_stored(room: Room) -> None:
    """The caller keeps the event pending; the next try begins anew."""

    def down(*_: object, **__: object) -> str:
        raise SlackDownError("Slack cannot be reached.", "无法连接 Slack。")

    doors = room.doors
    with pytest.raises(SlackDownError):
        handle(room.message(LOST, "1736481400.000000"), replace(doors, chat=replace(doors.chat, post=down)))
    assert stored(room.store) == []


def test_a_message_that_comes_again_after_a_stop_is_answered_once(room: Room) -> None:
    """Posted and recorded: left alone.  Posted and not recorded: found by its mark, and recorded."""
    ts = room.says(LOST)
    room.hears(replace(room.message(LOST, ts), resumed=True))
    handle(room.message(LOST, "1736481400.000000"), with_log(room, record=failing))
    room.hears(replace(room.message(LOST, "1736481400.000000"), resumed=True))
    assert len(room.answers(ts)) == len(room.answers("1736481400.000000")) == 1
    assert room.store.recall(place("1736481400.000000")).knows("1736481400.000000")
