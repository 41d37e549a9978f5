"""The state of a conversation on call: whatever people do in whatever order, it stays sound and says why it refuses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.oncall.acts import apply, possible
from bot.model.oncall import Act, Deed, Duty, Receiver, Refusal, Refused, Status
from bot.model.text import SafeText

NIGHT = datetime(2026, 3, 14, 3, 0, tzinfo=UTC)
ANNA, BEN, CHEN, TEAM = "U0ANNA", "U0BEN", "U0CHEN", "S0TEAM"
GROUP = Receiver(TEAM, frozenset({BEN, CHEN}), group=True)


def deed(act: Act, who: str = ANNA, **more: object) -> Deed:
    """An act at night; `more` are fields of `Deed`."""
    return replace(Deed(act, who, NIGHT), **more)  # type: ignore[arg-type]  # the fields are Deed's own


def done(duty: Duty, *deeds: Deed) -> Duty:
    """The state after all of these, none of which is refused."""
    for one in deeds:
        after = apply(duty, one)
        assert isinstance(after, Duty), after
        duty = after
    return duty


def refusal(duty: Duty, one: Deed) -> Refusal:
    """Why this is refused."""
    refused = apply(duty, one)
    assert isinstance(refused, Refused)
    assert refused.duty == duty
    return refused.why


TAKEN = done(Duty(), deed(Act.TAKE))
TO_BEN = deed(Act.HAND_OVER, receiver=Receiver(BEN))
HANDED = done(TAKEN, TO_BEN)
SOLVED = done(TAKEN, deed(Act.RESOLVE))

_RECEIVERS = st.sampled_from([None, Receiver(ANNA), Receiver(BEN), GROUP, Receiver("B0", bot=True)])
_DEEDS = st.builds(
    Deed,
    act=st.sampled_from(Act),
    who=st.sampled_from([ANNA, BEN, CHEN]),
    at=st.integers(0, 5).map(lambda hours: NIGHT + timedelta(hours=hours)),
    text=st.sampled_from([SafeText(""), SafeText("restarted CSI Node")]),
    until=st.none() | st.integers(0, 9).map(lambda hours: NIGHT + timedelta(hours=hours)),
    receiver=_RECEIVERS,
)


@given(st.lists(_DEEDS, max_size=20))
def test_whatever_people_do_the_state_stays_sound(deeds: list[Deed]) -> None:
    """An offer is there exactly while it is handed over, a closing time exactly while it is closed.

    The version grows by one with a change and not at all with a refusal; what is closed reminds nobody.
    """
    duty = Duty()
    for one in deeds:
        after = apply(duty, one)
        if isinstance(after, Refused):
            assert after.duty == duty
            continue
        assert after.version == duty.version + 1
        assert (after.offer is not None) == (after.status is Status.HANDED_OVER)
        assert (after.closed_at is not None) == after.status.closed
        assert not (after.status.closed and after.next_check)
        duty = after


@given(st.lists(_DEEDS, max_size=20), _DEEDS)
def test_only_the_receiver_accepts(deeds: list[Deed], last: Deed) -> None:
    """An offer that was accepted has for its owner whom it was offered to, or a member of that group."""
    duty = Duty()
    for one in deeds:
        after = apply(duty, one)
        duty = after if isinstance(after, Duty) else duty
    accepted = apply(duty, replace(last, act=Act.ACCEPT))
    if isinstance(accepted, Duty):
        assert duty.offer is not None
        assert accepted.owner == last.who
        assert last.who == duty.offer.receiver or (duty.offer.receiver == TEAM and last.who in GROUP.members)


@given(st.lists(_DEEDS, max_size=20))
def test_every_button_that_is_offered_works_for_somebody(deeds: list[Deed]) -> None:
    """A message never shows an act that the state refuses to everybody."""
    duty = Duty()
    for one in deeds:
        after = apply(duty, one)
        duty = after if isinstance(after, Duty) else duty
    for act in possible(duty):
        tries = [apply(duty, deed(act, who, receiver=GROUP)) for who in (ANNA, BEN, CHEN)]
        assert any(isinstance(after, Duty) for after in tries), act


def test_a_second_person_does_not_take_what_is_taken() -> None:
    """The owner is told it is theirs, another that it is taken; taking over on purpose works."""
    assert refusal(TAKEN, deed(Act.TAKE)) is Refusal.YOURS
    assert refusal(TAKEN, deed(Act.TAKE, BEN)) is Refusal.TAKEN
    assert done(TAKEN, deed(Act.TAKE_OVER, BEN)).owner == BEN
    assert refusal(TAKEN, deed(Act.TAKE_OVER)) is Refusal.YOURS


@pytest.mark.parametrize(
    ("receiver", "why"),
    [
        (None, Refusal.NO_RECEIVER),
        (Receiver("B0", bot=True), Refusal.TO_A_BOT),
        (Receiver(ANNA), Refusal.TO_YOURSELF),
        (Receiver(BEN, here=False), Refusal.NOT_HERE),
    ],
)
def test_handing_over_to_nobody_fitting_is_refused(receiver: Receiver | None, why: Refusal) -> None:
    """To nobody, a bot, oneself, somebody who is not in the channel: each has its reason."""
    assert refusal(TAKEN, deed(Act.HAND_OVER, receiver=receiver)) is why


def test_handing_over_twice_in_a_row_is_refused() -> None:
    """To the same receiver; another receiver replaces the first.  Who has it already needs no handing over."""
    assert refusal(HANDED, TO_BEN) is Refusal.TWICE
    to_team = done(HANDED, deed(Act.HAND_OVER, receiver=GROUP))
    assert to_team.offer
    assert to_team.offer.receiver == TEAM
    assert refusal(TAKEN, deed(Act.HAND_OVER, CHEN, receiver=Receiver(ANNA))) is Refusal.HAS_IT


def test_nobody_accepts_for_somebody_else() -> None:
    """One person's offer is that person's; a group's offer is any member's; without an offer nobody's."""
    assert refusal(HANDED, deed(Act.ACCEPT, CHEN)) is Refusal.NOT_FOR_YOU
    assert done(HANDED, deed(Act.ACCEPT, BEN)).owner == BEN
    to_team = done(TAKEN, deed(Act.HAND_OVER, receiver=GROUP))
    assert done(to_team, deed(Act.ACCEPT, CHEN, receiver=GROUP)).owner == CHEN
    assert refusal(to_team, deed(Act.ACCEPT, ANNA, receiver=GROUP)) is Refusal.NOT_FOR_YOU
    assert refusal(TAKEN, deed(Act.ACCEPT, BEN)) is Refusal.NOT_OFFERED


