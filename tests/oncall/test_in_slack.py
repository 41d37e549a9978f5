"""People on call in Slack: the real process at the stand-in, from the paste to a quiet handing over."""

from tests.slack.pastes import MOUNT_LOST, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack_standin import Person, Slack


def test_a_shift_is_handed_over_accepted_and_ended(slack: Slack, bot: Bot, ana: Person, wei: Person, room: str) -> None:
    """Two troubles, one handing over, accepted by its receiver alone; both end; the next says that nothing is open."""
    wei.posts("good morning", channel=room)
    first, second = ana.posts(NOT_REGISTERED, channel=room), ana.posts(MOUNT_LOST, channel=room)
    slack.wait_for_answer(first)
    slack.wait_for_answer(second)
    ana.mentions_bot("note restarted CSI Node", to=first)
    assert "Noted." in slack.read(slack.wait_for_answer(first, count=2))
    handed = ana.mentions_bot("handoff @wei good luck", channel=room)
    parent = slack.read(slack.wait_for_answer(handed))
    assert "2 open, 2 need attention first" in parent
    assert "good luck" in parent
    slack.wait_for_answer(handed, count=3)
    seen = len(ana.whispers)
    ana.presses(slack.answers(handed)[0], "Accept all").acked()
    slack.wait_for(lambda: len(ana.whispers) > seen)
    assert "only they can accept it" in slack.read(ana.whispers[-1])
    wei.presses(slack.answers(handed)[0], "Accept all").acked()
    assert "accepted by" in slack.read(slack.wait_for_answer(handed, count=4, timeout=15))
    assert (
        bot.rows(
            "SELECT status, owner FROM duties",
        )
        == [("open", wei.id)] * 2
    )
    wei.mentions_bot("resolve restarted the node", to=first)
    wei.mentions_bot("已解决", to=second)
    slack.wait_for(lambda: bot.rows("SELECT status FROM duties") == [("resolved",)] * 2)
    again = ana.mentions_bot("handoff @wei", channel=room)
    assert "Nothing is open" in slack.read(slack.wait_for_answer(again))
