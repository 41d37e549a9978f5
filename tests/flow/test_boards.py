"""The bot's answers show how their conversations stand, after every change and any stop."""

import sqlite3
from dataclasses import replace

import pytest

from bot.core.chat.buttons import NOT_IT, SHOW_ALL
from bot.errors import SlackDownError, SlackError
from bot.flow.boards import PaintDoors, repaint
from bot.flow.doors import Doors
from bot.model.chat import SlackMessage
from bot.model.oncall import Act
from tests.flow.desk import FIRST, Desk
from tests.flow.room import lies
from tests.flow.test_conversing import CHATTER, LOST, NO_PASSWORD
from tests.flow.test_pressing import text_of


def test_each_change_is_one_update(desk: Desk) -> None:
    """What several changes come to is one, and where nothing that shows has changed there is none."""
    thread = desk.says(LOST)
    (post,) = desk.threads
    assert desk.repaints() == 0
    desk.says("take", to=thread, mention=True)
    assert (desk.repaints(), desk.repaints()) == (1, 0)
    assert desk.updates == [post]
    desk.says("note looked at it", to=thread, mention=True)
    assert desk.repaints() == 0
    for words in ("remind 2h", "resolve restarted it", "reopen", "dismiss"):
        desk.says(words, to=thread, mention=True)
    assert desk.repaints() == 1
    assert "Dismissed by U1" in text_of(desk.posts[post])


def test_what_the_answer_said_stays(desk: Desk) -> None:
    """Only the state and the buttons change: blocks, fallback text, mark and metadata are those of the answer."""
    thread = desk.says(LOST)
    (post,) = desk.threads
    first = desk.posts[post]
    desk.pushes(Act.TAKE, thread)
    desk.repaints()
    now = desk.posts[post]
    assert (now.text, now.mark, now.case, now.strength) == (first.text, first.mark, first.case, first.strength)
    assert now.blocks[: len(first.blocks) - 1] == first.blocks[:-1]
    assert len(now.blocks) == len(first.blocks) + 1


def test_only_the_newest_answer_shows_the_state(desk: Desk) -> None:
    """The one before is written anew once, without state, and then left alone: nothing in the thread is out of date."""
    thread = desk.says(LOST)
    (older,) = desk.threads
    desk.pushes(Act.TAKE, thread)
    desk.repaints()
    desk.says(NO_PASSWORD, to=thread)
    newer = list(desk.threads)[-1]
    assert "has it" in text_of(desk.posts[newer])
    assert desk.repaints() == 1
    assert "has it" not in text_of(desk.posts[older])
    assert NOT_IT not in text_of(desk.posts[older])
    desk.says("dismiss", to=thread, mention=True)
    assert desk.repaints() == 1
    assert "Dismissed" in text_of(desk.posts[newer])
    assert "Dismissed" not in text_of(desk.posts[older])


def test_an_answer_that_is_unfolded_or_edited_keeps_its_state(desk: Desk) -> None:
    """Show all steps and a corrected paste write the answer anew; who has it stays on it."""
    thread = desk.says(LOST)
    (post,) = desk.threads
    desk.pushes(Act.TAKE, thread)
    desk.presses(SHOW_ALL, post, thread)
    assert "has it" in text_of(desk.posts[post])
    assert SHOW_ALL not in text_of(desk.posts[post])
    desk.edits(thread, NO_PASSWORD)
    assert "has it" in text_of(desk.posts[post])
    assert desk.posts[post].case == "redis-auth-required"
    desk.repaints()
    assert desk.posts[post].case == "redis-auth-required"


def test_a_tracked_thread_has_an_answer_that_shows_its_state(desk: Desk) -> None:
    """Also where the bot never answered: what it says to `track` is the place."""
    root = desk.says(CHATTER)
    desk.says("track", to=root, mention=True)
    (post,) = desk.threads
    assert "has it" in text_of(desk.posts[post])
    desk.says("resolve", to=root, mention=True)
    desk.repaints()
    assert "Resolved by U1" in text_of(desk.posts[post])
    assert "juicefs_oncall_reopen" in text_of(desk.posts[post])


def _broken(desk: Desk, error: Exception) -> Doors:
    def update(_channel: str, _ts: str, _message: SlackMessage) -> None:
        raise error

    doors = desk.doors
    return replace(doors, chat=replace(doors.chat, update=update))


def test_what_slack_could_not_take_is_painted_later(desk: Desk) -> None:
    """Slack is away, or the bot is killed before or after the update: the next look finds it."""
    thread = desk.says(LOST)
    (post,) = desk.threads
    desk.pushes(Act.TAKE, thread)
    log = PaintDoors(desk.store.behind, desk.store.caught_up)
    with pytest.raises(SlackDownError):
        repaint(log, _broken(desk, SlackDownError("Slack is away.", "Slack 不可用。")))
    assert desk.repaints() == 1
    assert "has it" in text_of(desk.posts[post])


def test_what_slack_refuses_is_given_up(desk: Desk) -> None:
    """The answer was deleted, the channel archived: it is not asked for ever."""
    desk.pushes(Act.TAKE, desk.says(LOST))
    log = PaintDoors(desk.store.behind, desk.store.caught_up)
    assert repaint(log, _broken(desk, SlackError("Slack refused: message_not_found.", "已删除。"))) == 0
    assert desk.store.behind() == ()
    assert any(note.startswith("not painted") for note in desk.notes)


def test_a_change_during_an_update_is_not_lost(desk: Desk) -> None:
    """Somebody resolves it while Slack is told who has it: the answer is behind again."""
    thread = desk.says(LOST)
    desk.pushes(Act.TAKE, thread)
    doors = desk.doors

    def slowly(channel: str, ts: str, message: SlackMessage) -> None:
        desk.says("dismiss", to=thread, mention=True)
        doors.chat.update(channel, ts, message)

    slow = replace(doors, chat=replace(doors.chat, update=slowly))
    assert repaint(PaintDoors(desk.store.behind, desk.store.caught_up), slow) == 1
    assert len(desk.store.behind()) == 1


def test_a_deleted_paste_is_in_no_kept_answer(desk: Desk) -> None:
    """The answer quotes the line that proves it: what was deleted or forgotten is not kept for painting."""
    thread = desk.says(LOST)
    with sqlite3.connect(desk.store.path) as log:
        assert log.execute("SELECT count(*) FROM boards WHERE answer LIKE '%/data/orders%'").fetchone() == (1,)
    desk.deletes(thread)
    assert desk.store.board(FIRST) is None


@pytest.mark.parametrize(("typed", "meant"), [("tkae", "take"), ("resolvd", "resolve")])
def test_a_mistyped_word_below_an_answer_is_told(desk: Desk, typed: str, meant: str) -> None:
    """What was meant, and not the same answer once more; nothing is done."""
    thread = desk.says(LOST)
    desk.says(typed, to=thread, mention=True)
    assert f"Did you mean `{meant}" in desk.last(thread).text
    assert desk.last(thread).case is None
    assert desk.store.history(FIRST) == ()


def test_a_forgotten_answer_lies_nowhere(desk: Desk) -> None:
    """The answer that is kept for painting quotes the paste: forgetting reaches it on the disk."""
    desk.says(f"{LOST} zugzwang-7")
    assert lies(desk.store.path.parent, "zugzwang-7")
    desk.store.forget(FIRST, desk.doors.now())
    assert not lies(desk.store.path.parent, "zugzwang-7")
