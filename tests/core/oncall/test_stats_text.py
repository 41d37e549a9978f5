"""The figures in words: whole, in both languages, and unable to steer a terminal."""

import json

import pytest

from bot.core.oncall.stats import count
from bot.core.oncall.stats_text import MOST_WEEKS, stats_json, stats_text
from bot.model.case import CaseId
from bot.model.text import Lang, SafeText
from tests.core.oncall.episodes import episode

WEEK = 7 * 24


@pytest.mark.parametrize(("lang", "said"), [(Lang.EN, "There are no conversations yet."), (Lang.ZH, "还没有对话。")])
def test_an_empty_log_has_no_figures(lang: Lang, said: str) -> None:
    """Nothing is not zero percent."""
    assert stats_text(count([]), lang) == said
    assert stats_json(count([]))["answered_share"] is None


def test_the_table_lines_up_and_shows_the_newest_weeks() -> None:
    """As many weeks as a terminal has room for; a week without the case shows a dot."""
    episodes = [episode(week, hours=week * WEEK) for week in range(12)] + [episode(99, case=CaseId("oom"))]
    table = stats_text(count(episodes), Lang.EN).split("By case and week\n")[1].split("\n")
    assert table[0].split()[:-1] == list(count(episodes).weeks[-MOST_WEEKS:])
    assert table[1].split() == ["redis-auth-required", *["1"] * MOST_WEEKS, "12"]
    assert table[2].split() == ["oom", *["·"] * MOST_WEEKS, "1"]
    assert table[1].index(" 12") + 3 == table[2].index(" 1", 80) + 2


def test_questions_cannot_steer_the_terminal() -> None:
    """Control characters of a paste are shown, not obeyed."""
    asked = episode(1, case=None, line=SafeText("why \x1b[31mred\x07"))
    told = stats_text(count([asked]), Lang.ZH)
    assert "\x1b" not in told
    assert "有人问过但没有匹配到的问题" in told


def test_json_holds_every_figure() -> None:
    """Ready to be written, with the lines as they are."""
    told = json.loads(json.dumps(stats_json(count([episode(1, helped=1), episode(2, case=None)]))))
    assert (told["conversations"], told["answered"], told["confirmed_share"]) == (2, 1, 1.0)
    assert told["unmatched"] == [{"line": "NOAUTH Authentication required.", "count": 1}]
