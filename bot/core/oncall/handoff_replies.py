"""What the bot says in the course of a handing over, beside the thread itself: who accepted, and who has not."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.core.faces.blocks import shortened
from bot.core.faces.rich_text import Element, link, person, plain, rich, section
from bot.core.oncall.handoff_lines import counted
from bot.core.wording import oncall as words
from bot.model.chat import SlackMessage
from bot.model.handoff import ErrandKind, Handing, Handoff, OpenItem
from bot.model.text import Lang


def accepted_here(item: OpenItem, where: str, lang: Lang) -> SlackMessage:
    """For the conversation's own thread: who accepted it and when; `where` is the address of the handing over."""
    at = f"{item.accepted_at:%Y-%m-%d %H:%MZ}" if item.accepted_at else ""
    row = _with_people(words.ACCEPTED_HERE[lang].replace("{at}", at), [person(item.accepted_by)])
    more = [plain(" "), link(where, words.THE_HANDOFF[lang])] if where else []
    return SlackMessage((rich(section(*row, *more)),), shortened(words.ACCEPTED_AT[lang].format(at=at)))


def all_accepted(items: Sequence[OpenItem], lang: Lang) -> SlackMessage | None:
    """For the thread of the handing over: by whom; None when nobody accepted anything."""
    people = Counter(one.accepted_by for one in items if one.accepted_by)
    if not people:
        return None
    shown: list[Element] = []
    for who, count in people.items():
        shown += [plain(", " if lang is Lang.EN else "、")] if shown else []
        shown += [person(who), plain(f" ({count})" if lang is Lang.EN else f"（{count} 个）")]
    said = words.ALL_ACCEPTED[lang]
    return SlackMessage((rich(section(*_with_people(said, shown))),), shortened(_bare(said)))


def handoff_reminder(handing: Handing, left: int, lang: Lang, *, to_sender: bool) -> SlackMessage:
    """What pings the receiver, or the sender, once: how many nobody has accepted."""
    asked = handing.asked
    who = asked.sender if to_sender else asked.receiver
    said: Mapping[Lang, str] = words.HANDOFF_REMINDERS[ErrandKind.TELL if to_sender else ErrandKind.REMIND]
    if not who:
        said = words.NOBODY_ACCEPTED
    told = said[lang].format(count=left, who="{who}")
    return SlackMessage((rich(section(*_with_people(told, [person(who)]))),), shortened(_bare(told)))


def handed_over(handoff: Handoff, where: str, lang: Lang) -> SlackMessage:
    """For whoever handed over by command: that it is done, how much it was, and where it stands."""
    told = f"{words.HANDED_OVER[lang]}{' ' if lang is Lang.EN else ''}{counted(handoff, lang)}"
    more = [plain(" "), link(where, words.THE_HANDOFF[lang])] if where else []
    return SlackMessage((rich(section(plain(told), *more)),), shortened(told))


def _with_people(said: str, people: Sequence[Element]) -> list[Element]:
    before, slot, after = said.partition("{who}")
    parts = [plain(before)] if before else []
    return [*parts, *(people if slot else ()), *([plain(after)] if after else [])]


def _bare(said: str) -> str:
    """For notifications, which show no names."""
    return said.replace("{who}", "").lstrip(" :：")
