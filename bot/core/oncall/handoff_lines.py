"""A handing over in words, for every face: each card as labels with texts, in one language.

Our own sentences are plain strings; what people or clusters said is `Said` (redacted, not escaped: each face does that
for its own medium); people are `Person`, so that a face decides how to name them, and whom it may ping.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.oncall.handoff import pod_trend
from bot.core.wording import oncall as words
from bot.core.wording.commands import fill
from bot.core.wording.findings import sentence
from bot.core.wording.sentences import COLON
from bot.model.case import Casebook, CaseId
from bot.model.finding import Finding
from bot.model.handoff import Card, Handoff, OpenItem, Trend
from bot.model.oncall import Change, Status
from bot.model.text import Lang

MOST_NOTES = 5
"""Notes of one card; the newest count most, and the thread has them all."""
MOST_FINDINGS = 4


@dataclass(frozen=True, slots=True)
class Person:
    """A person or group by Slack's id."""

    id: str
    name: str = ""
    """How to call them where they are not to be pinged; empty: they may be, or nobody asked Slack."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote or a cluster printed, on one line."""

    text: str


Part = str | Person | Said


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: what it is about, and what is said of it."""

    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class CardLines:
    """One card in words."""

    title: Part
    """What it is: its case's title, else its first line, else that somebody keeps track of it."""
    mark: str
    """An emoji for how it stands."""
    attention: str
    """Why it comes first; empty when it does not."""
    lines: tuple[Line, ...]


def headline(handoff: Handoff, lang: Lang) -> tuple[Part, ...]:
    """From whom, to whom, how many, how many first; or that nothing is open."""
    sender: Part = Person(handoff.sender) if handoff.sender else words.BY_SCHEDULE[lang]
    receiver: Part = Person(handoff.receiver) if handoff.receiver else words.TO_NOBODY[lang]
    parts: list[Part] = [colon(words.HANDOFF[lang], lang)]
    people = {"{sender}": sender, "{receiver}": receiver}
    parts.extend(people.get(piece, piece) for piece in _pieces(words.FROM_TO[lang]))
    return (*parts, _stop(lang), counted(handoff, lang))


def counted(handoff: Handoff, lang: Lang) -> str:
    """How many are open and how many of them need attention first; or, in so many words, that nothing is."""
    if not handoff.cards:
        return (words.ALL_CLOSED if handoff.closed else words.NOTHING_OPEN)[lang]
    urgent = len(handoff.urgent)
    some = (words.COUNTS_CALM, words.COUNTS_ONE_FIRST)[urgent] if urgent <= 1 else words.COUNTS
    said = words.COUNT_ONE[bool(urgent)] if len(handoff.cards) == 1 else some
    return said[lang].format(count=len(handoff.cards), urgent=urgent)


def accepted_so_far(handoff: Handoff, lang: Lang) -> str:
    """How many of how many were accepted; empty while none was."""
    every = (*handoff.cards, *handoff.closed)
    accepted = sum(bool(one.item.accepted_by) for one in every)
    return words.ACCEPTED_SO_FAR[lang].format(count=accepted, all=len(every)) if accepted else ""


def colon(label: str, lang: Lang) -> str:
    """A label with what stands behind it in this language."""
    return f"{label}: " if lang is Lang.EN else f"{label}："


def card_lines(card: Card, at: datetime, lang: Lang, book: Casebook) -> CardLines:
    """One card in words, as it stands at `at`."""
    item = card.item
    case = book.by_id.get(item.case) if item.case else None
    untitled = words.TRACKED_THREAD if item.tracked else words.NO_CASE
    title: Part = Said(" ".join(item.title.split())) if item.title.strip() else untitled[lang]
    comma = ", " if lang is Lang.EN else "，"
    return CardLines(
        title=case.pages[lang].title if case else title,
        mark=words.TREND_MARKS[card.trend],
        attention=comma.join(words.ATTENTION[why][lang] for why in card.attention),
        lines=tuple(_lines(card, at, lang, book)),
    )


