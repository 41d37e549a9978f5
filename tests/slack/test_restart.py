"""A restart in the middle loses nothing and doubles nothing."""

from tests.slack.pastes import DESCRIBE, MOUNT_LOST, NO_PASSWORD, NOT_REGISTERED, NOT_REGISTERED_TITLE
from tests.slack.running import Bot
from tests.slack.seen import quiet
from tests.slack_standin import Person, Slack, State


def _acknowledged(slack: Slack, ts: str) -> None:
    """Wait until Slack believes that the bot has the message."""
    slack.wait_for(
        lambda: any(one.event.get("ts") == ts and one.state is State.ACKED for one in slack.deliveries()),
        what=f"an acknowledgement of {ts}",
    )


def test_killed_between_acknowledgement_and_answer_it_answers_after_the_start(
    slack: Slack, bot: Bot, ana: Person, room: str
) -> None:
    """Slack does not bring again what was acknowledged: the bot must have kept it."""
    slack.trouble.limit("chat.postMessage", seconds=60)
    pastes = [ana.posts(DESCRIBE, channel=room), ana.posts(MOUNT_LOST, channel=f"{room}-b"), ana.dms(NO_PASSWORD)]
    for paste in pastes:
        _acknowledged(slack, paste)
    bot.kill()
    slack.trouble.end()
    assert [slack.answers(paste) for paste in pastes] == [[], [], []]
    bot.start()
    for paste in pastes:
        slack.wait_for_answer(paste, timeout=15)
        assert quiet(slack, ana, paste)


def test_killed_between_answer_and_confirmation_it_does_not_answer_twice(
    slack: Slack, bot: Bot, ana: Person, room: str
) -> None:
    """The answer stands in the thread, but the bot died before it could note that."""
    slack.trouble.lose_answer("chat.postMessage")
    slack.trouble.hang("conversations.replies", seconds=30)
    paste = ana.posts(NOT_REGISTERED, channel=room)
    slack.wait_for_answer(paste)
    bot.kill()
    slack.trouble.end()
    bot.start()
    assert quiet(slack, ana, paste)


def test_a_late_retry_after_a_restart_is_not_answered_again(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """What was answered is remembered on the disk, not in the process."""
    paste = ana.posts(NOT_REGISTERED, channel=room)
    slack.wait_for_answer(paste)
    assert bot.stop() == 0
    bot.start()
    slack.wire.deliver_again(paste, retry=3)
    assert quiet(slack, ana, paste)


def test_what_is_said_while_it_is_away_is_answered_when_it_is_back(
    slack: Slack, bot: Bot, ana: Person, room: str
) -> None:
    """Slack tries again for a while; within that time a restart costs nothing."""
    assert bot.stop() == 0
    slack.wire.hold()
    paste = ana.posts(NOT_REGISTERED, channel=room)
    bot.start()
    slack.wire.release()
    slack.wait_for_answer(paste)
    assert quiet(slack, ana, paste)


def test_an_orderly_stop_ends_what_was_begun(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """SIGTERM with answers on their way: they are posted before the end, or after the next start; each once."""
    pastes = [ana.posts(NOT_REGISTERED, channel=room) for _ in range(3)]
    for paste in pastes:
        _acknowledged(slack, paste)
    assert bot.stop() == 0
    bot.start()
    for paste in pastes:
        slack.wait_for_answer(paste, timeout=15)
        assert quiet(slack, ana, paste)


def test_a_thread_goes_on_after_a_restart(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """What was said and told is known again: the same is not told twice, news is, an edit updates the old reply."""
    paste = ana.posts(NOT_REGISTERED, channel=room)
    reply = slack.wait_for_answer(paste)
    bot.kill()
    bot.start()
    ana.replies(NOT_REGISTERED, to=paste)
    assert quiet(slack, ana, paste)
    further = ana.replies(MOUNT_LOST, to=paste)
    assert "mount-point-lost" in slack.read(slack.wait_for_answer(further))
    ana.edits(paste, NO_PASSWORD)
    slack.wait_for(
        lambda: (now := slack.message(reply.ts)) and NOT_REGISTERED_TITLE not in slack.read(now).split("\n")[0],
        what="the old reply written anew",
    )


def test_a_message_deleted_before_the_answer_is_not_answered(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """It was acknowledged, the bot was killed, and its author took it back: there is nothing to answer any more."""
    slack.trouble.limit("chat.postMessage", seconds=60)
    paste = ana.posts(f"{NOT_REGISTERED} lambda-node-2", channel=room)
    _acknowledged(slack, paste)
    bot.kill()
    slack.trouble.end()
    slack.wire.hold()
    ana.deletes(paste)
    bot.start()
    slack.wire.release()
    slack.settles()
    assert slack.answers(paste) == []
    assert not bot.rows("SELECT 1 FROM messages WHERE text LIKE '%lambda-node-2%'")
