"""The socket is told to go, closed, cut, doubled and reordered: every paste is still answered once, and rightly."""

from functools import partial

import pytest

from tests.faults.bot import Tell, answers, vitals, wait_for_all, wait_idle, wait_until
from tests.slack.pastes import CHATTER, MOUNT_LOST, NO_PASSWORD, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack.seen import quiet
from tests.slack_standin import Person, Slack

REASONS = ("warning", "refresh_requested", "link_disabled")
RECONNECTS = 100


def leave(slack: Slack, how: str) -> None:
    """End the bot's connection in this way, and wait until it has another."""
    opened = slack.wire.opened
    slack.wire.cut() if how == "cut" else slack.wire.disconnect(how)
    slack.wait_for(partial(_reconnected, slack, opened), timeout=60, what=f"a new connection after {how}")


def _reconnected(slack: Slack, opened: int) -> bool:
    return slack.wire.opened > opened and slack.wire.connections == 1


@pytest.mark.parametrize("how", [*REASONS, "cut"])
def test_what_is_said_around_a_disconnect_is_answered_once(slack: Slack, bot: Bot, ana: Person, how: str) -> None:
    """Just before it, while there is no connection or two of them, and after it."""
    pastes = [ana.posts(NOT_REGISTERED, channel=f"#{how}-{number}") for number in range(5)]
    opened = slack.wire.opened
    slack.wire.cut() if how == "cut" else slack.wire.disconnect(how)
    pastes += [ana.posts(MOUNT_LOST, channel=f"#{how}-{number}") for number in range(5)]
    slack.wait_for(partial(_reconnected, slack, opened), timeout=60, what=f"a new connection after {how}")
    pastes += [ana.posts(NO_PASSWORD, channel=f"#{how}-{number}") for number in range(5)]
    for paste in pastes:  # the stand-in's retries are over within a second, Slack's own come after minutes
        slack.wire.deliver_again(paste, retry=2)
    wait_for_all(slack, bot, pastes, 60)
    wait_idle(slack, bot)
    assert [answers(slack)[paste] for paste in pastes] == [1] * len(pastes)


def test_every_event_four_times_and_each_time_in_another_order(slack: Slack, bot: Bot, ana: Person) -> None:
    """Twice on each socket, backwards, and again as late retries: one answer each."""
    slack.wire.send_twice()
    slack.wire.hold()
    pastes = [ana.posts(f"{NOT_REGISTERED} {number}", channel=f"#doubled-{number % 8}") for number in range(24)]
    pastes += [ana.mentions_bot(MOUNT_LOST, channel=f"#doubled-{number}") for number in range(8)]
    slack.wire.release(backwards=True)
    for paste in reversed(pastes):
        slack.wire.deliver_again(paste, retry=1)
    wait_for_all(slack, bot, pastes, 60)
    for paste in pastes:
        slack.wire.deliver_again(paste, retry=3)
    wait_idle(slack, bot)
    slack.wire.send_twice(on=False)
    assert [answers(slack)[paste] for paste in pastes] == [1] * len(pastes)


