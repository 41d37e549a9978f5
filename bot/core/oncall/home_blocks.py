"""One person's page as blocks: what they have, what waits for them, the last handings over, each with its link.

Nobody is pinged from there: Slack shows names on a page, and tells nobody.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.core.faces.blocks import fitted
from bot.core.faces.rich_text import Element, bold, code, header, link, listed, marked, person, plain, rich, section
from bot.core.oncall.handoff_lines import age, card_lines
from bot.core.wording import home as said
from bot.core.wording import oncall as words
from bot.model.case import Casebook
from bot.model.chat import Block
from bot.model.handoff import Card
from bot.model.home import Home, Told
from bot.model.text import Lang

MOST = 20
"""Rows of one list; the rest are counted."""
MOST_TITLE = 120


def home_blocks(home: Home, at: datetime, lang: Lang, book: Casebook) -> tuple[Block, ...]:
    """The page in one language as it is at `at`."""
    blocks: list[Block] = [header(said.TITLE[lang]), rich(section(*marked(said.HOW[lang])))]
    blocks += _list(said.OFFERED[lang], [_card(one, at, lang, book) for one in home.offered], lang)
    mine = [_card(one, at, lang, book) for one in home.mine]
    blocks += _list(said.MINE[lang], mine, lang) if mine else [rich(section(plain(said.NOTHING[lang])))]
    blocks += _list(said.LAST[lang], [_told(one, lang) for one in home.last], lang)
    return fitted(blocks, lang)


def _list(title: str, rows: Sequence[Element], lang: Lang) -> list[Block]:
    if not rows:
        return []
    more = [section(plain(said.MORE[lang].format(count=len(rows) - MOST)))] if len(rows) > MOST else []
    counted = f"{title} ({len(rows)})" if lang is Lang.EN else f"{title}（{len(rows)}）"
    return [rich(section(bold(counted))), rich(listed([*rows[:MOST], *more], ordered=False))]


def _card(card: Card, at: datetime, lang: Lang, book: Casebook) -> Element:
    title = card_lines(card, at, lang, book).title
    text = (title if isinstance(title, str) else getattr(title, "text", ""))[:MOST_TITLE]
    first = link(card.item.url, text) if card.item.url else plain(text)
    return section(first, *_rest(card, at, lang))


def _rest(card: Card, at: datetime, lang: Lang) -> Iterator[Element]:
    item = card.item
    if item.pods:
        yield plain("  ")
        yield code(", ".join(map(str, item.pods)))
    yield plain(f" · {words.AGE[lang]} {age(at - item.opened_at)}")
    if item.duty.offer and item.duty.offer.sender:
        yield plain(f" · {said.FROM[lang]} ")
        yield person(item.duty.offer.sender)
    if why := [words.ATTENTION[one][lang] for one in card.attention]:
        yield plain(f" · ⚠️ {', '.join(why)}")


def _told(one: Told, lang: Lang) -> Element:
    when = f"{one.at:%Y-%m-%d %H:%MZ}"
    people = {
        "{sender}": person(one.sender) if one.sender else plain(words.BY_SCHEDULE[lang]),
        "{receiver}": person(one.receiver) if one.receiver else plain(words.TO_NOBODY[lang]),
    }
    text = words.FROM_TO[lang].replace("{", "\0{").replace("}", "}\0")
    between = [people.get(piece, plain(piece)) for piece in text.split("\0") if piece]
    first = link(one.url, when) if one.url else plain(when)
    return section(first, plain("  "), *between, plain(f" · {_became(one, lang)}"))


def _became(one: Told, lang: Lang) -> str:
    """What was handed over, and how much of it was accepted."""
    if one.alone:
        return (said.THREAD_ACCEPTED if one.accepted else said.THREAD_WAITS)[lang]
    return said.COUNT[lang].format(count=one.count, accepted=one.accepted) if one.count else words.NOTHING_OPEN[lang]
