"""The words of people on call are understood in both languages, and nothing else is taken for one."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat.words import ON_CALL, read_ask
from bot.core.oncall.asks import View, Wanted, read_wanted
from bot.core.wording.chat import HELP_ROWS
from bot.core.wording.help import STATS_ROW, THREAD_ROWS
from bot.model.oncall import Act
from bot.model.text import Lang, RawText


def wanted(text: str) -> Wanted:
    """What this wants; it wants something."""
    found = read_wanted(RawText(text))
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("take", Act.TAKE),
        ("I\u2019m on it!", Act.TAKE),
        ("Take over", Act.TAKE_OVER),
        ("我来处理。", Act.TAKE),
        ("接管", Act.TAKE_OVER),
        ("check", Act.CHECK),
        ("检查", Act.CHECK),
        ("dismiss", Act.DISMISS),
        ("忽略", Act.DISMISS),
        ("track", Act.TRACK),
        ("accept", Act.ACCEPT),
        ("接收", Act.ACCEPT),
        ("reopen", Act.REOPEN),
        ("/juicefs open", View.OPEN),
        ("待处理", View.OPEN),
        ("stats", View.STATS),
        ("stats plot", View.PLOT),
        ("统计图", View.PLOT),
        ("Not this case.", View.NOT_IT),
        ("不是这个案例", View.NOT_IT),
        ("report", View.REPORT),
        ("整理上游 issue", View.REPORT),
        ("verify fix", Act.CHECK),
        ("验证", Act.CHECK),
        ("统计", View.STATS),
    ],
)
def test_words_are_known_in_both_languages(text: str, what: Act | View) -> None:
    """Whatever their case and final mark."""
    assert wanted(text).what is what


@pytest.mark.parametrize(
    ("text", "what", "said"),
    [
        ("note restarted\nthe CSI Node", Act.NOTE, "restarted\nthe CSI Node"),
        ("备注：重启了 CSI Node", Act.NOTE, "重启了 CSI Node"),
        ("备注重启了", Act.NOTE, "重启了"),
        ("resolve", Act.RESOLVE, ""),
        ("solved: gave the password", Act.RESOLVE, "gave the password"),
        ("已解决 补上密码", Act.RESOLVE, "补上密码"),
    ],
)
def test_notes_keep_their_words(text: str, what: Act, said: str) -> None:
    """As they were typed, without the mark behind the word."""
    assert (wanted(text).what, wanted(text).text) == (what, said)


@pytest.mark.parametrize(
    ("text", "receiver", "note"),
    [
        ("handoff <@U0BEN> watch Redis", "U0BEN", "watch Redis"),
        ("hand over to <@U0BEN|ben>", "U0BEN", ""),
        ("交接给 <!subteam^S0TEAM|@storage>", "S0TEAM", ""),
        ("handoff", "", ""),
    ],
)
def test_a_handing_over_names_its_receiver(text: str, receiver: str, note: str) -> None:
    """A person or a group, with a word for them; without one the bot asks."""
    found = wanted(text)
    assert (found.what, found.receiver, found.text) == (Act.HAND_OVER, receiver, note)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("remind 2h", timedelta(hours=2)),
        ("remind me in 30 minutes", timedelta(minutes=30)),
        ("提醒 2 个小时后", timedelta(hours=2)),
        ("提醒3天", timedelta(days=3)),
        ("remind 1d", timedelta(days=1)),
        ("remind", None),
        ("remind 0h", None),
        ("remind 99d", None),
        ("remind tomorrow", None),
        ("提醒 明天", None),
    ],
)
def test_a_reminder_has_a_span(text: str, after: timedelta | None) -> None:
    """In minutes, hours or days; what cannot be read as one asks for a reminder all the same, and is told how."""
    assert wanted(text).after == after


@pytest.mark.parametrize(
    "text",
    [
        "",
        "open /dev/fuse: no such file",
        "open the pod",
        "check the mount pod please",
        "handoff of the volume failed",
        "takes too long",
        "take-off",
        "remind me of the docs",
        "statsd failed",
        "notes",
        "mount failed: open /jfs",
    ],
)
def test_a_paste_or_a_sentence_is_no_word(text: str) -> None:
    """What begins with a word of ours and goes on otherwise is left to be matched."""
    assert read_wanted(RawText(text)) is None


@pytest.mark.parametrize("lang", list(Lang))
def test_the_help_tells_every_word_in_both_languages(lang: Lang) -> None:
    """Each act and each view can be found there by a word of that language, and the word does what it is there for."""
    general = [(word, said[lang]) for word, said in (*HELP_ROWS, STATS_ROW)]
    told = [*general, *((word[lang], said[lang]) for word, said in THREAD_ROWS)]
    words = re.findall(r"`([^`]+)`", " ".join(f"`{word}` {said}" for word, said in told))
    read = [read_wanted(RawText(re.sub(r"@(?:WHO|某人)", "<@U1>", word))) for word in words]
    assert {one.what for one in read if one} == {*Act, *View}


def test_a_mistyped_word_is_known_to_be_near() -> None:
    """Every word that is offered to who mistyped one is read here, and does what it says."""
    assert [word for word in sorted(ON_CALL) if read_wanted(RawText(word)) is None] == []
    assert read_ask(RawText("hendoff @wei")).suggestion == "handoff @wei"
    assert read_ask(RawText("opn")).suggestion == "open"


@pytest.mark.parametrize(
    ("text", "receiver", "note"),
    [
        ("handoff until Monday", "", "until Monday"),
        ("交接 周一回来", "", "周一回来"),
        ("handoff <@U0BEN|ben> watch Redis", "U0BEN", "watch Redis"),
        ("handoff @nobody watch Redis", "@nobody", "watch Redis"),
        ("handoff <!here>", "@here", ""),
    ],
)
def test_behind_the_slash_a_note_needs_no_receiver(text: str, receiver: str, note: str) -> None:
    """Nobody pastes there; a name that is no mention is kept, so that the answer can say so."""
    found = read_wanted(RawText(text), command=True)
    assert found is not None
    assert (found.receiver, found.text) == (receiver, note)


@given(st.text(max_size=60))
def test_any_text_is_read_without_trouble(text: str) -> None:
    """Nothing raises, and a reminder is never in the past or beyond a month."""
    for start in ("", "remind ", "handoff ", "note "):
        found = read_wanted(RawText(start + text))
        if found and found.after is not None:
            assert timedelta() < found.after <= timedelta(days=30)
