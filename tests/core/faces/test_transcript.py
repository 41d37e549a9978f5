"""The log as people read it."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.faces.terminal import PLAIN
from bot.core.faces.transcript import entry_json, listing, logged_json, transcript
from bot.model.case import CaseId, Strength
from bot.model.conversation import Conversation, ConversationId, Door, Entry, Logged, MessageIn, MessageOut, Place
from bot.model.diagnosis import Verdict
from bot.model.match import Evidence, Match
from bot.model.text import Hidden, Lang, SafeText

AT = datetime(2026, 3, 14, 12, 0, 5, tzinfo=UTC)
THREAD = Place(Door.SLACK, "T0TEAM", "C0ONCALL", "1.1")
ENTRY = Entry(
    ConversationId(3), AT, AT, THREAD, "U0ANNA", CaseId("redis-auth-required"), Strength.CERTAIN, SafeText("NOAUTH")
)
NO_CASE = Entry(
    ConversationId(12), AT, AT, Place(Door.TERMINAL), "", None, Strength.NONE, SafeText("挂载 is slow"), forgotten=False
)
LOGGED = Logged(
    ConversationId(3),
    AT,
    AT + timedelta(seconds=1),
    Conversation(
        THREAD,
        (
            MessageIn(
                SafeText("Events:\n\tredis NOAUTH"),
                AT,
                Lang.EN,
                Verdict.MATCHED,
                (
                    Match(
                        CaseId("redis-auth-required"),
                        97.5,
                        Strength.CERTAIN,
                        (Evidence(SafeText("redis NOAUTH"), 2),),
                        {"pv": "pvc-1"},
                        "no-password",
                    ),
                ),
                (Hidden("url-password", 2),),
                "U0ANNA",
                "1.1",
            ),
            MessageOut(SafeText("Give the password."), AT + timedelta(seconds=1), Lang.EN, "1.2"),
        ),
    ),
)


def test_the_list_is_a_table_in_english() -> None:
    """Columns line up; a conversation without a case says so."""
    assert listing([ENTRY, NO_CASE], Lang.EN).splitlines() == [
        "ID  LAST               STRENGTH  CASE                 WHERE               LINE",
        "3   2026-03-14 12:00Z  Certain   redis-auth-required  Slack C0ONCALL 1.1  NOAUTH",
        "12  2026-03-14 12:00Z            no case              terminal            挂载 is slow",
    ]


def test_the_list_is_a_table_in_chinese() -> None:
    """A Chinese character counts as two columns, so that columns line up here too."""
    assert listing([ENTRY, replace(NO_CASE, forgotten=True)], Lang.ZH).splitlines() == [
        "编号  最近时间           把握  案例                 来源                内容",
        "3     2026-03-14 12:00Z  确定  redis-auth-required  Slack C0ONCALL 1.1  NOAUTH",
        "12    2026-03-14 12:00Z        无对应案例           终端                （已删除内容）",
    ]


@given(line=st.text(max_size=300).map(SafeText), width=st.integers(20, 200), lang=st.sampled_from(Lang))
def test_no_line_is_wider_than_the_terminal(line: SafeText, width: int, lang: Lang) -> None:
    """Whatever was logged, the table keeps its shape: one line for each conversation, none wraps, nothing steers."""
    lines = listing([replace(ENTRY, line=line), NO_CASE], lang, PLAIN, width).split("\n")
    assert len(lines) == 3
    for one in lines:
        assert sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in one) <= width
        assert not any(unicodedata.category(character) in ("Cc", "Cf") for character in one)


def test_a_conversation_is_told_whole_in_english() -> None:
    """Who, when, the text, the case with its proof, what was hidden, the answer."""
    assert transcript(LOGGED, Lang.EN).splitlines() == [
        "Conversation 3  ·  Slack C0ONCALL 1.1",
        "",
        "2026-03-14 12:00:05Z  U0ANNA",
        "    Events:",
        "            redis NOAUTH",
        "  → redis-auth-required · no-password · Certain · 97.5",
        "      line 2: redis NOAUTH",
        "  hidden before it was stored: url-password ×2",
        "",
        "2026-03-14 12:00:06Z  juicefs-bot",
        "    Give the password.",
    ]


def test_a_conversation_is_told_whole_in_chinese() -> None:
    """The same in Chinese; texts stay as they were written."""
    told = transcript(replace(LOGGED, forgotten_at=AT), Lang.ZH).splitlines()
    assert told[:2] == ["对话 3  ·  Slack C0ONCALL 1.1", "文本和名称已于 2026-03-14 12:00:05Z 删除。"]
    assert "  → redis-auth-required · no-password · 确定 · 97.5" in told
    assert "      第 2 行: redis NOAUTH" in told
    assert "  存储前已隐去：url-password ×2" in told


def test_control_characters_do_not_reach_the_terminal() -> None:
    """An escape sequence in a stored text is shown, not obeyed."""
    message = MessageOut(SafeText("a\x1b[2Jb\u202ec"), AT, Lang.EN)
    told = transcript(replace(LOGGED, conversation=Conversation(THREAD, (message,))), Lang.EN)
    assert told.endswith("    a�[2Jb�c")


WHOLE = {
    "id": 3,
    "opened_at": "2026-03-14T12:00:05+00:00",
    "last_at": "2026-03-14T12:00:06+00:00",
    "door": "slack",
    "team": "T0TEAM",
    "channel": "C0ONCALL",
    "thread_ts": "1.1",
    "forgotten_at": None,
    "messages": [
        {
            "direction": "in",
            "at": "2026-03-14T12:00:05+00:00",
            "ts": "1.1",
            "lang": "en",
            "text": "Events:\n\tredis NOAUTH",
            "user": "U0ANNA",
            "verdict": "matched",
            "hidden": [{"rule": "url-password", "count": 2}],
            "matches": [
                {
                    "case": "redis-auth-required",
                    "score": 97.5,
                    "strength": "certain",
                    "cause": "no-password",
                    "slots": {"pv": "pvc-1"},
                    "evidence": [{"line": "redis NOAUTH", "number": 2, "source": "paste"}],
                }
            ],
        },
        {
            "direction": "out",
            "at": "2026-03-14T12:00:06+00:00",
            "ts": "1.2",
            "lang": "en",
            "text": "Give the password.",
        },
    ],
}
"""LOGGED with every field of every message, match and proving line."""


def test_the_json_of_a_conversation_leaves_nothing_out() -> None:
    """Every field of every message, match and proving line."""
    assert logged_json(LOGGED) == WHOLE


def test_the_json_of_an_entry_has_its_place() -> None:
    """One flat object a conversation."""
    assert entry_json(ENTRY) == {
        "id": 3,
        "opened_at": "2026-03-14T12:00:05+00:00",
        "last_at": "2026-03-14T12:00:05+00:00",
        "door": "slack",
        "team": "T0TEAM",
        "channel": "C0ONCALL",
        "thread_ts": "1.1",
        "user": "U0ANNA",
        "case": "redis-auth-required",
        "strength": "certain",
        "line": "NOAUTH",
        "forgotten": False,
    }
