"""Accepting what was handed over: all of a handing over, or one conversation of it from its card.

Who may is judged by the log, by whom it was offered to and who is in that group now.  What is to be written into the
conversations' own threads and onto the cards is in the log with the acceptance itself, so that no stop loses it.
"""

from bot.core.oncall.handoff_blocks import all_of
from bot.core.oncall.replies import accepted_message, refusal_message
from bot.errors import SlackDownError
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.oncall.acting import Doing, lang_of
from bot.flow.oncall.errands import work_off
from bot.flow.oncall.handing import place_of
from bot.model.chat import Press, SlackMessage
from bot.model.conversation import ConversationId
from bot.model.handoff import Handing
from bot.model.oncall import Act, Deed, Duty, Receiver, Refusal, Refused


def accept_pressed(pressed: Press, doing: Doing, doors: Doors, oncall: OnCallDoors) -> bool:
    """Do what an Accept button in the thread of a handing over says; False for a button that stands elsewhere.

    A refusal is for who pressed alone.  Raises StoreError and SlackError.
    """
    whole = all_of(pressed.value)
    handing = oncall.handoffs.handing(whole) if whole else oncall.handoffs.handing_at(doing.place)
    if handing is None:
        return False
    said, done = accept_all(handing, doing, doors, oncall) if whole else _accept_one(pressed, doing, doors, oncall)
    doors.note("accepted", key=pressed.key, handoff=handing.id, done=done)
    if said is not None and not done:
        doors.chat.whisper(pressed.channel, pressed.user, pressed.thread_ts, said)
    tell(doors, oncall)
    return True


def accept_all(handing: Handing, doing: Doing, doors: Doors, oncall: OnCallDoors) -> tuple[SlackMessage, bool]:
    """Accept everything of a handing over that waits for this person; what is to be said, and whether any did.

    The same press or message, done again after a stop, accepts nothing more and says the same.
    """
    lang, now, team = lang_of(doing, doors), doors.now(), handing.asked.place.team
    receivers: dict[str, Receiver] = {}
    accepted, first, theirs = 0, Duty(), Duty()
    for item in oncall.handoffs.handed(handing.id):
        offer = item.duty.offer
        if offer and offer.receiver not in receivers:
            receivers[offer.receiver] = oncall.receiver(offer.receiver, doing.place.channel)
        to = receivers[offer.receiver] if offer else None
        deed = Deed(Act.ACCEPT, doing.user, now, receiver=to, key=f"{doing.key}:{item.id}", aside=True)
        after = oncall.act(place_of(item, team), deed)
        accepted += isinstance(after, Duty)
        theirs = item.duty if item.duty.owner == doing.user else theirs
        first = item.duty if offer and not isinstance(after, Duty) else first
    if accepted:
        return accepted_message(doing.user, accepted, lang, doors.chat.name), True
    if theirs.owner and not first.offer:
        return refusal_message(Refused(Refusal.YOURS, theirs), lang, doors.chat.name), False
    why = Refusal.NOT_FOR_YOU if first.offer else Refusal.NOT_OFFERED
    return refusal_message(Refused(why, first), lang, doors.chat.name), False


def accept_in_thread(doing: Doing, doors: Doors, oncall: OnCallDoors) -> SlackMessage | None:
    """`accept` by mention in the thread of a handing over; None where this is no such thread."""
    handing = oncall.handoffs.handing_at(doing.place)
    if handing is None:
        return None
    message, _ = accept_all(handing, doing, doors, oncall)
    tell(doors, oncall)
    return message


def tell(doors: Doors, oncall: OnCallDoors) -> None:
    """Write it into the threads now; where Slack is away, whoever reminds does it later."""
    try:
        work_off(doors, oncall)
    except SlackDownError as error:
        doors.note("put off", error=str(error))


def _accept_one(pressed: Press, doing: Doing, doors: Doors, oncall: OnCallDoors) -> tuple[SlackMessage | None, bool]:
    place = oncall.place(ConversationId(int(pressed.value))) if pressed.value.isdecimal() else None
    items = oncall.open_items(place) if place and place.thread else ()
    offer = items[0].duty.offer if items else None
    to = oncall.receiver(offer.receiver, doing.place.channel) if offer else None
    deed = Deed(Act.ACCEPT, doing.user, doors.now(), receiver=to, key=doing.key, aside=True)
    after = oncall.act(place, deed) if place else None
    if isinstance(after, Refused):
        return refusal_message(after, lang_of(doing, doors), doors.chat.name), False
    return None, after is not None