def age(span: timedelta) -> str:
    """A span in its two largest units: `3d 4h`, `2h 5m`, `7m`."""
    minutes = max(0, int(span.total_seconds()) // 60)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    units = [(days, "d"), (hours, "h"), (rest, "m")]
    shown = [f"{count}{unit}" for count, unit in units if count][:2]
    return " ".join(shown) or "0m"


def _lines(card: Card, at: datetime, lang: Lang, book: Casebook) -> Iterator[Line]:
    item = card.item
    if item.pods:
        yield Line(words.POD[lang], (", ".join(map(str, item.pods)),))
    yield Line(words.AGE[lang], (age(at - item.opened_at),))
    yield Line(words.OWNER[lang], tuple(_owner(item, lang)))
    if item.duty.next_check:
        yield Line(words.CHECK_DUE[lang], (f"{item.duty.next_check:%Y-%m-%d %H:%MZ}",))
    yield from _tried(item, lang)
    yield Line(words.STATE_NOW[lang], (*_state(card.trend, item.unread, lang), *_when(item, lang)))
    yield from changed(card, lang, book)
    shows = book.by_id.get(item.now.case) if item.now and item.now.case and item.now.case != item.case else None
    if shows:
        yield Line(words.CLUSTER_SHOWS[lang], (f"{shows.pages[lang].title} `{shows.id}`",))
    for other in item.beside:
        how = _state(pod_trend(other.before, other.now), other.unread, lang)
        yield Line(words.OTHER_POD[lang], (colon(str(other.pod), lang), *how))
    yield Line(words.NEXT[lang], (next_step(card, lang, book),))


def _owner(item: OpenItem, lang: Lang) -> Iterator[Part]:
    """Who has it, and how it stands when that is not simply open; when it was accepted."""
    yield Person(item.duty.owner) if item.duty.owner else words.NOBODY[lang]
    if item.duty.status is not Status.OPEN:
        yield f" · {words.STATUS[item.duty.status][lang]}"
    elif item.accepted_at and item.accepted_by == item.duty.owner:
        yield f" · {words.ACCEPTED_AT[lang].format(at=f'{item.accepted_at:%H:%MZ}')}"


def _when(item: OpenItem, lang: Lang) -> tuple[Part, ...]:
    """From which reading to which."""
    times = [f"{one.at:%m-%d %H:%MZ}" for one in (item.before, item.now) if one]
    said = " → ".join(times)
    return (f" ({said})" if lang is Lang.EN else f"（{said}）",) if times else ()


def _state(trend: Trend, unread: Mapping[Lang, str], lang: Lang) -> tuple[Part, ...]:
    """How a pod stands; where it could not be read, why."""
    mark = words.TREND_MARKS[trend]
    how = f"{mark} {words.TRENDS[trend][lang]}"
    return (colon(how, lang), Said(unread[lang])) if lang in unread else (how,)


def _tried(item: OpenItem, lang: Lang) -> Iterator[Line]:
    if not item.tried:
        yield Line(words.TRIED[lang], (words.NOTHING_TRIED[lang],))
    for note in item.tried[-MOST_NOTES:]:
        yield Line(words.TRIED[lang], (f"{note.at:%H:%MZ} ", _author(note, item), COLON[lang], _said(note)))


def _author(note: Change, item: OpenItem) -> Part:
    return Person(note.who, item.names.get(note.who) or note.who)


def _said(note: Change) -> Part:
    return Said(" ".join(note.text.split()))


def changed(card: Card, lang: Lang, book: Casebook) -> Iterator[Line]:
    """What is wrong now that was not before, what is so no more, and what still is."""
    now = card.item.now
    still = [one for one in now.troubles if one not in card.appeared] if now else []
    for label, found in ((words.APPEARED, card.appeared), (words.GONE, card.gone), (words.STILL, still)):
        for one in found[:MOST_FINDINGS]:
            yield Line(label[lang], (Said(f"{one.subject}{COLON[lang]}{_sentence(one, book, lang)}"),))


def next_step(card: Card, lang: Lang, book: Casebook) -> str:
    """What to do next: the first step of the case that the cluster shows now, else of the one that the text led to.

    Its names are filled in.  Without a case it is what is missing to know one.
    """
    if card.trend is Trend.HEALED:
        return words.NEXT_HEALED[lang]
    seen = card.item.now.case if card.item.now else None
    case = book.by_id.get(seen or card.item.case or CaseId(""))
    if case and case.pages[lang].steps:
        pod = card.item.pods[0] if card.item.pods else None
        names = {"app_ns": pod.namespace, "app_pod": pod.name} if pod else {}
        return fill(case.pages[lang].steps[0].text, names)
    missing = {Trend.UNREAD: words.NEXT_UNREAD, Trend.NO_POD: words.NEXT_NO_POD}
    return missing.get(card.trend, words.NEXT_NO_CASE)[lang]


def _sentence(one: Finding, book: Casebook, lang: Lang) -> str:
    """The finding's sentence; its code where the casebook has changed so that it cannot be said any more."""
    told = book.findings.get(one.code)
    try:
        return sentence(one, told, lang) if told else one.code
    except KeyError:
        return one.code


def _pieces(text: str) -> list[str]:
    """A text cut at its slots, the slots kept."""
    rest = text.replace("{sender}", "\0{sender}\0").replace("{receiver}", "\0{receiver}\0")
    return [piece for piece in rest.split("\0") if piece]


def _stop(lang: Lang) -> str:
    return ". " if lang is Lang.EN else "。"
