"""Words that show something: what is open, the figures, what comes next closest, the block for an upstream issue."""

from dataclasses import replace

from bot.core.chat.replies import sentence, together
from bot.core.oncall.asks import OF_THREAD, View
from bot.core.oncall.handoff import hand_over
from bot.core.oncall.handoff_lines import card_lines
from bot.core.oncall.replies import open_message, stats_message
from bot.core.wording import oncall as words
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.oncall.acting import Doing, lang_of
from bot.flow.oncall.linking import linked
from bot.flow.oncall.refuting import refuted
from bot.flow.oncall.reporting import pictured, reported
from bot.model.chat import SlackMessage
from bot.model.handoff import Card, Handoff
from bot.model.text import Lang


def viewed(doing: Doing, view: View, doors: Doors, oncall: OnCallDoors, *, again: bool = False) -> SlackMessage:
    """What somebody wants to see; `again` means that another run may have shown it.  Raises StoreError, SlackError."""
    lang = lang_of(doing, doors)
    if view in OF_THREAD:
        return _of_thread(doing, view, doors, oncall, again=again)
    if view is View.OPEN:
        return _opened(doing, doors, oncall, lang)
    stats = oncall.stats(doing.place)
    shown = stats_message(stats, lang)
    failed = pictured(stats, doing, lang, doors, oncall) if view is View.PLOT else None
    return together(shown, failed) if failed else shown


def _of_thread(doing: Doing, view: View, doors: Doors, oncall: OnCallDoors, *, again: bool) -> SlackMessage:
    lang = lang_of(doing, doors)
    if not doing.place.thread:
        return sentence(words.IN_THREAD[lang])
    if view is View.NOT_IT:
        return refuted(doing.place, "", doing.user, doors, oncall) or sentence(words.NO_CONVERSATION[lang])
    shown = reported(doing.place, doing.key, lang, doors, oncall, again=again)
    return shown or sentence(words.NO_CONVERSATION[lang])


def _opened(doing: Doing, doors: Doors, oncall: OnCallDoors, lang: Lang) -> SlackMessage:
    now = doors.now()
    items = [linked(one, doors) for one in oncall.open_in(replace(doing.place, thread=None), now)]
    found = hand_over(items, now)

    def title(one: Card) -> str:
        return _title(one, found, doors, lang)

    return open_message(found, lang, title, doors.chat.name)


def _title(one: Card, found: Handoff, doors: Doors, lang: Lang) -> str:
    title = card_lines(one, found.at, lang, doors.index().book).title
    return title if isinstance(title, str) else getattr(title, "text", "")