def test_a_reply_that_comes_before_its_parent(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """Both are answered, each once, in the thread."""
    slack.wire.hold()
    parent = ana.posts(NOT_REGISTERED, channel=room)
    reply = ana.replies(NO_PASSWORD, to=parent)
    slack.wire.release(backwards=True)
    slack.wait_for_answer(reply, count=2, timeout=20)
    wait_idle(slack, bot)
    said = sorted(str(answer.metadata["event_payload"]["case"]) for answer in slack.answers(reply))
    assert said == ["csi-driver-not-registered", "redis-auth-required"]


@pytest.mark.parametrize("first", [CHATTER, MOUNT_LOST], ids=["talk", "another-error"])
def test_an_edit_that_comes_before_its_message(slack: Slack, bot: Bot, ana: Person, room: str, first: str) -> None:
    """What counts is how the message reads now: one answer, to the newer text."""
    slack.wire.hold()
    paste = ana.posts(first, channel=room)
    ana.edits(paste, NOT_REGISTERED)
    slack.wire.release(backwards=True)
    slack.wait_for_answer(paste, timeout=20)
    wait_idle(slack, bot)
    (answer,) = slack.answers(paste)
    assert answer.metadata["event_payload"]["case"] == "csi-driver-not-registered"
    assert first[:20] not in str(bot.rows("SELECT text FROM messages WHERE ts = ?", paste))


def test_edits_and_a_mention_that_come_backwards(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """A question that was put right twice: the last wording is answered, once."""
    slack.wire.hold()
    asked = ana.mentions_bot("hepl", channel=room)
    for words in (NO_PASSWORD, MOUNT_LOST):
        ana.edits(asked, f"@{slack.backend.bot.name} {words}")
    slack.wire.release(backwards=True)
    slack.wait_for_answer(asked, timeout=20)
    wait_idle(slack, bot)
    (answer,) = slack.answers(asked)
    assert answer.metadata["event_payload"]["case"] == "mount-point-lost"
    assert answer.versions == ()


def test_a_deletion_that_comes_before_its_message(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """Nobody is answered, and nothing of the text is kept."""
    slack.wire.hold()
    paste = ana.posts(f"{NOT_REGISTERED} zugzwang-planted", channel=room)
    ana.deletes(paste)
    slack.wire.release(backwards=True)
    wait_idle(slack, bot)
    assert quiet(slack, ana, ana.posts(CHATTER, channel=room))
    assert answers(slack)[paste] == 0
    assert not bot.stores("zugzwang")


@pytest.mark.slow
def test_what_is_said_while_no_socket_can_be_had_is_read_from_history(
    slack: Slack, bot: Bot, ana: Person, room: str
) -> None:
    """The network is away for longer than Slack tries: once it is back, what was said is answered, and once."""
    parent = ana.posts(NOT_REGISTERED, channel=room)
    slack.wait_for_answer(parent)
    slack.trouble.refuse("apps.connections.open", "internal_error")
    tries = len(slack.calls("apps.connections.open"))
    slack.wire.cut()
    slack.wait_for(lambda: slack.wire.connections == 0, what="the lost connection")
    slack.wire.hold()
    pastes = [ana.posts(MOUNT_LOST, channel=room), ana.replies(NO_PASSWORD, to=parent)]
    wait_until(lambda: len(slack.calls("apps.connections.open")) >= tries + 20, 120, "a connection lost for long")
    slack.trouble.end()
    slack.wait_for(lambda: slack.wire.connections == 1, timeout=60, what="a new connection")
    slack.wait_for_answer(pastes[0], timeout=30)
    slack.wait_for_answer(pastes[1], timeout=30)
    slack.wire.release()
    wait_idle(slack, bot)
    assert answers(slack)[pastes[0]] == 1
    assert len(slack.answers(parent)) == 2


@pytest.mark.slow
def test_a_hundred_reconnects_leave_nothing_behind(
    slack: Slack, bot: Bot, ana: Person, room: str, record_property: Tell
) -> None:
    """In four ways in turn: as many threads and file handles as before, and every paste between them answered once."""
    ways = [*REASONS, "cut"]
    for how in ways:
        leave(slack, how)
        slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel=room), timeout=20)
    wait_idle(slack, bot)
    before = vitals(bot)
    pastes = []
    for number in range(RECONNECTS):
        leave(slack, ways[number % len(ways)])
        if number % 10 == 0:
            pastes.append(ana.posts(f"{NOT_REGISTERED} {number}", channel=room))
    for paste in pastes:
        slack.wire.deliver_again(paste, retry=3)  # as Slack does after five minutes
    wait_for_all(slack, bot, pastes, 60)
    wait_idle(slack, bot)
    wait_until(lambda: vitals(bot).threads <= before.threads, 30, f"the threads of before: {before}")
    after = vitals(bot)
    assert after.files <= before.files + 1  # a connection to the log may be open or not
    assert [answers(slack)[paste] for paste in pastes] == [1] * len(pastes)
    record_property(f"after {RECONNECTS} reconnects", str(after))
    record_property("before them", str(before))
