"""Handing a channel over in a room with a real log: told, offered, accepted, reminded, each once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.faces.blocks import MOST_CHARACTERS, characters
from bot.core.oncall.handoff import STANDS
from bot.core.wording import oncall as words
from bot.errors import SlackError
from bot.flow.doors import Doors
from bot.flow.oncall.errands import work_off
from bot.flow.oncall.offering import OWN_TIME, keep
from bot.flow.pressing import run
from bot.model.chat import Command
from bot.model.handoff import Reading
from bot.model.oncall import Act, Refusal, Status
from bot.model.text import Lang, RawText
from tests.core.oncall.handoffs import reading
from tests.flow.desk import FIRST, PASTE, Desk, pinged
from tests.flow.room import CHANNEL, place
from tests.flow.shifts import SECOND, actions, later, status, two_open
from tests.scenes.take import snapshot_of


def test_nothing_open_is_said(desk: Desk) -> None:
    """Explicitly: one post, no card."""
    root = desk.says("handoff <@U0BEN>", mention=True)
    assert [one.text for one in desk.answers(root)] == ["Handoff: Nothing is open. There is nothing to hand over."]


def test_everything_open_is_told_and_offered(desk: Desk) -> None:
    """A parent with the counts, a card each, what nobody has first; each waits for the receiver."""
    two_open(desk)
    root = desk.says("handoff <@U0BEN> watch Redis", mention=True)
    parent, *cards = desk.answers(root)
    assert parent.text == "Handoff: 2 open, 1 needs attention first."
    assert "watch Redis" in str(parent.blocks)
    assert pinged(parent) == {"U1", "U0BEN"}
    assert len(cards) == 2
    assert [status(desk, number)[0] for number in (FIRST, SECOND)] == [Status.HANDED_OVER] * 2


def test_pods_are_read_again(desk: Desk) -> None:
    """A trouble that has healed meanwhile is told as such, and its reading is kept."""
    two_open(desk)
    desk.cluster = "healthy"
    desk.store.keep_reading(FIRST, an_hour_ago(desk))
    root = desk.says("handoff <@U0BEN>", mention=True)
    assert any(card.text.startswith("🟢") for card in desk.answers(root))
    assert desk.store.readings(FIRST)[0].troubles == ()


def an_hour_ago(desk: Desk) -> Reading:
    """A reading with a trouble of the scene's pod."""
    return replace(reading("a"), pod=snapshot_of("healthy").scope, at=desk.doors.now() - timedelta(hours=1))


def test_twice_in_a_row_and_to_a_bot_get_a_clear_answer(desk: Desk) -> None:
    """Nothing is offered or told again."""
    two_open(desk)
    robot = desk.says("handoff <@U0ROBOT>", mention=True)
    assert [one.text for one in desk.answers(robot)] == ["A bot cannot take it. Name a person or a user group."]
    assert status(desk, FIRST)[0] is Status.OPEN
    desk.says("handoff <@U0BEN>", mention=True)
    again = desk.says("handoff <@U0BEN>", mention=True)
    assert [one.text.split(" and ")[0] for one in desk.answers(again)] == ["It was handed to U0BEN already"]


def test_without_a_receiver_whoever_comes_next_takes_them(desk: Desk) -> None:
    """Told, and offered to nobody."""
    two_open(desk)
    root = desk.says("交接", mention=True)
    assert desk.answers(root)[0].text == "交接：共 2 个未关闭，其中 1 个需要优先处理。"
    assert status(desk, FIRST) == (Status.OPEN, "")


def test_a_stop_in_the_middle_loses_and_doubles_nothing(desk: Desk) -> None:
    """Done again from the start: the same posts, one change for each conversation."""
    two_open(desk)
    ts = desk.says("handoff <@U0BEN>", mention=True)
    before = len(desk.answers(ts))
    desk.hears(desk.message("handoff <@U0BEN>", ts, mention=True, resumed=True))
    assert len(desk.answers(ts)) == before
    assert [one.act for one in desk.store.history(FIRST)] == [Act.HAND_OVER]


def test_the_slash_command_begins_a_thread_of_its_own(desk: Desk) -> None:
    """The parent stands in the channel, the cards below it; who ran it is told where."""
    two_open(desk)
    told = desk.runs("handoff <!subteam^S0TEAM|@storage> until Monday")
    (root,) = desk.begun()
    assert "until Monday" in str(desk.posts[root].blocks)
    assert len(desk.answers(root)) == 2
    assert root in str(told.blocks)
    desk.pushes(Act.ACCEPT, root, "U0BEN", "h1")
    assert status(desk, FIRST) == (Status.OPEN, "U0BEN")


