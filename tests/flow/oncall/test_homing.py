"""The app's own page in a room with a real log: what is theirs, in their language, nothing that they may not see."""

import json
import re

import pytest

from bot.core.faces.blocks import MOST_CHARACTERS, characters
from bot.flow.oncall.homing import MOST_LAST, show_home
from bot.model.home import HomeOpened
from bot.model.oncall import Act
from bot.model.text import Lang
from tests.flow.desk import PASTE, Desk
from tests.flow.room import place

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
    assert titles(shown) == ["Waiting for you to accept (2)", "Last handoffs (2)"]
    assert shown.count(f"https://team.slack.com/archives/C0OPS/{first}") == 2
    desk.pushes_all(root, "U0BEN")
    assert titles(page(desk, "U0BEN")) == ["You have (2)", "Last handoffs (2)"]
    assert titles(page(desk, "U1")) == ["Last handoffs (2)"]
    assert "2 handed over, 2 accepted" in page(desk, "U1")
    assert "You have no open conversation." in page(desk, "U0CARA")
    assert titles(page(desk, "U0CARA")) == []


@pytest.mark.parametrize(
    ("lang", "waits", "accepted"),
    [
        (Lang.EN, " · one thread, not accepted", " · one thread, accepted"),
        (Lang.ZH, " · 单个线程，未接收", " · 单个线程，已接收"),
    ],
)
def test_a_thread_that_was_handed_over_alone_is_among_the_last(
    desk: Desk, lang: Lang, waits: str, accepted: str
) -> None:
    """With the link to it, and whether it was accepted; for both sides, and for nobody else."""
    desk.langs = dict.fromkeys(("U1", "U0BEN"), lang)
    thread = desk.says(PASTE, mention=True)
    desk.says("handoff <!subteam^S0TEAM>", to=thread, mention=True)
    for user in ("U1", "U0BEN"):
        shown = page(desk, user)
        assert f"https://team.slack.com/archives/C0OPS/{thread}" in shown
        assert waits in shown
    desk.pushes(Act.ACCEPT, thread, "U0BEN")
    assert accepted in page(desk, "U1")
    assert accepted in page(desk, "U0BEN")
    assert titles(page(desk, "U0CARA")) == []


def test_the_last_handings_are_in_the_order_of_time(desk: Desk) -> None:
    """Whole channels and single threads in one list, the newest first, five at most."""
    told = []
    for _ in range(3):
        thread = desk.says(PASTE, mention=True)
        desk.says("handoff <@U0BEN>", to=thread, mention=True)
        handing = desk.store.handing_at(place(desk.says("handoff", mention=True)))
        assert handing is not None
        told += [thread, handing.parent]
    urls = re.findall(r'/archives/C0OPS/([\d.]+)"', page(desk, "U1"))
    assert urls == told[:0:-1]
    assert len(urls) == MOST_LAST


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
    desk.says("handoff <@U0CARA>", to=thread, mention=True, user="U0AWAY")
    assert desk.store.last_threads("T1", "U0AWAY", (), 5)
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


@pytest.mark.parametrize(("lang", "called"), [(Lang.EN, "tracked thread"), (Lang.ZH, "跟踪的线程")])
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
