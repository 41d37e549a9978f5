"""What people do about conversations on call: a word or a button in, the log changed, what the bot says out.

Of two who do the same at once the log lets one win; the other is told.  An act whose answer was lost with a stop is not
done again: its key is in the log.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.chat.replies import sentence, together
from bot.core.oncall.asks import View, Wanted
from bot.core.oncall.handoff import card, hand_over
from bot.core.oncall.handoff_blocks import card_message
from bot.core.oncall.handoff_lines import card_lines
from bot.core.oncall.replies import done_message, open_message, refusal_message, stats_message
from bot.core.oncall.stats import count
from bot.core.wording import oncall as words
from bot.flow.answering import without_secrets
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.rechecking import recheck
from bot.model.chat import SlackMessage
from bot.model.conversation import ConversationId, Place
from bot.model.handoff import Card, Handoff, OpenItem, Trend
from bot.model.oncall import Act, Deed, Receiver, Refused
from bot.model.text import Lang


@dataclass(frozen=True, slots=True)
class Doing:
    """Who wants what, where.  `key` names the press or message, however often it arrives."""

    wanted: Wanted
    place: Place
    user: str
    key: str


def said_about(doing: Doing, doors: Doors, oncall: OnCallDoors) -> SlackMessage:
    """Do it, and say what came of it.  Raises StoreError."""
    lang = lang_of(doing, doors)
    if doing.wanted.what is View.STATS:
        return stats_message(count(oncall.visible(doing.place)), lang)
    if doing.wanted.what is View.OPEN:
        return _opened(doing, doors, oncall, lang)
    return acted(doing, doing.wanted.what, doors, oncall)[0]


def acted(doing: Doing, act: Act, doors: Doors, oncall: OnCallDoors) -> tuple[SlackMessage, bool]:
    """Do it; what is to be said of it, and whether anything was done.  Raises StoreError."""
    lang = lang_of(doing, doors)
    deed = _deed(doing, act, doors.now(), oncall)
    before = next(iter(oncall.open_items(doing.place)), None)
    if act is Act.CHECK and before is not None:
        return _checked(before, deed, doing, doors, oncall), True
    after = oncall.act(doing.place, deed)
    if after is None:
        return sentence(words.NO_CONVERSATION[lang]), False
    if isinstance(after, Refused):
        return refusal_message(after, lang, doing.wanted.receiver), False
    number = before.id if before else oncall.number(doing.place)
    told = done_message(deed, after, number or ConversationId(0), lang)
    if act is Act.RESOLVE and before is not None:
        return _verified(told, before, doors, oncall, lang), True
    return told, True


def lang_of(doing: Doing, doors: Doors) -> Lang:
    """The language to answer in: that of the word, else of the person's Slack, else the setting's."""
    return Lang.ZH if doing.wanted.chinese else doors.chat.lang(doing.user) or doors.preferred or Lang.EN


def _opened(doing: Doing, doors: Doors, oncall: OnCallDoors, lang: Lang) -> SlackMessage:
    now = doors.now()
    items = [linked(one, doors) for one in oncall.open_in(replace(doing.place, thread=None), now)]
    found = hand_over(items, now)

    def title(one: Card) -> str:
        return _title(one, found, doors, lang)

    return open_message(found, lang, title)


def _deed(doing: Doing, act: Act, now: datetime, oncall: OnCallDoors) -> Deed:
    wanted = doing.wanted
    receiver: Receiver | None = None
    if act is Act.HAND_OVER and wanted.receiver:
        receiver = oncall.receiver(wanted.receiver, doing.place.channel)
    if act is Act.ACCEPT:
        receiver = _offered_to(doing.place, oncall)
    until = now + wanted.after if wanted.after else None
    return Deed(act, doing.user, now, without_secrets(wanted.text).text, until, receiver, doing.key)


def _offered_to(place: Place, oncall: OnCallDoors) -> Receiver | None:
    """Whom the conversation was handed to, a group with its members as they are now."""
    item = next(iter(oncall.open_items(place)), None)
    return oncall.receiver(item.duty.offer.receiver, place.channel) if item and item.duty.offer else None


def _checked(item: OpenItem, deed: Deed, doing: Doing, doors: Doors, oncall: OnCallDoors) -> SlackMessage:
    """Read the pod again: before and now, side by side; now is the next time's before."""
    lang = lang_of(doing, doors)
    if oncall.read is None or not item.pods:
        return sentence((words.NO_POD if not item.pods else words.NO_CLUSTER)[lang])
    (read,) = recheck([linked(item, doors)], oncall.read, doors.index(), deed.at)
    after = oncall.act(doing.place, deed)
    if read.now is not None:
        oncall.keep_reading(item.id, read.now)
    shown = read if after is None or isinstance(after, Refused) else replace(read, duty=after)
    found = card(shown, deed.at)
    return card_message(found, Handoff(deed.at, (found,)), lang, doors.index().book)


def _verified(told: SlackMessage, item: OpenItem, doors: Doors, oncall: OnCallDoors, lang: Lang) -> SlackMessage:
    """What the cluster says of a trouble that somebody called resolved: the proof, or what still speaks against it."""
    if oncall.read is None or not item.pods:
        return told
    now = doors.now()
    (read,) = recheck([item], oncall.read, doors.index(), now)
    if read.now is not None:
        oncall.keep_reading(item.id, read.now)
    found = card(read, now)
    if found.trend is Trend.HEALED:
        return together(told, sentence(words.PROOF[lang]))
    against = card_message(found, Handoff(now, (found,)), lang, doors.index().book)
    shown = replace(against, blocks=tuple(one for one in against.blocks if one["type"] != "actions"))
    return together(told, together(sentence(words.RESOLVED_BUT[lang]), shown))


def linked(item: OpenItem, doors: Doors) -> OpenItem:
    """The conversation with the address of its thread."""
    channel, _, thread = item.where.partition(" ")
    return replace(item, url=doors.chat.link(channel, thread)) if thread else item


def _title(one: Card, found: Handoff, doors: Doors, lang: Lang) -> str:
    title = card_lines(one, found.at, lang, doors.index().book).title
    return title if isinstance(title, str) else getattr(title, "text", "")