def test_a_command_that_a_stop_cut_off_is_kept_for_the_next_start(desk: Desk) -> None:
    """Slack brings no command again; any other is to be asked for again."""
    two_open(desk)
    handing, other = (
        Command(f"command:{n}", "T1", "C0OPS", "U1", RawText(text), "https://hooks")
        for n, text in enumerate(("handoff <@U0BEN>", "open"))
    )
    assert keep(handing, desk.doors, desk.oncall)
    assert not keep(other, desk.doors, desk.oncall)
    assert work_off(desk.doors, desk.oncall) == 0
    assert later(desk, OWN_TIME) == 1
    assert len(desk.answers(desk.begun()[0])) == 2


def test_who_has_everything_already_is_told_so(desk: Desk) -> None:
    """Nothing is left to accept, so nothing is posted."""
    first, second = two_open(desk)
    for thread in (first, second):
        desk.says("take over", to=thread, mention=True, user="U0BEN")
    assert "has it already" in desk.runs("handoff <@U0BEN>").text
    assert desk.begun() == []


def test_a_long_list_of_what_is_open_is_cut_and_says_so(desk: Desk) -> None:
    """Names for ids, pods, what waits for whom; nobody is pinged, and Slack's limits are kept."""
    for _ in range(110):
        thread = desk.says(PASTE, mention=True)
        desk.says("take", to=thread, mention=True)
    desk.says("handoff <@U0BEN>", to=thread, mention=True)
    told = desk.runs("open")
    shown = str(told.blocks)
    assert told.text == "110 open, none needs attention first."
    assert "shop/orders-0" in shown
    assert "handed over, not accepted yet" not in shown.split("'rich_text_list'")[1]
    assert pinged(told) == set()
    assert "(cut here" in shown
    assert sum(map(characters, told.blocks)) <= MOST_CHARACTERS + 200


def test_one_conversation_is_handed_over_in_its_thread_with_all_that_matters(desk: Desk) -> None:
    """The receiver is pinged, with a card whose pod was read again; read once more, before is what it was."""
    first, _ = two_open(desk)
    desk.cluster = "healthy"
    before = an_hour_ago(desk)
    desk.store.keep_reading(FIRST, before)
    desk.says("note restarted it", to=first, mention=True)
    desk.says("handoff <@U0BEN> mind the disk", to=first, mention=True)
    message = desk.last(first)
    assert pinged(message) == {"U0BEN"}
    assert "healthy now" in str(message.blocks)
    assert "restarted it" in str(message.blocks)
    assert actions(message) == ["juicefs_oncall_accept", "juicefs_oncall_resolve"]
    assert desk.store.readings(FIRST)[0] == before
    desk.pushes(Act.ACCEPT, first, "U0BEN", "1")
    assert status(desk, FIRST) == (Status.OPEN, "U0BEN")
    assert desk.begun() == []


def test_the_slash_command_takes_a_note_alone_and_knows_no_other_act(desk: Desk) -> None:
    """Without a receiver it is for whoever comes next; what is about one conversation belongs in its thread."""
    two_open(desk)
    desk.runs("handoff back on Monday")
    assert "back on Monday" in str(desk.posts[desk.begun()[0]].blocks)
    assert "mention me in its thread" in desk.runs("take").text


@pytest.mark.parametrize(
    ("to", "answer"),
    [
        ("<@U0ROBOT>", "A bot cannot take it"),
        ("<@U1>", "You cannot hand it to yourself"),
        ("<@U0AWAY>", "U0AWAY is not in this channel"),
        ("<@U0GONE>", "Slack knows nobody by that name"),
        ("<!subteam^S0GONE>", "Slack knows nobody by that name"),
        ("<!subteam^S0DARK>", "Slack does not tell me who is in that user group"),
        ("@nobody", "Slack knows nobody by that name"),
        ("<!here>", "Slack knows nobody by that name"),
    ],
)
def test_whoever_cannot_take_it_is_refused(desk: Desk, to: str, answer: str) -> None:
    """By command for its author alone, by mention in the thread; nothing is offered, posted or asked again."""
    two_open(desk)
    assert answer in desk.runs(f"handoff {to}").text
    root = desk.says(f"handoff {to}", mention=True)
    assert [answer in one.text for one in desk.answers(root)] == [True]
    assert desk.begun() == []
    assert status(desk, FIRST) == (Status.OPEN, "")
    assert work_off(desk.doors, desk.oncall) == 0


