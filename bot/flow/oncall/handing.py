"""Handing a channel over: everything open is read again, told in one thread, and offered to the receiver.

Every step is written down before the next one is taken: what was before and what is now when the pods were read, each
post when it stands.  After a stop it goes on where it was; a post that may stand there already is looked for first.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.chat.replies import sentence
from bot.core.oncall.acts import apply
from bot.core.oncall.handoff import STANDS, card, hand_over, stands
from bot.core.oncall.handoff_blocks import card_message, parent_message
from bot.core.oncall.replies import refusal_message
from bot.core.wording import oncall as words
from bot.errors import SlackDownError, SlackError
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.oncall.linking import linked
from bot.flow.oncall.rechecking import recheck
from bot.model.chat import SlackMessage
from bot.model.conversation import Door, Place
from bot.model.handoff import Handing, Handoff, HandoffId, OpenItem
from bot.model.oncall import Act, Deed, Duty, Receiver, Refusal, Refused

Say = Callable[[SlackMessage], object]
"""Tells whoever asked, and nobody else, that it was not done."""
CLOCKS_APART = 120.0
"""Seconds that our clock and Slack's may differ: a post is looked for from so long before it was asked (a guess)."""


def tell_handoff(number: HandoffId, doors: Doors, oncall: OnCallDoors, *, again: bool, say: Say | None = None) -> None:
    """Read, tell and offer it, from wherever it stands.

    `again` means that another run was at it; `say` reaches whoever asked better than the channel does.
    Raises StoreError and SlackError.
    """
    handing = oncall.handoffs.handing(number)
    if handing is None or handing.posted_at:
        return
    tell = say or (lambda message: _said_aside(handing, message, doors, again=again))
    refused = None if handing.read_at else _read(handing, doors, oncall)
    if refused:
        tell(refusal_message(refused, handing.asked.lang, doors.chat.name, handing.asked.receiver))
        oncall.handoffs.refused(number, refused.why.value, doors.now())
        return
    try:
        _begin(number, doors, oncall, again=again)
    except SlackDownError:
        raise
    except SlackError:
        tell(sentence(words.NOT_LET_IN[handing.asked.lang]))
        oncall.handoffs.refused(number, "not-let-in", doors.now())
        return
    _offer_and_tell(number, doors, oncall, again=again)


def shown(handing: Handing, doors: Doors, oncall: OnCallDoors) -> Handoff:
    """What a handing over tells, of its conversations as they stand now."""
    items = [linked(one, doors) for one in oncall.handoffs.handed(handing.id)]
    asked, at = handing.asked, handing.read_at or doors.now()
    found = hand_over(items, at, sender=asked.sender, receiver=asked.receiver, note=asked.note)
    closed = tuple(card(one, at) for one in items if one.duty.status.closed)
    return replace(found, closed=closed)


def channel_of(place: Place) -> Place:
    """The channel that a thread lies in."""
    return replace(place, thread=None)


def place_of(item: OpenItem, team: str) -> Place:
    """The thread of an open conversation."""
    channel, _, thread = item.where.partition(" ")
    return Place(Door.SLACK, team, channel, thread or None)


def mark(what: str, handing: Handing, about: object = "") -> str:
    """What a post of this handing over is found again by; it ends in a `ts` that is older than the post."""
    since = handing.thread or f"{handing.asked.at.timestamp() - CLOCKS_APART:.6f}"
    return ":".join(str(part) for part in (what, handing.id, about, since) if part != "")


def _read(handing: Handing, doors: Doors, oncall: OnCallDoors) -> Refused | None:
    """Read every pod and keep what it says; or why it is not handed over at all."""
    asked, now = handing.asked, doors.now()
    channel = channel_of(asked.place)
    receiver = oncall.receiver(asked.receiver, channel.channel) if asked.receiver else None
    items = oncall.open_in(channel, now)
    refused = _refused(handing, receiver, items, now) if receiver else _stands(handing, items, now, doors, oncall)
    if refused and asked.sender:
        return refused
    if refused and refused.why not in {Refusal.TWICE, Refusal.HAS_IT}:
        doors.note("handed to nobody", key=asked.key, why=refused.why.value)
        oncall.handoffs.to_nobody(handing.id)
    oncall.handoffs.freeze(handing.id, read_now(items, now, doors, oncall), now)
    return None


