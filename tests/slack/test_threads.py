"""A thread grows: further pastes, other talk, edits and deletions."""

from tests.slack.pastes import (
    BARE_LOST,
    HUNG,
    MOUNT_LOST,
    NO_PASSWORD,
    NOT_PUBLISHED,
    NOT_REGISTERED,
    NOT_REGISTERED_TITLE,
)
from tests.slack.running import Bot
from tests.slack.seen import quiet
from tests.slack_standin import Message, Person, Slack


def test_a_further_paste_that_changes_the_diagnosis_is_answered(slack: Slack, ana: Person, room: str) -> None:
    """A second trouble in the same thread is worth a second reply."""
    paste = ana.posts(NOT_REGISTERED, channel=room)
    slack.wait_for_answer(paste)
    ana.replies(MOUNT_LOST, to=paste)
    assert "mount-point-lost" in slack.read(slack.wait_for_answer(paste, count=2))


def test_a_further_paste_that_tells_the_same_is_kept_in_silence(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """More of the same evidence is stored with the conversation, and nobody is told twice."""
    paste = ana.posts(NOT_REGISTERED, channel=room)
    slack.wait_for_answer(paste)
    again = ana.replies(f"and on orders-worker-7: {NOT_REGISTERED}", to=paste)
    assert quiet(slack, ana, paste)
    assert bot.stores("orders-worker-7")
    assert "csi-driver-not-registered" in bot.log("orders-worker-7")
    assert bot.rows("SELECT direction FROM messages WHERE ts = ?", again) == [("in",)]


def test_pastes_of_a_thread_count_together(slack: Slack, ana: Person, wei: Person, room: str) -> None:
    """Neither text says enough by itself: the first does not name JuiceFS, the second does not name the trouble."""
    asked = ana.mentions_bot(BARE_LOST, channel=room)
    assert slack.read(slack.wait_for_answer(asked)).startswith("No documented case fits well enough")
    wei.replies(NOT_PUBLISHED, to=asked)
    assert "mount-point-lost" in slack.read(slack.wait_for_answer(asked, count=2)).split("\n")[1]


def test_other_talk_in_the_thread_is_left_alone_and_not_kept(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """People talk under a reply; the bot neither joins in nor stores it."""
    paste = ana.posts(NOT_REGISTERED, channel=room)
    slack.wait_for_answer(paste)
    ana.replies("thanks, I will drain gamma-node-12 then", to=paste)
    assert quiet(slack, ana, paste)
    assert not bot.stores("gamma-node-12")


def test_asked_in_the_thread_it_answers_with_all_that_was_said_there(slack: Slack, ana: Person, room: str) -> None:
    """A bare mention below a paste asks about the thread."""
    paste = ana.posts(NOT_REGISTERED, channel=room)
    slack.wait_for_answer(paste)
    asked = ana.mentions_bot("what was it again, please?", to=paste)
    assert NOT_REGISTERED_TITLE in slack.read(slack.wait_for_answer(asked))


def test_a_mention_below_a_text_that_was_passed_over_asks_about_that_text(slack: Slack, ana: Person, room: str) -> None:
    """In the channel it was not sure enough to speak; asked below it, it says what it makes of it."""
    passed = ana.posts(HUNG, channel=room)
    assert quiet(slack, ana, passed)
    asked = ana.mentions_bot(to=passed)
    assert "csi-node-hung-on-dead-mount" in slack.read(slack.wait_for_answer(asked))


def _changed(slack: Slack, reply: Message) -> Message:
    """The reply as soon as it reads otherwise than before."""

    def look() -> Message | None:
        now = slack.message(reply.ts)
        return now if now and now.blocks != reply.blocks else None

    return slack.wait_for(look, what="the reply written anew")


def test_an_edited_paste_is_diagnosed_again_and_the_reply_updated(slack: Slack, ana: Person, room: str) -> None:
    """Ana adds the line that matters; the one reply is written anew, fallback and metadata with it."""
    paste = ana.posts(NOT_REGISTERED, channel=room)
    reply = slack.wait_for_answer(paste)
    ana.edits(paste, NO_PASSWORD)
    now = _changed(slack, reply)
    assert "redis-auth-required" in slack.read(now)
    assert "redis-auth-required" in now.text
    assert now.metadata["event_payload"]["case"] == "redis-auth-required"
    assert [answer.ts for answer in slack.answers(paste)] == [reply.ts]


def test_an_edit_can_take_the_case_away(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """When the pasted error turns out to be another product's, the reply says so, and the old text is gone."""
    paste = ana.posts(f"{NOT_REGISTERED} delta-node-3", channel=room)
    reply = slack.wait_for_answer(paste)
    assert bot.soon("SELECT 1 FROM messages WHERE text LIKE '%delta-node-3%'")
    ana.edits(paste, "sorry, wrong channel")
    now = _changed(slack, reply)
    assert NOT_REGISTERED_TITLE not in slack.read(now)
    assert now.metadata["event_payload"] == {"case": "", "strength": "none"}
    assert now.buttons == ()
    slack.wait_for(lambda: not bot.rows("SELECT 1 FROM messages WHERE text LIKE '%delta-node-3%'"), what="no old text")


def test_an_edit_can_make_a_paste_of_what_was_none(slack: Slack, ana: Person, room: str) -> None:
    """A text that was passed over is answered once it says enough."""
    passed = ana.posts(HUNG, channel=room)
    assert quiet(slack, ana, passed)
    ana.edits(passed, f"{HUNG}\n{MOUNT_LOST}")
    assert "mount-point-lost" in slack.read(slack.wait_for_answer(passed, count=2))


def test_an_unfurl_is_no_edit(slack: Slack, ana: Person, room: str) -> None:
    """Slack changes a message when it adds a preview; its text stays, and so does the reply."""
    paste = ana.posts(f"{NOT_REGISTERED} https://grafana.example/d/1", channel=room)
    reply = slack.wait_for_answer(paste)
    slack.unfurls(paste)
    assert quiet(slack, ana, paste)
    assert [call for call in slack.calls("chat.update") if call.args.get("ts") == reply.ts] == []


def test_the_text_of_a_deleted_message_is_removed(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """Below a reply Slack leaves a tombstone; the log keeps that there was something, and says what became of it."""
    paste = ana.posts(f"{NOT_REGISTERED} epsilon-node-8", channel=room)
    slack.wait_for_answer(paste)
    assert bot.soon("SELECT 1 FROM messages WHERE text LIKE '%epsilon-node-8%'")
    ana.deletes(paste)
    slack.wait_for(lambda: not bot.rows("SELECT 1 FROM messages WHERE text LIKE '%epsilon-node-8%'"), what="no text")
    assert bot.rows("SELECT text, user FROM messages WHERE ts = ?", paste) == [("(deleted by its author)", ana.id)]
    assert "epsilon-node-8" not in bot.log("export")


def test_the_text_of_a_deleted_reply_is_removed(slack: Slack, bot: Bot, ana: Person, room: str) -> None:
    """A message inside the thread has nothing below it; Slack tells of its deletion in another way."""
    paste = ana.posts(NOT_REGISTERED, channel=room)
    slack.wait_for_answer(paste)
    further = ana.replies(f"{NOT_REGISTERED} zeta-node-9", to=paste)
    assert bot.soon("SELECT 1 FROM messages WHERE text LIKE '%zeta-node-9%'")
    ana.deletes(further)
    slack.wait_for(lambda: not bot.rows("SELECT 1 FROM messages WHERE text LIKE '%zeta-node-9%'"), what="no text")
    assert "zeta-node-9" not in bot.log("export")
