"""The reply as Slack blocks: one of its three faces.

Everything that people, clusters or case files wrote goes into rich text elements, which Slack shows as it is: no text
of ours can become a mention, a link or a broadcast.  Only the fallback text is parsed by Slack, and that is escaped.
Slack's limits hold by construction: each part has its share, and the whole stays under `MOST_CHARACTERS`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core import wording
from bot.model.case import Risk, Strength
from bot.model.diagnosis import Reply, ReplyCase, ReplyCommand, ReplyStep
from bot.model.match import Evidence
from bot.model.text import Lang

Block = dict[str, object]
Element = dict[str, object]

MOST_CHARACTERS = 9_000
"""All text of one message together: Slack refuses somewhere above 11,341 (facts on message size); it took 9,597."""
MOST_HEADER = 150
MOST_EVIDENCE = 300
"""Characters of a proving line that a phone shows on about seven rows."""
MOST_FALLBACK = 3_000
FIRST_COMMANDS = 2
FIRST_STEPS = 3
"""What the first message shows; the rest waits behind a button (a guess: one phone screen)."""
_CODE = re.compile(r"`([^`]+)`")
_MARK = {Strength.CERTAIN: "🔴", Strength.LIKELY: "🟠", Strength.POSSIBLE: "⚪", Strength.NONE: "⚪"}


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """What a post or an update carries: blocks, the fallback text, and whether something was folded away."""

    blocks: tuple[Block, ...]
    text: str
    folded: bool = False


def to_blocks(reply: Reply, *, whole: bool = False) -> SlackMessage:
    """The reply as one message; `whole` unfolds every command and step."""
    made: list[Block] = []
    folded = False
    for number, case in enumerate(reply.cases):
        folded |= not whole and (len(case.commands) > FIRST_COMMANDS or len(case.steps) > FIRST_STEPS)
        made.extend(_case(case, reply.lang, whole=whole, second=number > 0))
    if not reply.cases:
        made.append(_rich(_section(_bold(reply.headline))))
    if reply.runners_up:
        made.append(_runners_up(reply))
    made.extend(_rich(_section(*_text(f"⚠️ {line}" if reply.cases else line))) for line in reply.advice)
    return SlackMessage(fitted(made, reply.lang), fallback(reply), folded)


def fallback(reply: Reply) -> str:
    """What notifications and screen readers get: starts with the title, holds the case id; escaped for Slack."""
    if not reply.cases:
        return escape(" ".join((reply.headline, *reply.advice)))[:MOST_FALLBACK]
    case = reply.cases[0]
    said = f"{case.title} [{case.case}] ({wording.STRENGTH[case.strength][reply.lang]}). {case.meaning}"
    return escape(said)[:MOST_FALLBACK]


def escape(text: str) -> str:
    """`text` so that Slack shows it as it is: no mention, link or broadcast can come of it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fitted(blocks: Sequence[Block], lang: Lang, most: int = MOST_CHARACTERS) -> tuple[Block, ...]:
    """As many of `blocks` as fit, from the first on; when some do not, the last says so."""
    kept: list[Block] = []
    spent = 0
    for block in blocks:
        size = characters(block)
        if spent + size > most:
            return (*kept, _rich(_section(_plain(wording.CUT[lang]))))
        kept.append(block)
        spent += size
    return tuple(kept)


def characters(value: object) -> int:
    """The characters that Slack counts in a block: those of every `text` and `url` in it."""
    if isinstance(value, dict):
        own = sum(len(part) for key, part in value.items() if key in {"text", "url"} and isinstance(part, str))
        return own + sum(characters(part) for part in value.values() if isinstance(part, dict | list))
    return sum(characters(part) for part in value) if isinstance(value, list) else 0


