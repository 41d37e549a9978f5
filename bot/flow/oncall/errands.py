"""What is still to be done about handings over, done by whoever is there: each once, whatever stopped in between."""

from collections.abc import Sequence

from bot.core.oncall.handoff import card
from bot.core.oncall.handoff_blocks import card_message, parent_message
from bot.core.oncall.handoff_replies import accepted_here, all_accepted, handoff_reminder
from bot.errors import BotError, SlackDownError, StoreError
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.oncall.handing import Say, mark, place_of, shown, tell_handoff
from bot.flow.oncall.linking import linked
from bot.model.chat import SlackMessage
from bot.model.handoff import Errand, ErrandKind, Handing, OpenItem


def work_off(doors: Doors, oncall: OnCallDoors) -> int:
    """Do whatever is due and nobody is at; how much was done.  Raises StoreError and SlackDownError."""
    return sum(run(errand, doors, oncall) for errand in oncall.handoffs.errands(doors.now()))


def run(errand: Errand, doors: Doors, oncall: OnCallDoors, say: Say | None = None) -> bool:
    """Do one errand unless somebody else is at it; `say` reaches whoever asked for it.

    Raises StoreError and SlackDownError: then it is done later.  What Slack refuses for good is given up.
    """
    tried = oncall.handoffs.take(errand)
    if tried is None:
        return False
    try:
        _do(errand, doors, oncall, again=tried > 0, say=say)
    except (StoreError, SlackDownError):
        oncall.handoffs.give_back(errand, doors.now(), blameless=True)
        raise
    except BotError as error:
        doors.note("given up", errand=errand.id, kind=errand.kind.value, error=str(error))
    except BaseException:
        oncall.handoffs.give_back(errand, doors.now(), blameless=False)
        raise
    oncall.handoffs.end(errand, doors.now())
    return True


def _do(errand: Errand, doors: Doors, oncall: OnCallDoors, *, again: bool, say: Say | None) -> None:
    if errand.kind is ErrandKind.POST:
        tell_handoff(errand.handoff, doors, oncall, again=again, say=say)
        return
    handing = oncall.handoffs.handing(errand.handoff)
    if handing is None:
        return
    if errand.kind in (ErrandKind.REMIND, ErrandKind.TELL):
        _remind(errand, handing, doors, oncall, again=again)
        return
    items = oncall.handoffs.handed(handing.id)
    if errand.conversation is None:
        _tell_all_accepted(handing, items, doors, again=again)
        return
    item = next((one for one in items if one.id == errand.conversation), None)
    if item is None:  # it was forgotten meanwhile
        return
    if errand.kind is ErrandKind.ACCEPTED:
        _tell_thread(handing, item, doors, again=again)
    else:
        _show_anew(errand, handing, item, doors, oncall)


def _remind(errand: Errand, handing: Handing, doors: Doors, oncall: OnCallDoors, *, again: bool) -> None:
    """One reminder to the receiver, then one word to the sender; neither when everything was accepted meanwhile."""
    left = len(oncall.handoffs.waiting(handing.id))
    to_sender = errand.kind is ErrandKind.TELL
    if not left or (handing.told_at if to_sender else handing.reminded_at):
        return
    who = handing.asked.sender if to_sender else handing.asked.receiver
    lang = (doors.chat.lang(who) if who else None) or handing.asked.lang
    message = handoff_reminder(handing, left, lang, to_sender=to_sender)
    _post(handing, message.marked(mark(errand.kind.value, handing)), doors, again=again)
    oncall.handoffs.reminded(handing.id, doors.now(), sender=to_sender)
    doors.note("reminded", handoff=handing.id, kind=errand.kind.value)


def _tell_thread(handing: Handing, item: OpenItem, doors: Doors, *, again: bool) -> None:
    """Into the conversation's own thread: who has it now, since when, and where that was agreed."""
    place = place_of(item, handing.asked.place.team)
    where = doors.chat.link(handing.asked.place.channel, handing.parent)
    message = accepted_here(item, where, handing.asked.lang).marked(mark("accepted", handing, item.id))
    doors.chat.post(place.channel, place.thread or "", message, maybe_there=again)


def _tell_all_accepted(handing: Handing, items: Sequence[OpenItem], doors: Doors, *, again: bool) -> None:
    message = all_accepted(items, handing.asked.lang)
    if message:
        _post(handing, message.marked(mark("accepted", handing)), doors, again=again)


def _show_anew(errand: Errand, handing: Handing, item: OpenItem, doors: Doors, oncall: OnCallDoors) -> None:
    """The card as the conversation stands; after the last of several the first post too."""
    lang, channel, found = handing.asked.lang, handing.asked.place.channel, shown(handing, doors, oncall)
    if item.ts:
        one = card(linked(item, doors), found.at)
        made = card_message(one, found, lang, doors.index().book)
        doors.chat.update(channel, item.ts, made.marked(mark("card", handing, item.id)))
    due = oncall.handoffs.errands(doors.now())
    more = any((one.kind, one.handoff) == (errand.kind, errand.handoff) and one.id != errand.id for one in due)
    if handing.parent and not more:
        parent = parent_message(found, lang, handing.id, len(oncall.handoffs.waiting(handing.id)))
        doors.chat.update(channel, handing.parent, parent.marked(mark("handoff", handing)))


def _post(handing: Handing, message: SlackMessage, doors: Doors, *, again: bool) -> None:
    doors.chat.post(handing.asked.place.channel, handing.thread, message, maybe_there=again)