def read_now(items: Sequence[OpenItem], now: datetime, doors: Doors, oncall: OnCallDoors) -> Sequence[OpenItem]:
    """The conversations with what their pods' clusters say now."""
    if oncall.read:
        return recheck(items, oncall.read, doors.index(), now)
    return [replace(one, unread=words.NO_CLUSTER_HERE) if one.pods else one for one in items]


def _refused(handing: Handing, receiver: Receiver, items: Sequence[OpenItem], now: datetime) -> Refused | None:
    """Why this receiver cannot take anything at all."""
    deed = Deed(Act.HAND_OVER, handing.asked.sender, now, receiver=receiver)
    after = apply(Duty(), deed)
    if isinstance(after, Refused):
        return after
    each = [apply(one.duty, deed) for one in items]
    refused = [one for one in each if isinstance(one, Refused)]
    return refused[0] if refused and len(refused) == len(each) else None


def _stands(
    handing: Handing, items: Sequence[OpenItem], now: datetime, doors: Doors, oncall: OnCallDoors
) -> Refused | None:
    """Where a person hands over to nobody what was just handed to nobody; the schedule always may."""
    log, asked = oncall.handoffs, handing.asked
    before = log.to_nobody_before(handing.id, now - STANDS) if asked.sender else None
    if before is None or not stands(before, log.handed(before.id), asked, items):
        return None
    where = doors.chat.link(asked.place.channel, before.parent) if before.parent else ""
    return Refused(Refusal.STANDS, Duty(), where)


def _begin(number: HandoffId, doors: Doors, oncall: OnCallDoors, *, again: bool) -> None:
    """The first post: below the message that asked, or as the beginning of a thread."""
    handing = oncall.handoffs.handing(number)
    if handing is None or handing.parent:
        return
    found = shown(handing, doors, oncall)
    message = parent_message(found, handing.asked.lang, number, len(found.cards))
    channel, marked = handing.asked.place.channel, message.marked(mark("handoff", handing))
    ts = doors.chat.post(channel, handing.thread, marked, maybe_there=again)
    oncall.handoffs.begun(number, handing.thread or ts, ts)


def _offer_and_tell(number: HandoffId, doors: Doors, oncall: OnCallDoors, *, again: bool) -> None:
    handing = oncall.handoffs.handing(number)
    if handing is None:
        return
    asked, now = handing.asked, doors.now()
    if asked.receiver:
        receiver = Receiver(asked.receiver, group=asked.receiver.startswith("S"))
        oncall.handoffs.offer(number, receiver, now)
    found = shown(handing, doors, oncall)
    for one in found.cards:
        if not one.item.ts:
            made = card_message(one, found, asked.lang, doors.index().book)
            marked = made.marked(mark("card", handing, one.item.id))
            ts = doors.chat.post(asked.place.channel, handing.thread, marked, maybe_there=again)
            oncall.handoffs.card(number, one.item.id, ts)
    oncall.handoffs.posted(number, doors.now(), oncall.patience)
    doors.note("handed over", key=asked.key, open=len(found.cards), urgent=len(found.urgent))


def _said_aside(handing: Handing, message: SlackMessage, doors: Doors, *, again: bool) -> None:
    """In the thread that asked; without one to the person alone.  The schedule is nobody."""
    asked = handing.asked
    if handing.thread:
        marked = message.marked(mark("refused", handing))
        doors.chat.post(asked.place.channel, handing.thread, marked, maybe_there=again)
    elif asked.sender:
        doors.chat.whisper(asked.place.channel, asked.sender, None, message)
