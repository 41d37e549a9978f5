"""Open conversations in, their handing over out: each compared with how it was, what needs attention first on top.

Unreadable is not healthy: what could not be read now is neither gone nor healed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.finding import Finding, State
from bot.model.handoff import Asked, Attention, Card, Compared, Handing, Handoff, OpenItem, Reading, Trend
from bot.model.judgement import ClusterView, Outcome
from bot.model.text import SafeText

STANDS = timedelta(minutes=30)
"""How long a handing over to nobody stands for the next one: after that the pods are worth reading again (a guess)."""
_WORST_FIRST = (Trend.WORSE, Trend.SAME, Trend.FIRST, Trend.UNREAD, Trend.BETTER, Trend.HEALED)


def hand_over(
    items: Iterable[OpenItem], at: datetime, *, sender: str = "", receiver: str = "", note: SafeText | None = None
) -> Handoff:
    """The handing over of these conversations; those that are closed are left out.

    Changed for the worse comes first, then what nobody has, then what is past its next check, then the oldest.
    """
    cards = [card(item, at) for item in items if not item.duty.status.closed]
    cards.sort(key=lambda one: (*(why not in one.attention for why in Attention), one.item.opened_at, one.item.id))
    return Handoff(at, tuple(cards), sender, receiver, note or SafeText(""))


def stands(before: Handing, handed: Iterable[OpenItem], asked: Asked, items: Iterable[OpenItem]) -> bool:
    """Whether `asked`, to nobody, would say no more than `before`, which `handed` these conversations to nobody.

    `items` are those that are open now.  One that has something to say of its own says more.  One that is yet to be
    read will say all that there is: of two people at once the first one's is told.
    """
    if asked.note.strip() and asked.note != before.asked.note:
        return False
    if before.read_at is None:
        return True
    now = {one.id: one.touched_at or one.opened_at for one in items}
    return now.keys() == {one.id for one in handed} and all(at < before.read_at for at in now.values())


def card(item: OpenItem, at: datetime) -> Card:
    """One conversation judged at `at`."""
    how = trend(item)
    before, now = item.before, item.now
    appeared = _beside(now.troubles, before) if before and now else ()
    gone = tuple(one for one in before.troubles if _is_gone(one, now)) if before and now else ()
    return Card(item, how, tuple(_attention(item, how, at)), appeared, gone)


def trend(item: OpenItem) -> Trend:
    """How the conversation's pod (of several the one that stands worst) is now compared with its last reading."""
    return pod_trend(item.before, item.now) if item.pods or item.now else Trend.NO_POD


def pod_trend(before: Reading | None, now: Reading | None) -> Trend:
    """How a pod stands now compared with before."""
    if now is None:
        return Trend.UNREAD
    if now.outcome is Outcome.HEALTHY:
        return Trend.HEALED
    if before is None:
        return Trend.FIRST
    if _beside(now.troubles, before) or (before.outcome is Outcome.HEALTHY and now.troubles):
        return Trend.WORSE
    if any(_is_gone(one, now) for one in before.troubles):
        return Trend.BETTER
    return Trend.SAME if now.troubles or not before.troubles else Trend.UNREAD


def read_again(item: OpenItem, pods: Sequence[Compared]) -> OpenItem:
    """The conversation with its pods as they were and are: first the one that stands worst, the others beside it."""
    if not pods:
        return item
    first, *others = sorted(pods, key=lambda one: _WORST_FIRST.index(pod_trend(one.before, one.now)))
    return replace(item, before=first.before, now=first.now, unread=first.unread, beside=tuple(others))


def reading_of(view: ClusterView, at: datetime) -> Reading:
    """What is kept of a diagnosis, to be compared later; `at` is when it was read."""
    return Reading(
        pod=view.pod,
        at=at,
        outcome=view.outcome,
        findings=tuple(one for one in view.findings if one.state is not State.FINE),
        case=view.judged[0].case if view.outcome is Outcome.JUDGED and view.judged else None,
        context=view.context,
    )


def _attention(item: OpenItem, how: Trend, at: datetime) -> Iterator[Attention]:
    if how is Trend.WORSE:
        yield Attention.WORSE
    if not item.duty.owner:
        yield Attention.UNOWNED
    if item.duty.next_check is not None and item.duty.next_check <= at:
        yield Attention.OVERDUE


def _beside(troubles: Iterable[Finding], before: Reading) -> tuple[Finding, ...]:
    """Those troubles that were not there before; what could not be read before is not new."""
    known = {_key(one) for one in before.troubles}
    unread = {one.probe for one in before.findings if one.state is State.UNKNOWN}
    return tuple(one for one in troubles if _key(one) not in known and one.probe not in unread)


def _is_gone(trouble: Finding, now: Reading | None) -> bool:
    """Whether a trouble of before was looked for now and not found."""
    if now is None or any(_key(one) == _key(trouble) for one in now.troubles):
        return False
    return not any(one.state is State.UNKNOWN and one.probe == trouble.probe for one in now.findings)


def _key(one: Finding) -> tuple[str, str]:
    """The same trouble of the same kind: a Mount Pod that was made anew has another name, and is no new trouble."""
    return one.probe, one.code
