"""What an act does to a conversation on call: a new state, or a refusal with its reason, and nothing in between.

Of two people who act at once the store lets one go first; the other one's act meets the state as it became, and is
refused with what that says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.model.oncall import Act, Deed, Duty, Offer, Refusal, Refused, Reminder, ReminderKind, Status

_Done = Duty | Refusal


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder that is to be kept: what, for whom, when, and the handing over that it is about."""

    kind: ReminderKind
    user: str
    due_at: datetime
    offered_at: datetime | None = None


def apply(duty: Duty, deed: Deed, *, known: bool = True) -> Duty | Refused:
    """The state after `deed`, its version one higher; or why it cannot be done, and `duty` as it is.

    `known` tells whether the conversation was there before: one that is there is not opened on purpose again.
    """
    if deed.act is Act.TRACK and known and not duty.status.closed:
        return Refused(Refusal.TRACKED, duty)
    done = _ACTS[deed.act](duty, deed)
    return Refused(done, duty) if isinstance(done, Refusal) else replace(done, version=duty.version + 1)


def possible(duty: Duty) -> tuple[Act, ...]:
    """The acts that a message offers as buttons while the conversation stands so, the most likely first."""
    if duty.status.closed:
        return (Act.REOPEN,)
    if duty.status is Status.HANDED_OVER:
        return (Act.ACCEPT, Act.RESOLVE, Act.CHECK)
    return (Act.RESOLVE, Act.CHECK, Act.DISMISS) if duty.owner else (Act.TAKE, Act.RESOLVE, Act.CHECK, Act.DISMISS)


def reminders_for(before: Duty, after: Duty, who: str, patience: timedelta | None) -> tuple[Planned, ...]:
    """What is to be said later because `before` became `after`, done by `who`.

    A handing over that nobody accepts reminds its receiver after `patience`, and tells its sender after twice that;
    with None it is one of many, of which they are reminded together.
    """
    if after.next_check is not None and after.next_check != before.next_check:
        return (Planned(ReminderKind.CHECK, who, after.next_check),)
    if patience and after.offer is not None and after.offer != before.offer:
        offer, first = after.offer, after.offer.at + patience
        return (
            Planned(ReminderKind.ACCEPT, offer.receiver, first, offer.at),
            Planned(ReminderKind.NOT_ACCEPTED, offer.sender, first + patience, offer.at),
        )
    return ()


def still_to_say(reminder: Reminder, duty: Duty) -> bool:
    """Whether a reminder whose time has come is still about how things stand."""
    if reminder.kind is ReminderKind.CHECK:
        return duty.next_check == reminder.due_at
    return duty.offer is not None and duty.offer.at == reminder.offered_at


def _track(duty: Duty, deed: Deed) -> _Done:
    return _open(duty, deed.who if not duty.status.closed else "")


def _take(duty: Duty, deed: Deed) -> _Done:
    if duty.status.closed:
        return Refusal.CLOSED
    if duty.offer:
        return _open(duty, deed.who) if deed.who == duty.offer.sender or _may_accept(duty, deed) else Refusal.OFFERED
    if duty.owner:
        return Refusal.YOURS if duty.owner == deed.who else Refusal.TAKEN
    return _open(duty, deed.who)


def _take_over(duty: Duty, deed: Deed) -> _Done:
    if duty.status.closed:
        return Refusal.CLOSED
    if duty.owner == deed.who and not duty.offer:
        return Refusal.YOURS
    return _open(duty, deed.who)


def _note(duty: Duty, deed: Deed) -> _Done:
    return duty if deed.text.strip() else Refusal.EMPTY


def _check(duty: Duty, deed: Deed) -> _Done:
    """Looking at it is what the reminder was for."""
    due = duty.next_check is not None and duty.next_check <= deed.at
    return replace(duty, next_check=None) if due else duty


def _remind(duty: Duty, deed: Deed) -> _Done:
    if duty.status.closed:
        return Refusal.CLOSED
    if deed.until is None or deed.until <= deed.at:
        return Refusal.PAST
    return replace(duty, next_check=deed.until)


def _close(status: Status) -> Callable[[Duty, Deed], _Done]:
    def close(duty: Duty, deed: Deed) -> _Done:
        if duty.status.closed:
            return Refusal.CLOSED
        return replace(duty, status=status, offer=None, next_check=None, closed_at=deed.at)

    return close


def _hand_over(duty: Duty, deed: Deed) -> _Done:
    refusal = _unfit(duty, deed)
    if refusal or deed.receiver is None:
        return refusal or Refusal.NO_RECEIVER
    return replace(duty, status=Status.HANDED_OVER, offer=Offer(deed.receiver.id, deed.who, deed.at))


def _unfit(duty: Duty, deed: Deed) -> Refusal | None:
    """Why it cannot be handed to this receiver; the first reason that a person can do something about."""
    receiver = deed.receiver
    if duty.status.closed:
        return Refusal.CLOSED
    if receiver is None:
        return Refusal.NO_RECEIVER
    reasons = (
        (not receiver.known, Refusal.UNKNOWN),
        (receiver.bot, Refusal.TO_A_BOT),
        (receiver.id == deed.who or receiver.members == {deed.who}, Refusal.TO_YOURSELF),
        (not receiver.readable, Refusal.UNREADABLE),
        (not receiver.here, Refusal.NOT_HERE),
        (duty.offer is not None and duty.offer.receiver == receiver.id, Refusal.TWICE),
        (duty.owner == receiver.id and duty.offer is None, Refusal.HAS_IT),
    )
    return next((why for unfit, why in reasons if unfit), None)


def _accept(duty: Duty, deed: Deed) -> _Done:
    if duty.offer is None:
        return Refusal.CLOSED if duty.status.closed else Refusal.NOT_OFFERED
    return _open(duty, deed.who) if _may_accept(duty, deed) else Refusal.NOT_FOR_YOU


def _reopen(duty: Duty, deed: Deed) -> _Done:  # noqa: ARG001 - every act has the same shape
    """Who had it may be off by now: it belongs to nobody until somebody takes it."""
    return _open(duty, "") if duty.status.closed else Refusal.NOT_CLOSED


def _open(duty: Duty, owner: str) -> Duty:
    return replace(duty, status=Status.OPEN, owner=owner, offer=None, closed_at=None)


def _may_accept(duty: Duty, deed: Deed) -> bool:
    """The receiver alone; of a group, whoever is in it now.  Nobody accepts for somebody else."""
    if duty.offer is None:
        return False
    if deed.receiver and deed.receiver.id == duty.offer.receiver:
        return deed.receiver.includes(deed.who)
    return deed.who == duty.offer.receiver


_ACTS: Mapping[Act, Callable[[Duty, Deed], _Done]] = {
    Act.TRACK: _track,
    Act.TAKE: _take,
    Act.TAKE_OVER: _take_over,
    Act.NOTE: _note,
    Act.CHECK: _check,
    Act.REMIND: _remind,
    Act.RESOLVE: _close(Status.RESOLVED),
    Act.DISMISS: _close(Status.DISMISSED),
    Act.HAND_OVER: _hand_over,
    Act.ACCEPT: _accept,
    Act.REOPEN: _reopen,
}
