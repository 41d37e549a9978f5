"""What people do about conversations on call: a word or a button in, the log changed, what the bot says out.

Of two who do the same at once the log lets one win; the other is told.  An act whose answer was lost with a stop is not
done again: its key is in the log.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.chat.replies import sentence, together
from bot.core.oncall.asks import Wanted
from bot.core.oncall.handoff import card
from bot.core.oncall.handoff_blocks import card_message
from bot.core.oncall.replies import done_message, refusal_message
from bot.core.wording import oncall as words
from bot.flow.answering import without_secrets
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.oncall.handing import read_now
from bot.flow.oncall.linking import linked
from bot.flow.oncall.rechecking import recheck
from bot.flow.oncall.verifying import verified
from bot.model.chat import SlackMessage
from bot.model.conversation import ConversationId, Place
from bot.model.handoff import Handoff, OpenItem
from bot.model.oncall import Act, Deed, Receiver, Refused, Status
from bot.model.text import Lang


@dataclass(frozen=True, slots=True)
class Doing:
    """Who wants what, where.  `key` names the press or message, however often it arrives."""

    wanted: Wanted
    place: Place
    user: str
    key: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: what is to be said, and of which conversation, None when nothing was done about any."""

    message: SlackMessage
    number: ConversationId | None = None


def acted(doing: Doing, act: Act, doors: Doors, oncall: OnCallDoors) -> Outcome:
    """Do it, and say what came of it.  Raises StoreError."""
    lang, name = lang_of(doing, doors), doors.chat.name
    deed = _deed(doing, act, doors.now(), oncall)
    if act is Act.CHECK and (item := oncall.item(doing.place)) is not None:
        return Outcome(_checked(item, deed, doing, doors, oncall), item.id)
    after = oncall.act(doing.place, deed)
    if after is None:
        return Outcome(sentence(words.NO_CONVERSATION[lang]))
    if isinstance(after, Refused):
        return Outcome(refusal_message(after, lang, name, doing.wanted.receiver))
    told = done_message(deed, after, None, lang, name)
    if act is Act.RESOLVE and (item := oncall.item(doing.place)) is not None:
        proof = verified(item, doors, oncall, lang)
        told = together(told, proof) if proof else told
    if act is Act.HAND_OVER and (item := oncall.item(doing.place)) is not None:
        told = together(told, _card(item, deed, doors, oncall, lang))
    return Outcome(told, oncall.number(doing.place))


def lang_of(doing: Doing, doors: Doors) -> Lang:
    """The language to answer in: that of the word, else of the person's Slack, else the setting's."""
    return Lang.ZH if doing.wanted.chinese else doors.chat.lang(doing.user) or doors.preferred or Lang.EN


def _deed(doing: Doing, act: Act, now: datetime, oncall: OnCallDoors) -> Deed:
    wanted = doing.wanted
    receiver: Receiver | None = None
    if act is Act.HAND_OVER and wanted.receiver:
        receiver = oncall.receiver(wanted.receiver, doing.place.channel)
    if act is Act.ACCEPT:
        receiver = _offered_to(doing.place, oncall)
    until = now + wanted.after if wanted.after else None
    return Deed(act, doing.user, now, without_secrets(wanted.text).text, until, receiver, doing.key)


def _card(item: OpenItem, deed: Deed, doors: Doors, oncall: OnCallDoors, lang: Lang) -> SlackMessage:
    """What a successor has to know of one conversation, its pods read again; what was before stays so for the next."""
    (read,) = read_now([linked(item, doors)], deed.at, doors, oncall)
    found = card(replace(read, url=""), deed.at)
    return card_message(found, Handoff(deed.at, (found,)), lang, doors.index().book)


def _offered_to(place: Place, oncall: OnCallDoors) -> Receiver | None:
    """Whom the conversation was handed to, a group with its members as they are now."""
    item = next(iter(oncall.open_items(place)), None)
    return oncall.receiver(item.duty.offer.receiver, place.channel) if item and item.duty.offer else None


def _checked(item: OpenItem, deed: Deed, doing: Doing, doors: Doors, oncall: OnCallDoors) -> SlackMessage:
    """Read the pod again: before and now, side by side; now is the next time's before.  What is resolved is proven."""
    lang = lang_of(doing, doors)
    if item.duty.status is Status.RESOLVED and (proof := verified(item, doors, oncall, lang)):
        oncall.act(doing.place, deed)
        return proof
    if oncall.read is None or not item.pods:
        return sentence((words.NO_POD if not item.pods else words.NO_CLUSTER)[lang])
    (read,) = recheck([linked(item, doors)], oncall.read, doors.index(), deed.at)
    after = oncall.act(doing.place, deed)
    if read.now is not None:
        oncall.keep_reading(item.id, read.now)
    shown = read if after is None or isinstance(after, Refused) else replace(read, duty=after)
    found = card(shown, deed.at)
    message = card_message(found, Handoff(deed.at, (found,)), lang, doors.index().book)
    return replace(message, blocks=tuple(one for one in message.blocks if one["type"] != "actions"))
