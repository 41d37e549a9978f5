"""When the bot speaks: the policy, rule by rule."""

import pytest

from bot.core.chat.policy import Decision, Heard, Move, Remembered, decide, told_by
from bot.model.case import CaseId, Strength
from bot.model.chat import Change, ChannelKind, Incoming, Spoken, Told
from bot.model.match import Match, Matching, Names
from bot.model.text import Lang, RawText, SafeText


def message(
    ts: str = "1.0",
    *,
    change: Change = Change.NEW,
    kind: ChannelKind = ChannelKind.PUBLIC,
    mentioned: bool = False,
    thread: str | None = None,
) -> Incoming:
    """A message; its text does not matter to the policy."""
    return Incoming(f"msg:C1:{ts}", change, "T1", "C1", kind, ts, thread, "U1", RawText("x"), (), mentioned)


def leads_to(**cases: Strength) -> Matching:
    """A text that leads to these cases (underscores for hyphens), in this order."""
    made = tuple(Match(CaseId(name.replace("_", "-")), 90.0, strength, ()) for name, strength in cases.items())
    return Matching(made, Names(), juicefs=True)


NOWHERE = leads_to()
POSSIBLE = leads_to(mount_point_lost=Strength.POSSIBLE)
LIKELY = leads_to(mount_point_lost=Strength.LIKELY)
CERTAIN = leads_to(mount_point_lost=Strength.CERTAIN)


def thread(told: Matching = LIKELY, *, answers: str = "1.0") -> Remembered:
    """A thread of one paste and the bot's answer."""
    spoken = Spoken("1.5", answers, told_by(told.matches), Lang.EN)
    return Remembered((Heard("1.0", SafeText("a paste")),), (spoken,))


def test_in_a_channel_it_speaks_at_likely_and_better_only() -> None:
    """Possible and nothing are silence, and silence stores nothing."""
    moves = [decide(message(), Remembered(), it, it).move for it in (NOWHERE, POSSIBLE, LIKELY, CERTAIN)]
    assert moves == [Move.LEAVE, Move.LEAVE, Move.SPEAK, Move.SPEAK]


@pytest.mark.parametrize("kind", list(ChannelKind))
def test_a_mention_is_always_answered(kind: ChannelKind) -> None:
    """Wherever it was written, and though it leads nowhere."""
    assert decide(message(kind=kind, mentioned=True), Remembered(), NOWHERE, NOWHERE).move is Move.SPEAK


@pytest.mark.parametrize(
    ("kind", "move"),
    [(ChannelKind.DIRECT, Move.SPEAK), (ChannelKind.GROUP_DIRECT, Move.LEAVE), (ChannelKind.PRIVATE, Move.LEAVE)],
)
def test_a_direct_message_is_always_answered_a_group_one_is_like_a_channel(kind: ChannelKind, move: Move) -> None:
    """In a conversation of several people the bot does not answer everything that they say to each other."""
    assert decide(message(kind=kind), Remembered(), NOWHERE, NOWHERE).move is move


def test_other_talk_in_a_known_thread_is_left_alone() -> None:
    """What leads to no case by itself is neither answered nor stored, whatever the thread says already."""
    assert decide(message("2.0", thread="1.0"), thread(), NOWHERE, LIKELY) == Decision(Move.LEAVE, "other talk")


def test_more_of_the_same_is_stored_in_silence() -> None:
    """Evidence that changes nothing is remembered and not answered."""
    assert decide(message("2.0", thread="1.0"), thread(LIKELY), POSSIBLE, LIKELY).move is Move.NOTE


@pytest.mark.parametrize(
    "together",
    [
        CERTAIN,
        leads_to(mount_point_lost=Strength.LIKELY, redis_auth_required=Strength.LIKELY),
        leads_to(redis_auth_required=Strength.LIKELY),
        POSSIBLE,
    ],
)
def test_it_speaks_again_when_the_told_diagnosis_changed(together: Matching) -> None:
    """Stronger, one more, another, or no longer likely: a person relies on what was told."""
    assert decide(message("2.0", thread="1.0"), thread(LIKELY), POSSIBLE, together).move is Move.SPEAK


def test_asked_in_a_known_thread_it_repeats_itself() -> None:
    """A question is answered though nothing changed."""
    asked = message("2.0", thread="1.0", mentioned=True)
    assert decide(asked, thread(LIKELY), NOWHERE, LIKELY).move is Move.SPEAK


def test_an_edit_updates_the_reply_that_answers_it_whatever_comes_out() -> None:
    """The reply to the edited message is written anew, also when nothing fits any more."""
    known = thread(LIKELY)
    edited = message(change=Change.EDITED)
    assert decide(edited, known, NOWHERE, NOWHERE) == Decision(Move.UPDATE, "edited", known.spoken[0])


def test_an_edit_of_a_message_without_a_reply_is_like_a_new_one() -> None:
    """A paste that was edited into something recognisable is answered, one that was not is left alone."""
    edited = message(change=Change.EDITED)
    assert decide(edited, Remembered(), LIKELY, LIKELY).move is Move.SPEAK
    assert decide(edited, Remembered(), POSSIBLE, POSSIBLE).move is Move.LEAVE


def test_evidence_that_was_edited_into_other_talk_is_removed() -> None:
    """A stored message of a thread that no longer leads anywhere does not stay in the log."""
    known = Remembered((Heard("1.0", SafeText("a")), Heard("2.0", SafeText("b"))), thread().spoken)
    edited = message("2.0", change=Change.EDITED, thread="1.0")
    assert decide(edited, known, NOWHERE, LIKELY).move is Move.ERASE


def test_a_message_that_is_known_is_not_answered_again() -> None:
    """A late redelivery, or a first delivery that its own edit overtook, changes nothing."""
    assert decide(message(mentioned=True), thread(), LIKELY, LIKELY) == Decision(Move.LEAVE, "known already")


def test_what_is_told_is_what_a_reply_has_room_for() -> None:
    """Cases below likely, and a third likely one, are not told."""
    three = leads_to(a=Strength.CERTAIN, b=Strength.LIKELY, c=Strength.LIKELY, d=Strength.POSSIBLE)
    assert told_by(three.matches) == {Told(CaseId("a"), Strength.CERTAIN), Told(CaseId("b"), Strength.LIKELY)}