def test_an_offer_may_be_taken_back() -> None:
    """Taking it is open to the sender and the receiver while it waits; to others it is offered already."""
    assert done(HANDED, deed(Act.TAKE)) == replace(TAKEN, version=3)
    assert done(HANDED, deed(Act.TAKE, BEN)).owner == BEN
    assert refusal(HANDED, deed(Act.TAKE, CHEN)) is Refusal.OFFERED


@pytest.mark.parametrize("act", [Act.RESOLVE, Act.DISMISS, Act.TAKE, Act.TAKE_OVER, Act.ACCEPT, Act.REMIND])
def test_what_is_closed_stays_closed(act: Act) -> None:
    """Nothing but reopening (or tracking) opens it; it is not counted as resolved twice."""
    assert refusal(SOLVED, deed(act, until=NIGHT + timedelta(hours=1))) is Refusal.CLOSED


def test_reopened_it_belongs_to_nobody() -> None:
    """Who had it may be off by now; what is open cannot be reopened."""
    again = done(SOLVED, deed(Act.REOPEN, BEN))
    assert (again.status, again.owner, again.closed_at) == (Status.OPEN, "", None)
    assert refusal(again, deed(Act.REOPEN)) is Refusal.NOT_CLOSED


def test_a_conversation_is_opened_on_purpose_once() -> None:
    """Whoever opens it has it; a closed one is opened again, by nobody's name."""
    opened = apply(Duty(), deed(Act.TRACK), known=False)
    assert isinstance(opened, Duty)
    assert opened.owner == ANNA
    assert refusal(opened, deed(Act.TRACK)) is Refusal.TRACKED
    assert done(SOLVED, deed(Act.TRACK)).status is Status.OPEN


def test_a_reminder_lies_ahead_and_ends_with_the_check() -> None:
    """A time that is over is refused; checking after it is due clears it, before it does not."""
    later = NIGHT + timedelta(hours=2)
    assert refusal(TAKEN, deed(Act.REMIND, until=NIGHT)) is Refusal.PAST
    reminded = done(TAKEN, deed(Act.REMIND, until=later))
    assert done(reminded, deed(Act.CHECK)).next_check == later
    assert done(reminded, deed(Act.CHECK, at=later)).next_check is None


def test_an_empty_note_is_refused() -> None:
    """A note says something, also on a closed conversation; it changes neither owner nor status."""
    assert refusal(TAKEN, deed(Act.NOTE, text=SafeText("  "))) is Refusal.EMPTY
    assert done(SOLVED, deed(Act.NOTE, text=SafeText("it was Redis"))).status is Status.RESOLVED
