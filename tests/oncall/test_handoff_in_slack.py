"""Handing a channel over in Slack: the real process at the stand-in, by command and by schedule, killed in between."""

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from tests.slack.pastes import MOUNT_LOST, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack_standin import Message, Person, Slack

NEWEST = "SELECT refused FROM handoffs ORDER BY id DESC LIMIT 1"
PATIENT = 20.0
"""Seconds: the bot looks every five whether something is due."""


@pytest.fixture(scope="module")
def settings() -> Mapping[str, str]:
    """Accepted within a day, so that no reminder comes by itself."""
    return {"JUICEFS_BOT_ACCEPT_MINUTES": "1440"}


def two_troubles(slack: Slack, ana: Person, wei: Person, room: str) -> tuple[str, str]:
    """Two answered pastes in a channel with two people; the first one has a note."""
    wei.posts("morning", channel=room)
    first, second = ana.posts(NOT_REGISTERED, channel=room), ana.posts(MOUNT_LOST, channel=room)
    slack.wait_for_answer(first)
    slack.wait_for_answer(second)
    ana.mentions_bot("note restarted CSI Node", to=first)
    slack.wait_for_answer(first, count=2)
    return first, second


def parent_in(slack: Slack, room: str) -> Message:
    """The bot's own post in a channel, outside threads."""
    found = slack.wait_for(
        lambda: [one for one in slack.messages(room) if one.user == slack.bot_user and not one.is_reply], PATIENT
    )
    return found[0]


def newest(slack: Slack, thread: str, words: str) -> None:
    """Wait until the bot's newest answer in a thread holds these words."""
    slack.wait_for(lambda: words in slack.read(slack.answers(thread)[-1]), PATIENT, words)


def told(slack: Slack, person: Person, words: str) -> Message:
    """What the bot says to one person alone."""
    return slack.wait_for(lambda: [one for one in person.whispers if words in slack.read(one)], PATIENT, words)[-1]


@pytest.mark.slow
def test_the_command_begins_a_thread_that_a_member_of_the_group_accepts(
    slack: Slack, bot: Bot, ana: Person, wei: Person, room: str
) -> None:
    """Parent, a card each with note, state, next step and link; only the group can accept; both threads tell."""
    first, second = two_troubles(slack, ana, wei, room)
    slack.usergroup("storage", wei)
    ana.runs("/juicefs", "handoff @storage mind the <disk>", channel=room).acked()
    parent = parent_in(slack, room)
    shown = slack.read(parent)
    assert "2 open, 2 need attention first." in shown
    assert "mind the <disk>" in shown
    assert "from ⟪@ana⟫ to ⟪@storage⟫" in shown
    link = parent.ts.replace(".", "")
    assert link in slack.read(told(slack, ana, "stands in this channel"))
    slack.wait_for(lambda: len(slack.answers(parent.ts)) == 2, PATIENT)
    cards = [slack.read(one) for one in slack.answers(parent.ts)]
    (card,) = [one for one in cards if first.replace(".", "") in one]
    for part in ("csi-driver-not-registered", "restarted CSI Node", "no pod named", "Next: "):
        assert part in card
    ana.presses(parent, "Accept all").acked()
    told(slack, ana, "only they can accept it")
    wei.presses(parent, "Accept all").acked()
    slack.wait_for(lambda: "Accepted: 2 of 2" in slack.read(parent_in(slack, room)), PATIENT)
    for thread in (first, second):
        newest(slack, thread, "accepted this at")
    cards = [slack.read(one) for one in slack.answers(parent.ts)[:2]]
    assert all("⟪@wei⟫ · accepted " in one and "[Accept]" not in one for one in cards)
    assert bot.rows("SELECT owner FROM duties WHERE owner <> ''")[-2:] == [(wei.id,)] * 2


@pytest.mark.slow
def test_a_handoff_that_was_killed_on_the_way_is_told_whole_and_once(
    slack: Slack, bot: Bot, ana: Person, wei: Person, room: str
) -> None:
    """`kill -9` while Slack is away: the next start goes on where it was."""
    two_troubles(slack, ana, wei, room)
    slack.trouble.lose_answer("chat.postMessage", times=1)
    slack.trouble.hang("conversations.history", seconds=30)
    ana.runs("/juicefs", "handoff @wei", channel=room).acked()
    parent = parent_in(slack, room)
    bot.kill()
    slack.trouble.end()
    bot.start()
    slack.wait_for(lambda: len(slack.answers(parent.ts)) == 2, PATIENT)
    bot.soon("SELECT 1 FROM handoffs WHERE parent_ts = ? AND posted_at IS NOT NULL", parent.ts)
    slack.settles(1.0, PATIENT)
    assert len([one for one in slack.messages(room) if one.user == slack.bot_user]) == 1
    assert len(slack.answers(parent.ts)) == 2


