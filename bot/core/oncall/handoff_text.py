"""A handing over for a ticket or an e-mail: as Markdown that nobody's text can break, and as JSON."""

import re
from collections.abc import Iterator
from datetime import datetime

from bot.core.oncall.handoff import pod_trend
from bot.core.oncall.handoff_lines import Line, Part, Person, Said, card_lines, colon, counted, headline, next_step
from bot.core.wording import oncall as words
from bot.core.wording.sentences import COLON
from bot.core.wording.terminal_style import shown
from bot.model.case import Casebook
from bot.model.finding import Finding
from bot.model.handoff import Card, Compared, Handoff, Reading
from bot.model.text import Lang

Json = dict[str, object]

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~&@$^=]|[-.:](?=\S)|(?<!\S)-)")
"""What Markdown (or a tracker that reads it, by @name, #number or a bare address) may take for more than text."""


def to_markdown(handoff: Handoff, lang: Lang, book: Casebook) -> str:
    """The whole handing over as Markdown, in one language; people are named by their ids, and nobody is pinged."""
    return "\n".join(_markdown(handoff, lang, book)).rstrip() + "\n"


def to_json(handoff: Handoff, lang: Lang, book: Casebook) -> Json:
    """The whole handing over as JSON-ready values; times as ISO 8601, sentences in one language."""
    return {
        "at": handoff.at.isoformat(),
        "from": handoff.sender or None,
        "to": handoff.receiver or None,
        "note": str(handoff.note) or None,
        "open": len(handoff.cards),
        "attention": len(handoff.urgent),
        "conversations": [_card_json(card, lang, book) for card in handoff.cards],
    }


def escaped(text: str) -> str:
    """`text` on one line, so that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\1", shown(" ".join(text.split())))


def _markdown(handoff: Handoff, lang: Lang, book: Casebook) -> Iterator[str]:
    between = headline(handoff, lang) if handoff.sender or handoff.receiver else ()
    yield f"# {_parts(between or (colon(words.HANDOFF[lang], lang), counted(handoff, lang)))}"
    yield ""
    yield f"{handoff.at:%Y-%m-%d %H:%MZ}"
    if handoff.note.strip():
        yield from ("", f"> {words.NOTE[lang]}{COLON[lang]}{escaped(handoff.note)}")
    for card in handoff.cards:
        told = card_lines(card, handoff.at, lang, book)
        first = f" ({told.attention})" if told.attention else ""
        number = words.CONVERSATION[lang].format(number=card.item.id)
        yield from ("", f"## {told.mark} {number}{COLON[lang]}{_part(told.title)}{first}", "")
        if card.item.case:
            yield f"- `{card.item.case}` ({card.item.strength.word})"
        yield from (_line(line, lang) for line in told.lines)
        if card.item.where:
            link = f"<{card.item.url}>" if card.item.url else escaped(card.item.where)
            yield f"- {words.THREAD[lang]}{COLON[lang]}{link}"


def _line(line: Line, lang: Lang) -> str:
    return f"- {line.label}{COLON[lang]}{_parts(line.parts)}"


def _parts(parts: tuple[Part, ...]) -> str:
    return "".join(map(_part, parts))


def _part(part: Part) -> str:
    if isinstance(part, Person):
        return f"`{part.id}`"
    return escaped(part.text) if isinstance(part, Said) else part


def _card_json(card: Card, lang: Lang, book: Casebook) -> Json:
    item = card.item
    case = book.by_id.get(item.case) if item.case else None
    return {
        "conversation": item.id,
        "thread": item.where or None,
        "url": item.url or None,
        "case": item.case,
        "title": case.pages[lang].title if case else None,
        "strength": item.strength.word,
        "line": item.title,
        "pods": [str(pod) for pod in item.pods],
        "opened_at": item.opened_at.isoformat(),
        "status": item.duty.status.value,
        "owner": item.duty.owner or None,
        "next_check": _iso(item.duty.next_check),
        "accepted_by": item.accepted_by or None,
        "accepted_at": _iso(item.accepted_at),
        "tried": [{"at": one.at.isoformat(), "user": one.who, "text": one.text} for one in item.tried],
        "trend": card.trend.value,
        "attention": [why.value for why in card.attention],
        "before": _reading_json(item.before),
        "now": _reading_json(item.now),
        "unread": item.unread.get(lang),
        "other_pods": [_compared_json(one, lang) for one in item.beside],
        "appeared": [_finding_json(one) for one in card.appeared],
        "gone": [_finding_json(one) for one in card.gone],
        "next": next_step(card, lang, book),
    }


def _reading_json(reading: Reading | None) -> Json | None:
    if reading is None:
        return None
    return {
        "pod": str(reading.pod),
        "at": reading.at.isoformat(),
        "outcome": reading.outcome.value,
        "findings": [_finding_json(one) for one in reading.findings],
    }


def _compared_json(one: Compared, lang: Lang) -> Json:
    return {
        "pod": str(one.pod),
        "trend": pod_trend(one.before, one.now).value,
        "before": _reading_json(one.before),
        "now": _reading_json(one.now),
        "unread": one.unread.get(lang),
    }


def _finding_json(one: Finding) -> Json:
    return {"code": one.code, "state": one.state.value, "subject": one.subject}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
