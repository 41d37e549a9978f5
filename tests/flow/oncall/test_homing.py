"""The app's own page in a room with a real log: what is theirs, in their language, nothing that they may not see."""

import json
import re

import pytest

from bot.core.faces.blocks import MOST_CHARACTERS, characters
from bot.flow.oncall.homing import show_home
from bot.model.home import HomeOpened
from bot.model.text import Lang
from tests.flow.desk import PASTE, Desk

NASTY = "juicefs: NOAUTH Authentication required for redis <!channel> <@U0BOSS> <http://evil|good> `x`"


def page(desk: Desk, user: str) -> str:
    """What somebody sees on their page, as JSON."""
    show_home(HomeOpened(f"home:{user}", "T1", "D0X", "1.0", user), desk.doors, desk.oncall)
    return json.dumps(desk.homes[user], ensure_ascii=False)


def titles(shown: str) -> list[str]:
    """The lists of a page, with how long they are."""
    return re.findall(r'"text": "([^"]+ \(\d+\)|[^"]+（\d+）)"', shown)


def test_a_page_lists_what_they_have_what_waits_for_them_and_the_last_handings(desk: Desk) -> None:
    """Each in one list, with links; who handed over sees it too, whom it does not concern sees nothing."""
    first, second = desk.says(PASTE, mention=True), desk.says(PASTE, mention=True)
    desk.says("take", to=first, mention=True)
    desk.says("take", to=second, mention=True, user="U0BEN")
    desk.says("handoff <@U0BEN>", to=first, mention=True)
    root = desk.says("handoff <!subteam^S0TEAM>", mention=True)
    shown = page(desk, "U0BEN")
    assert titles(shown) == ["Waiting for you to accept (2)", "Last handoffs (1)"]
    assert shown.count(f"https://team.slack.com/archives/C0OPS/{first}") == 1
    desk.pushes_all(root, "U0BEN")
    assert titles(page(desk, "U0BEN")) == ["You have (2)", "Last handoffs (1)"]
    assert titles(page(desk, "U1")) == ["Last handoffs (1)"]
    assert "2 handed over, 2 accepted" in page(desk, "U1")
    assert "You have no open conversation." in page(desk, "U0CARA")
    assert titles(page(desk, "U0CARA")) == []


def test_a_page_speaks_its_readers_language(desk: Desk) -> None:
    """That of their Slack."""
    desk.langs["U1"] = Lang.ZH
    thread = desk.says(PASTE, mention=True)
    desk.says("take", to=thread, mention=True)
    shown = page(desk, "U1")
    assert titles(shown) == ["由你负责（1）"]
    assert "已持续" in shown
    assert "JuiceFS 值班" in shown


def test_nothing_of_a_channel_that_they_are_not_in_is_shown(desk: Desk) -> None:
    """Who was in a private channel and left sees what is theirs there no more."""
    thread = desk.says(PASTE, mention=True)
    desk.says("take", to=thread, mention=True, user="U0AWAY")
    desk.says("handoff <@U0BEN>", mention=True, user="U0AWAY")
    assert titles(page(desk, "U0AWAY")) == []


def test_nobodys_text_is_more_than_text_on_a_page(desk: Desk) -> None:
    """No mark-up is read there, and it keeps Slack's limits however much there is."""
    for _ in range(30):
        thread = desk.says(NASTY, mention=True)
        desk.says("take", to=thread, mention=True)
    desk.says("handoff", mention=True)
    shown = page(desk, "U1")
    assert "mrkdwn" not in shown
    assert "U0BOSS" not in re.findall(r'"user_id": "(\w+)"', shown)
    assert "evil" not in "".join(re.findall(r'"url": "([^"]+)"', shown))
    assert sum(map(characters, desk.homes["U1"])) <= MOST_CHARACTERS + 200
    assert "and 10 more" in shown


@pytest.mark.parametrize(("lang", "called"), [(Lang.EN, "tracked thread"), (Lang.ZH, "跟踪的消息列")])
def test_a_tracked_thread_is_called_what_it_is(desk: Desk, lang: Lang, called: str) -> None:
    """On the page, in the list and on its card; by its first words once the log has any, as text and no more."""
    desk.langs["U1"] = lang
    thread = desk.says("lunch?")
    desk.says("track", to=thread, mention=True)
    root = desk.says("handoff", mention=True)
    for shown in (page(desk, "U1"), str(desk.runs("open").blocks), str(desk.answers(root)[1].blocks)):
        assert called in shown
        assert "no case" not in shown
        assert "无对应案例" not in shown
    desk.says("the volume is slow <@U0BOSS> password=hunter2hunter2", to=thread, mention=True)
    shown = page(desk, "U1")
    assert "the volume is slow" in shown
    assert called not in shown
    assert "hunter2" not in shown
    assert "U0BOSS" not in re.findall(r'"user_id": "(\w+)"', shown)