@pytest.mark.slow
def test_a_command_that_was_only_acknowledged_is_done_after_the_start(
    slack: Slack, bot: Bot, ana: Person, wei: Person, room: str
) -> None:
    """Slack brings no command again: it is in the log before Slack hears that it arrived."""
    two_troubles(slack, ana, wei, room)
    slack.trouble.hang("users.info", seconds=10)
    slack.user("kim").runs("/juicefs", "handoff @wei", channel=room).acked()
    bot.kill()
    slack.trouble.end()
    assert [one for one in slack.messages(room) if one.user == slack.bot_user] == []
    bot.start()
    parent = slack.wait_for(lambda: [one for one in slack.messages(room) if one.user == slack.bot_user], 45)[0]
    assert "from ⟪@kim⟫ to ⟪@wei⟫" in slack.read(parent)


@pytest.mark.slow
def test_who_does_not_accept_is_pinged_once_then_the_sender(
    slack: Slack, bot: Bot, ana: Person, wei: Person, room: str
) -> None:
    """For all of it together, in its thread; a restart in between pings nobody twice."""
    two_troubles(slack, ana, wei, room)
    handed = ana.mentions_bot("handoff @wei", channel=room)
    slack.wait_for_answer(handed, count=3, timeout=PATIENT)
    bot.soon("SELECT 1 FROM errands WHERE kind = 'remind' AND done_at IS NULL")
    for kind, pinged in (("remind", wei), ("tell", ana)):
        before = len(slack.answers(handed))
        make_due(bot, kind)
        slack.wait_for_answer(handed, count=before + 1, timeout=PATIENT)
        said = slack.read(slack.answers(handed)[-1])
        assert f"⟪@{pinged.name}⟫" in said
        assert "2" in said
        bot.kill()
        bot.start()
        slack.settles(6.0, PATIENT)
        assert len(slack.answers(handed)) == before + 1


def make_due(bot: Bot, kind: str) -> None:
    """Its time has come."""
    with sqlite3.connect(bot.folder / "log.db", timeout=10) as log:
        log.execute(
            "UPDATE errands SET due_at = '2026-01-01T00:00:00.000Z' WHERE kind = ? AND done_at IS NULL AND id ="
            " (SELECT max(id) FROM errands WHERE kind = ?)",
            (kind, kind),
        )
    log.close()


@pytest.mark.parametrize(
    ("to", "answer"),
    [
        ("@juicefs-bot", "A bot cannot take it"),
        ("@ana", "You cannot hand it to yourself"),
        ("@nobody", "knows nobody by that name"),
        ("@mia", "is not in this channel"),
    ],
)
def test_whoever_cannot_take_it_is_refused(
    slack: Slack, bot: Bot, ana: Person, wei: Person, room: str, *, to: str, answer: str
) -> None:
    """To who asked alone; nothing is posted in the channel."""
    slack.user("mia")
    two_troubles(slack, ana, wei, room)
    ana.runs("/juicefs", f"handoff {to}", channel=room).acked()
    told(slack, ana, answer)
    assert [one for one in slack.messages(room) if one.user == slack.bot_user] == []
    slack.wait_for(lambda: bot.rows(NEWEST) not in ([], [("",)]))


def test_to_nobody_twice_in_a_row_the_one_that_stands_is_linked(
    slack: Slack, bot: Bot, ana: Person, wei: Person, room: str
) -> None:
    """To who asked alone, whoever handed over before; once somebody noted anything the next one is told."""
    first, _ = two_troubles(slack, ana, wei, room)
    ana.runs("/juicefs", "handoff", channel=room).acked()
    parent = parent_in(slack, room)
    told(slack, ana, "stands in this channel")
    wei.runs("/juicefs", "handoff", channel=room).acked()
    refused = slack.read(told(slack, wei, "本频道 30 分钟内已经交接过"))
    assert parent.ts.replace(".", "") in refused
    slack.wait_for(lambda: bot.rows(NEWEST) == [("stands",)], PATIENT)
    ana.mentions_bot("note drained the node", to=first)
    slack.wait_for_answer(first, count=3, timeout=PATIENT)
    wei.runs("/juicefs", "handoff", channel=room).acked()
    told(slack, wei, "交接已发布在本频道")
    assert len([one for one in slack.messages(room) if one.user == slack.bot_user and not one.is_reply]) == 2