def _case(case: ReplyCase, lang: Lang, *, whole: bool, second: bool) -> Iterator[Block]:
    if second:
        yield {"type": "divider"}
        yield _rich(_section(_bold(wording.SECOND[lang])))
    yield _header(f"{_MARK[case.strength]} {case.title}")
    status = f"{case.case} · {wording.STRENGTH[case.strength][lang]} · {wording.STATUS[case.status][lang]}"
    yield {"type": "context", "elements": [{"type": "plain_text", "text": status}]}
    yield _proof(case, lang)
    cause = [_plain("\n→ "), *_text(case.cause)] if case.cause else []
    yield _rich(_section(*_text(case.meaning), *cause))
    commands = case.commands if whole else case.commands[:FIRST_COMMANDS]
    yield _commands(commands, lang)
    steps = case.steps if whole else case.steps[:FIRST_STEPS]
    yield _rich(_section(_bold(wording.FIX[lang])), _list([_step(step, lang) for step in steps], ordered=True))
    if whole and case.look_alikes:
        alike = [_section(*_text(text)) for text in case.look_alikes]
        yield _rich(_section(_bold(wording.NOT_THIS[lang])), _list(alike, ordered=False))
    yield _rich(_section(_link(case.link, wording.DOCS[lang])))


def _proof(case: ReplyCase, lang: Lang) -> Block:
    lines = "\n".join(_evidence(one) for one in case.evidence)
    return _rich(_section(_bold(wording.PROOF[lang])), _preformatted(lines))


def _evidence(evidence: Evidence) -> str:
    return evidence.line if len(evidence.line) <= MOST_EVIDENCE else f"{evidence.line[:MOST_EVIDENCE]} …"


def _commands(commands: Sequence[ReplyCommand], lang: Lang) -> Block:
    parts: list[Element] = [_section(_bold(wording.RUN[lang]))]
    for command in commands:
        where = wording.WHERE[command.where][lang]
        parts.append(_section(_plain(f"{command.question}{f' ({where})' if where else ''}")))
        parts.append(_preformatted(command.run))
        parts.append(_section(*_text(command.read)))
    return _rich(*parts)


def _step(step: ReplyStep, lang: Lang) -> Element:
    if step.risk is Risk.SAFE:
        return _section(*_text(step.text))
    return _section(_bold(f"⚠️ {wording.RISK[step.risk][lang]}: "), *_text(step.text))


def _runners_up(reply: Reply) -> Block:
    rows = [_section(_bold(one.title), _plain(" "), _code(one.case)) for one in reply.runners_up]
    return _rich(_section(_bold(wording.ALSO[reply.lang])), _list(rows, ordered=False))


# -- rich text elements: none of them is parsed by Slack -------------------------------------------


def _header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": text[:MOST_HEADER], "emoji": True}}


def _rich(*elements: Element) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def _section(*elements: Element) -> Element:
    return {"type": "rich_text_section", "elements": list(elements)}


def _preformatted(text: str) -> Element:
    return {"type": "rich_text_preformatted", "elements": [_plain(text or " ")]}


def _list(rows: Sequence[Element], *, ordered: bool) -> Element:
    return {"type": "rich_text_list", "style": "ordered" if ordered else "bullet", "elements": list(rows)}


def _plain(text: str) -> Element:
    return {"type": "text", "text": text}


def _bold(text: str) -> Element:
    return {"type": "text", "text": text, "style": {"bold": True}}


def _code(text: str) -> Element:
    return {"type": "text", "text": text, "style": {"code": True}}


def _link(url: str, text: str) -> Element:
    return {"type": "link", "url": url, "text": text}


def _text(text: str) -> list[Element]:
    """`text` with its back-quoted parts as code; never empty, for Slack refuses empty elements."""
    made: list[Element] = []
    at = 0
    for code in _CODE.finditer(text):
        if code.start() > at:
            made.append(_plain(text[at : code.start()]))
        made.append(_code(code.group(1)))
        at = code.end()
    if at < len(text) or not made:
        made.append(_plain(text[at:] or " "))
    return made
