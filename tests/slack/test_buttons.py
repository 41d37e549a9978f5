"""Not this case, This solved it, Show all steps: pressed by people, counted once each, also after a restart."""

from tests.slack.pastes import MOUNT_LOST, NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack_standin import Message, Person, Slack

TWO_CANDIDATES = f"{MOUNT_LOST}\nUnable to attach or mount volumes: unmounted volumes=[juicefs-data]"
"""Certain for one case, possible for another."""


def _counted(bot: Bot, reply: Message) -> list[tuple[str, str]]:
    """Who said what of a reply, as the log has it."""
    return bot.rows(
        "SELECT f.user, f.verdict FROM feedback f JOIN messages m ON m.id = f.message_id WHERE m.ts = ? ORDER BY f.id",
        reply.ts,
    )


def _labels(slack: Slack, reply: Message) -> list[str]:
    """The buttons of a reply as it is now."""
    now = slack.message(reply.ts)
    return [button.label for button in now.buttons] if now else []


def _told_alone(slack: Slack, person: Person, seen: int) -> str:
    """What the bot showed only to this person after the first `seen` whispers."""
    return slack.read(slack.wait_for(lambda: person.whispers[seen:], what=f"a whisper to {person.name}")[0])


def test_not_this_case_is_counted_with_who_and_when(
    slack: Slack, bot: Bot, ana: Person, wei: Person, room: str
) -> None:
    """Each person counts once, however often they press; the presser is answered, the channel is not disturbed."""
    reply = slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel=room))
    slack.everybody_joins(ana, wei)
    for person in (ana, ana, wei):
        seen = len(person.whispers)
        person.presses(reply, "Not this case").acked()
        _told_alone(slack, person, seen)
    assert _counted(bot, reply) == [(ana.id, "not-it"), (wei.id, "not-it")]
    assert bot.rows("SELECT 1 FROM feedback WHERE at NOT LIKE '20__-__-__T__:__:__%'") == []
    assert len(slack.thread(reply.thread_ts)) == 2


def test_not_it_shows_what_comes_next(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """It is counted, and whoever pressed gets the runner-up."""
    reply = slack.wait_for_answer(ana.posts(TWO_CANDIDATES, channel=room))
    assert reply.metadata["event_payload"]["case"] == "mount-point-lost"
    seen = len(ana.whispers)
    ana.presses(reply, "Not this case").acked()
    said = _told_alone(slack, ana, seen)
    assert "volume-not-published" in said
    assert _counted(bot, reply) == [(ana.id, "not-it")]


def test_not_it_without_a_runner_up_says_what_would_decide(slack: Slack, ana: Person, room: str) -> None:
    """Nothing else comes close: the next command is all that helps."""
    reply = slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel=room))
    seen = len(ana.whispers)
    ana.presses(reply, "Not this case").acked()
    said = _told_alone(slack, ana, seen)
    assert "Nothing else comes close" in said
    assert "kubectl" in said


def test_a_person_may_change_their_mind(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """The last word counts, and nothing is counted twice: who says that it solved it says that it helped."""
    reply = slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel=room))
    seen = len(ana.whispers)
    ana.presses(reply, "Not this case").acked()
    _told_alone(slack, ana, seen)
    ana.presses(reply, "This solved it").acked()
    ana.submits(slack.wait_for(lambda: ana.modal, what="the question"))
    slack.wait_for(lambda: _counted(bot, reply) == [(ana.id, "helped")], what="the count")


def test_the_buttons_of_an_old_reply_work_after_a_restart(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """What they need stands in the log and not in the process."""
    reply = slack.wait_for_answer(ana.posts(TWO_CANDIDATES, channel=room))
    assert bot.stop() == 0
    bot.start()
    seen = len(ana.whispers)
    ana.presses(reply, "Not this case").acked()
    assert "volume-not-published" in _told_alone(slack, ana, seen)
    assert _counted(bot, reply) == [(ana.id, "not-it")]
    ana.presses(reply, "Show all steps").acked()
    slack.wait_for(lambda: _labels(slack, reply) == ["I'm on it", "This solved it"], what="the reply unfolded")


def test_a_button_whose_conversation_was_forgotten_explains_itself(
    slack: Slack, bot: Bot, ana: Person, room: str
) -> None:
    """`juicefs-bot log forget` removed what the button would need."""
    reply = slack.wait_for_answer(ana.posts(NOT_REGISTERED, channel=room))
    [(conversation,)] = bot.soon("SELECT conversation_id FROM messages WHERE ts = ?", reply.ts)
    bot.log("forget", str(conversation), "--yes")
    seen = len(ana.whispers)
    ana.presses(reply, "Show all steps").acked()
    assert "no longer have the conversation" in _told_alone(slack, ana, seen)