def test_where_the_bot_is_no_member_nothing_is_handed_over(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """Its user is told to invite it."""
    slack.channel(f"{room}-away", bot=False)
    ana.runs("/juicefs", "handoff", channel=f"{room}-away").acked()
    told(slack, ana, "Invite me with")
    slack.wait_for(lambda: bot.rows(NEWEST) == [("not-let-in",)])


def test_the_home_page_shows_everybody_what_is_theirs(
    slack: Slack, bot: Bot, ana: Person, wei: Person, room: str
) -> None:
    """In the language of their Slack, each with its link."""
    first, _ = two_troubles(slack, ana, wei, room)
    ana.mentions_bot("take", to=first)
    bot.soon(f"SELECT 1 {_DONE}", "take", first)
    handed = ana.mentions_bot("handoff @wei", channel=room)
    slack.wait_for_answer(handed, count=3, timeout=PATIENT)
    wei.opens_home()
    page = slack.read(slack.wait_for(lambda: wei.home, PATIENT))
    assert "等你接收" in page
    assert first.replace(".", "") in page
    assert "最近的交接" in page
    ana.opens_home()
    assert "You have" in slack.read(slack.wait_for(lambda: ana.home, PATIENT))


_DONE = "FROM changes c JOIN conversations v ON v.id = c.conversation_id WHERE c.act = ? AND v.thread_ts = ?"
"""Something that was done in a thread: the log is that of all these tests."""


def test_a_thread_that_was_handed_over_is_on_the_home_page(
    slack: Slack, bot: Bot, ana: Person, wei: Person, room: str
) -> None:
    """With its link, for both; then that it was accepted."""
    first, _ = two_troubles(slack, ana, wei, room)
    ana.mentions_bot("handoff @wei", to=first)
    bot.soon(f"SELECT 1 {_DONE}", "hand-over", first)
    assert last_on_page(slack, ana, "one thread, not accepted").count(first.replace(".", "")) == 1
    assert last_on_page(slack, wei, "单个线程，未接收").count(first.replace(".", "")) == 1
    wei.mentions_bot("accept", to=first)
    bot.soon(f"SELECT 1 {_DONE}", "accept", first)
    assert first.replace(".", "") in last_on_page(slack, ana, "one thread, accepted")
    assert first.replace(".", "") in last_on_page(slack, wei, "单个线程，已接收")


def last_on_page(slack: Slack, who: Person, words: str) -> str:
    """The line of the last handing over on somebody's page, once it says this."""
    who.opens_home()

    def line() -> str:
        page = slack.read(who.home) if who.home else ""
        rows = [one for one in page.split("\n") if words in one]
        return rows[0] if rows else ""

    return slack.wait_for(line, PATIENT, words)


@pytest.mark.slow
def test_the_schedule_hands_over_by_itself_once(slack: Slack, bot: Bot, ana: Person, wei: Person, room: str) -> None:
    """At its moment, to the group that it names; also a bot that starts a little later, and only one of two starts."""
    two_troubles(slack, ana, wei, room)
    group = slack.usergroup("night", wei)
    now = datetime.now(UTC)
    moment = f"{now.minute} {now.hour} * * *"
    assert bot.stop() == 0
    again = bot.with_settings({"JUICEFS_BOT_HANDOFF_SCHEDULE": f"{slack.channel(room)}={moment} Etc/UTC {group.id}"})
    try:
        again.start()
        parent = parent_in(slack, room)
        assert "from the schedule to ⟪@night⟫. 2 open" in slack.read(parent)
        slack.wait_for(lambda: len(slack.answers(parent.ts)) == 2, PATIENT)
        again.kill()
        again.start()
        slack.settles(7.0, 30)
        assert len([one for one in slack.messages(room) if one.user == slack.bot_user]) == 1
        assert len(slack.answers(parent.ts)) == 2
    finally:
        again.stop()
        bot.start()
