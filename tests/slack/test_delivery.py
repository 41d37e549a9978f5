"""How events arrive: each acknowledged at once, in order, and answered once however often it comes."""

from collections.abc import Iterator
from functools import partial

import pytest

from tests.slack.pastes import CHATTER, DESCRIBE, MOUNT_LOST, NO_PASSWORD, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack.seen import quiet
from tests.slack_standin import QUICK, Manifest, Person, Slack, State


def test_everything_that_slack_sends_is_acknowledged_at_the_first_try(slack: Slack, ana: Person, room: str) -> None:
    """Also what is ignored: joins, topics, reactions, edits, deletions, other bots, the bot's own posts, files."""
    slack.channel(room, bot=False)
    ana.invites_bot(room)
    slack.everybody_joins(ana)
    paste = ana.posts(DESCRIBE, channel=room)
    answer = slack.wait_for_answer(paste)
    ana.mentions_bot("help", channel=room)
    ana.reacts(paste, "eyes")
    ana.unreacts(paste, "eyes")
    ana.edits(paste, NOT_REGISTERED)
    slack.unfurls(paste)
    ana.uploads("a.png", b"\x89PNG", channel=room)
    slack.other_bot().posts(NOT_REGISTERED, channel=room, classic=True)
    ana.deletes(paste)
    ana.dms(CHATTER)
    slack.sends_event({"type": "message", "subtype": "channel_topic", "user": ana.id, "channel": slack.channel(room)})
    slack.sends_event({"type": "message", "subtype": "huddle_thread", "channel": slack.channel(room), "ts": "1.2"})
    slack.sends_event({"type": "message"})
    ana.presses(answer, "Not this case").acked()
    ana.runs("/juicefs", "help", channel=room).acked()
    ana.runs("/juicefs", "\u202e<!channel> 𓀀", channel=room).acked()
    slack.settles()
    late = [one for one in slack.deliveries() if one.state is not State.ACKED or len(one.attempts) > 1]
    assert late == []
    assert slack.wire.strays == []


def test_acknowledgements_do_not_wait_for_slow_answers(slack: Slack, ana: Person, room: str) -> None:
    """While Slack takes no posts at all, everything that comes in is still acknowledged at the first try."""
    slack.trouble.limit("chat.postMessage", seconds=2)
    pastes = [ana.posts(f"{NOT_REGISTERED} {number}", channel=f"{room}-{number}") for number in range(24)]
    ana.runs("/juicefs", "help", channel=f"{room}-0").acked()
    slack.settles(quiet=0)
    slack.trouble.end()
    events = [one for one in slack.deliveries("message") if one.event.get("ts") in pastes]
    assert [(one.state, len(one.attempts)) for one in events] == [(State.ACKED, 1)] * len(pastes)
    for paste in pastes:
        slack.wait_for_answer(paste, timeout=20)


def test_what_is_said_in_a_thread_is_answered_in_its_order(slack: Slack, ana: Person, room: str) -> None:
    """Thirty threads at once, three questions in each: every thread has its answers in the order of asking."""
    words = ("help", "cases redis", "case mount-point-lost")
    signs = ("JuiceFS troubleshooting", "redis-auth-required", "mount-point-lost")
    parents = [ana.posts(CHATTER, channel=f"{room}-{number}") for number in range(30)]
    for word in words:
        for parent in parents:
            ana.mentions_bot(word, to=parent)
    for parent in parents:
        slack.wait_for_answer(parent, count=3, timeout=20)
        said = [slack.read(answer) for answer in slack.answers(parent)]
        assert [sign in text for sign, text in zip(signs, said, strict=True)] == [True, True, True]


def test_a_retry_is_not_answered_again(slack: Slack, ana: Person, room: str) -> None:
    """Slack brings an event again when it missed the acknowledgement, even minutes later."""
    paste = ana.posts(NOT_REGISTERED, channel=room)
    slack.wait_for_answer(paste)
    assert slack.wire.deliver_again(paste) == 1
    assert slack.wire.deliver_again(paste, retry=2) == 1
    assert quiet(slack, ana, paste)


def test_the_two_events_of_one_mention_get_one_answer(slack: Slack, ana: Person, room: str) -> None:
    """A mention in a channel arrives as `message` and as `app_mention`, in either order."""
    asked = ana.mentions_bot(NOT_REGISTERED, channel=room)
    slack.wait_for_answer(asked)
    slack.wire.hold()
    backwards = ana.mentions_bot(MOUNT_LOST, channel=room)
    slack.wire.release(backwards=True)
    slack.wait_for_answer(backwards)
    assert slack.wire.deliver_again(backwards) == 2
    assert quiet(slack, ana, asked)
    assert quiet(slack, ana, backwards)


@pytest.fixture
def second(slack: Slack, bot: Bot) -> Iterator[Bot]:
    """Another process of the same installation, with the same log: during a rolling restart there are two."""
    other = bot.beside()
    slack.wait_for_bot(connections=2)
    yield other
    assert other.stop() == 0


def test_the_same_envelope_on_two_sockets_gets_one_answer(slack: Slack, second: Bot, ana: Person, room: str) -> None:
    """Two processes share one log; whoever claims an event first answers it."""
    assert second.pid
    slack.wire.send_twice()
    pastes = [ana.posts(f"{NO_PASSWORD} {number}", channel=f"{room}-{number}") for number in range(10)]
    for paste in pastes:
        slack.wait_for_answer(paste)
    slack.settles()
    slack.wire.send_twice(on=False)
    assert [len(slack.answers(paste)) for paste in pastes] == [1] * len(pastes)


def test_a_lost_connection_is_replaced(slack: Slack, ana: Person, room: str) -> None:
    """Slack sends `disconnect` every few hours, and networks break; either way the bot comes back by itself."""
    for reason in ("warning", "refresh_requested", "a cut"):
        opened = slack.wire.opened
        slack.wire.cut() if reason == "a cut" else slack.wire.disconnect(reason)
        slack.wait_for(partial(_reconnected, slack, opened), timeout=20, what=f"a new connection after {reason}")
        paste = ana.posts(NOT_REGISTERED, channel=f"{room}-{opened}")
        slack.wait_for_answer(paste, timeout=20)
        assert quiet(slack, ana, paste)


def _reconnected(slack: Slack, opened: int) -> bool:
    return slack.wire.opened > opened and slack.wire.connections > 0


@pytest.mark.slow
def test_a_dead_connection_is_noticed(manifest: Manifest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A connection that neither breaks nor answers, as behind a router that restarted, is given up and replaced."""
    with Slack(timing=QUICK, manifest=manifest) as slack:
        bot = Bot(slack, tmp_path_factory.mktemp("frozen")).start()
        slack.wire.freeze()
        slack.wait_for(lambda: slack.wire.opened > 1, timeout=60, what="a second connection")
        slack.wait_for_answer(slack.user("ana").posts(NOT_REGISTERED), timeout=20)
        assert bot.stop() == 0
