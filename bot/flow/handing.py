"""Handing a channel over: everything open is read again, offered to the receiver, and told in one thread.

After a stop in the middle it is done again from the start: acts have keys and posts have marks, so that nothing is
offered or said twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.chat.replies import sentence
from bot.core.oncall.acts import apply
from bot.core.oncall.handoff import hand_over
from bot.core.oncall.handoff_blocks import card_message, parent_message
from bot.core.oncall.replies import accepted_message, done_message, refusal_message
from bot.core.wording import oncall as words
from bot.flow.acting import Doing, lang_of, linked
from bot.flow.answering import without_secrets
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.rechecking import recheck
from bot.model.chat import SlackMessage
from bot.model.conversation import Door, Place
from bot.model.handoff import OpenItem
from bot.model.oncall import Act, Deed, Duty, Receiver, Refusal, Refused


@dataclass(frozen=True, slots=True)
class Telling:
    """Where a handing over is told: a thread, the mark of its first post, and whether it may stand there already."""

    thread: str
    mark: str
    maybe_there: bool = False


def hand_channel_over(doing: Doing, telling: Telling, doors: Doors, oncall: OnCallDoors) -> None:
    """Offer everything that is open in the channel, and post it: the parent, then a card each.

    Raises StoreError and SlackError.
    """
    channel, lang, now = replace(doing.place, thread=None), lang_of(doing, doors), doors.now()
    wanted = doing.wanted
    receiver = oncall.receiver(wanted.receiver, channel.channel) if wanted.receiver else None
    items = oncall.open_items(channel)
    refused = None if telling.maybe_there else _refused(doing, receiver, items, now)
    if refused:
        _post(refusal_message(refused, lang, wanted.receiver), telling, telling.mark, channel, doors)
        return
    read = recheck(items, oncall.read, doors.index(), now) if oncall.read else items
    offered = [_offered(linked(one, doors), doing, receiver, now, oncall) for one in read]
    note = without_secrets(wanted.text).text
    found = hand_over(offered, now, sender=doing.user, receiver=receiver.id if receiver else "", note=note)
    _post(parent_message(found, lang), telling, telling.mark, channel, doors)
    for card in found.cards:
        message = card_message(card, found, lang, doors.index().book)
        _post(message, telling, f"card:{card.item.id}:{telling.mark}", channel, doors)
    doors.note("handed over", key=doing.key, open=len(found.cards), urgent=len(found.urgent))


def accept_all(doing: Doing, doors: Doors, oncall: OnCallDoors) -> tuple[SlackMessage, bool]:
    """Accept everything in the channel that is offered to this person; what is to be said, and whether any was.

    Owner and time are written into the thread of each.  Raises StoreError and SlackError.
    """
    lang, now = lang_of(doing, doors), doors.now()
    offered = [one for one in oncall.open_items(replace(doing.place, thread=None)) if one.duty.offer]
    accepted = 0
    for item in offered:
        place = place_of(item, doing.place)
        to = oncall.receiver(item.duty.offer.receiver, place.channel) if item.duty.offer else None
        deed = Deed(Act.ACCEPT, doing.user, now, receiver=to, key=f"{doing.key}:{item.id}")
        after = oncall.act(place, deed)
        if isinstance(after, Duty):
            accepted += 1
            told = done_message(deed, after, item.id, lang).marked(f"{deed.key}:{place.thread}")
            doors.chat.post(place.channel, place.thread or "", told, maybe_there=False)
    if accepted:
        return accepted_message(doing.user, accepted, lang), True
    why = Refusal.NOT_FOR_YOU if offered else Refusal.NOT_OFFERED
    first = offered[0].duty if offered else Duty()
    return refusal_message(Refused(why, first), lang), False


def place_of(item: OpenItem, near: Place) -> Place:
    """The thread of an open conversation in the workspace of `near`."""
    channel, _, thread = item.where.partition(" ")
    return Place(Door.SLACK, near.team, channel, thread or None)


def _refused(doing: Doing, receiver: Receiver | None, items: Sequence[OpenItem], now: datetime) -> Refused | None:
    """Why this receiver cannot take anything at all; to nobody it can always be handed."""
    if receiver is None:
        return None
    if items and all(one.duty.offer and one.duty.offer.receiver == receiver.id for one in items):
        return Refused(Refusal.TWICE, items[0].duty)
    after = apply(Duty(), Deed(Act.HAND_OVER, doing.user, now, receiver=receiver))
    return after if isinstance(after, Refused) else None


def _offered(item: OpenItem, doing: Doing, receiver: Receiver | None, now: datetime, oncall: OnCallDoors) -> OpenItem:
    """The conversation as it stands once it is offered; what its cluster says now is kept as the next time's before."""
    if item.now is not None:
        oncall.keep_reading(item.id, item.now)
    if receiver is None:
        return item
    deed = Deed(Act.HAND_OVER, doing.user, now, receiver=receiver, key=f"{doing.key}:{item.id}")
    after = oncall.act(place_of(item, doing.place), deed)
    return replace(item, duty=after) if isinstance(after, Duty) else item


def _post(message: SlackMessage, telling: Telling, mark: str, channel: Place, doors: Doors) -> None:
    """Under a mark that ends in the `ts` of the message that asked, as all marks do."""
    doors.chat.post(channel.channel, telling.thread, message.marked(mark), maybe_there=telling.maybe_there)


def nothing_said(doing: Doing, doors: Doors) -> SlackMessage:
    """For the slash command, which has no thread to hand over in: how to do it."""
    return sentence(words.MENTION_ME[lang_of(doing, doors)])