def test_what_nobody_touched_is_no_open_work_for_ever(desk: Desk) -> None:
    """An answer of yesterday that nobody took up is left out; one that somebody noted anything about is not."""
    first, _ = two_open(desk)
    later = desk.doors.now() + timedelta(hours=25)
    assert [one.id for one in desk.store.open_in(place(""), later)] == [SECOND]
    desk.says("note looked at it", to=first, mention=True)
    assert [one.id for one in desk.store.open_in(place(""), later)] == [FIRST, SECOND]


@pytest.mark.parametrize("preferred", list(Lang))
def test_to_nobody_twice_in_a_row_is_answered_with_the_one_that_stands(desk: Desk, preferred: Lang) -> None:
    """By command to who asked alone, by mention in the thread, with its link, also where nothing is open."""
    desk.preferred = preferred
    for opened in (False, True):
        if opened:
            two_open(desk)
        desk.runs("handoff")
        root = desk.begun()[-1]
        told = desk.runs("handoff")
        mentioned = desk.says({Lang.EN: "handoff", Lang.ZH: "交接"}[preferred], mention=True)
        for message in (told, *desk.answers(mentioned)):
            assert words.REFUSALS[Refusal.STANDS][preferred].split("`")[0] in message.text
            assert f"{CHANNEL}/{root}" in str(message.blocks)
        assert len(desk.answers(mentioned)) == 1
        assert len(desk.begun()) == 1 + opened
    assert status(desk, FIRST) == (Status.OPEN, "")
    assert work_off(desk.doors, desk.oncall) == 0


@pytest.mark.parametrize("said", ["take", "note restarted it", "check", "remind 2h", "dismiss", "solved", PASTE])
def test_whatever_happens_in_a_conversation_lets_the_next_one_through(desk: Desk, said: str) -> None:
    """A pod that was read, a note, a pasted line, a new owner, or that it is closed."""
    desk.cluster = "healthy"
    first, _ = two_open(desk)
    desk.runs("handoff")
    desk.runs("handoff")
    assert len(desk.begun()) == 1
    desk.says(said, to=first, mention=True)
    desk.runs("handoff")
    assert len(desk.begun()) == 2
    desk.runs("handoff")
    assert len(desk.begun()) == 2


def test_a_new_conversation_another_note_a_receiver_and_half_an_hour_let_the_next_one_through(desk: Desk) -> None:
    """Each says what the one that stands does not."""
    two_open(desk)
    desk.runs("handoff")
    desk.says(PASTE, mention=True)
    desk.runs("handoff")
    desk.runs("handoff back on Monday")
    desk.runs("handoff back on Monday")
    assert len(desk.begun()) == 3
    desk.runs("handoff <@U0BEN>")
    assert len(desk.begun()) == 4
    desk.runs("handoff")
    desk.runs("handoff")
    assert len(desk.begun()) == 5
    run(Command("command:late", "T1", CHANNEL, "U1", RawText("handoff"), "https://hooks"), at(desk, STANDS))
    assert len(desk.begun()) == 6


def at(desk: Desk, after: timedelta) -> Doors:
    """The desk's doors so much later."""
    return replace(desk.doors, now=lambda: desk.doors.now() + after)


def test_of_two_people_at_once_the_first_ones_is_told(desk: Desk) -> None:
    """Asked for and not yet read it counts; also after a stop, whoever's is done first."""
    two_open(desk)
    commands = [
        Command(f"command:{user}", "T1", CHANNEL, user, RawText("handoff"), "https://hooks") for user in ("U1", "U2")
    ]
    for one in commands:
        assert keep(one, desk.doors, desk.oncall)
    run(commands[1], desk.doors)
    assert "within the last 30 minutes" in desk.responses[-1].text
    assert desk.begun() == []
    run(commands[0], desk.doors)
    assert len(desk.begun()) == 1
    assert later(desk, OWN_TIME) == 0


def test_one_that_was_refused_does_not_stand(desk: Desk) -> None:
    """Slack did not let the bot in: once invited it is handed over."""
    two_open(desk)

    def closed(*_: object, **__: object) -> str:
        raise SlackError("Slack refused: not_in_channel.", "Slack 拒绝了请求：not_in_channel。")

    doors = desk.doors
    away = replace(doors, chat=replace(doors.chat, post=closed))
    run(Command("command:away", "T1", CHANNEL, "U1", RawText("handoff"), "https://hooks"), away)
    assert desk.begun() == []
    desk.runs("handoff")
    assert len(desk.begun()) == 1
