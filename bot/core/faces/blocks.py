"""The reply as Slack blocks: one of its three faces.

Everything that people, clusters or case files wrote goes into rich text elements (`bot.core.faces.rich_text`), which
Slack shows as it is.  Only the fallback text is parsed by Slack, and that is escaped.  Slack's limits hold by
construction: each part has its share, and the whole stays under `MOST_CHARACTERS`.
"""

import re
from collections.abc import Iterator, Sequence

from bot.core.faces.cluster_blocks import against_block, cluster_blocks, raw_evidence
from bot.core.faces.rich_text import (
    Element,
    bold,
    code,
    context,
    header,
    link,
    listed,
    marked,
    plain,
    preformatted,
    rich,
    section,
)
from bot.core.wording import chat as chat_wording
from bot.core.wording import sentences as wording
from bot.core.wording.judging import SECOND
from bot.model.case import Risk, Strength
from bot.model.chat import Block, SlackMessage
from bot.model.diagnosis import Reply, ReplyCase, ReplyCommand, ReplyStep
from bot.model.match import Evidence
from bot.model.text import Lang

__all__ = ["SlackMessage", "commands", "escape", "fallback", "fitted", "steps", "to_blocks"]

MOST_CHARACTERS = 9_000
"""All text of one message together: Slack refuses somewhere above 11,341 (facts on message size); it took 9,597."""
MOST_EVIDENCE = 300
"""Characters of a proving line that a phone shows on about seven rows."""
MOST_FALLBACK = 3_000
FIRST_COMMANDS = 2
FIRST_STEPS = 3
"""What the first message shows; the rest waits behind a button (a guess: one phone screen)."""
_MARK = {Strength.CERTAIN: "🔴", Strength.LIKELY: "🟠", Strength.POSSIBLE: "⚪", Strength.NONE: "⚪"}
_ADDRESS = re.compile(r":(?=//)|(?i:www\.)(?=\w)")
"""What an address has at its beginning; a blank behind it, and it is none any more."""
_HALF_ENTITY = re.compile(r"&[a-z]{0,3}\Z")


def to_blocks(reply: Reply, *, whole: bool = False, fine: bool = True) -> SlackMessage:
    """The reply as one message; `whole` unfolds every command, step and finding, those that are fine only if wanted."""
    made = list(cluster_blocks(reply, reply.cluster, whole=whole and fine)) if reply.cluster else list[Block]()
    for number, case in enumerate(reply.cases):
        made.extend(_case(case, reply.lang, whole=whole, second=number > 0))
    if not reply.cases and not reply.cluster:
        made.append(rich(section(bold(reply.headline))))
    if reply.runners_up:
        made.append(_runners_up(reply))
    made.extend(rich(section(*marked(f"⚠️ {line}" if reply.cases else line))) for line in reply.advice)
    first = reply.cases[0] if reply.cases else None
    return SlackMessage(
        blocks=fitted(made, reply.lang, first.case if first else ""),
        text=fallback(reply),
        folded=not whole and (any(map(_folds, reply.cases)) or bool(reply.cluster)),
        case=first.case if first else None,
        strength=first.strength if first else Strength.NONE,
    )


def fallback(reply: Reply) -> str:
    """What notifications and screen readers get: starts with the title, holds the case id; escaped for Slack."""
    if not reply.cases:
        return shortened(" ".join((reply.headline, *reply.advice)))
    case = reply.cases[0]
    if reply.cluster:
        return shortened(f"{reply.headline} [{case.case}] {reply.cluster.pod}. {case.meaning}")
    return shortened(f"{case.title} [{case.case}] ({wording.STRENGTH[case.strength][reply.lang]}). {case.meaning}")


def shortened(text: str, most: int = MOST_FALLBACK) -> str:
    """`text` escaped, cut to `most` characters, never in the middle of an entity; no address in it becomes a link.

    Slack makes links of bare addresses in what it parses, and a fallback may quote what people wrote.
    """
    return _HALF_ENTITY.sub("", escape(_ADDRESS.sub(r"\g<0> ", text))[:most])


def escape(text: str) -> str:
    """`text` so that Slack shows it as it is: no mention, link or broadcast can come of it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fitted(blocks: Sequence[Block], lang: Lang, case: str = "", most: int = MOST_CHARACTERS) -> tuple[Block, ...]:
    """As many of `blocks` as fit, from the first on; when some do not, the last says where the rest of `case` is."""
    kept: list[Block] = []
    spent = 0
    for block in blocks:
        size = characters(block)
        if spent + size > most:
            said = chat_wording.CUT_IN_SLACK if case else chat_wording.CUT_SHORT
            return (*kept, rich(section(*marked(said[lang].format(case=case)))))
        kept.append(block)
        spent += size
    return tuple(kept)


def characters(value: object) -> int:
    """The characters that Slack counts in a block: those of every `text` and `url` in it."""
    if isinstance(value, dict):
        own = sum(len(part) for key, part in value.items() if key in {"text", "url"} and isinstance(part, str))
        return own + sum(characters(part) for part in value.values() if isinstance(part, dict | list))
    return sum(characters(part) for part in value) if isinstance(value, list) else 0


def commands(shown: Sequence[ReplyCommand], lang: Lang) -> Block:
    """Commands, numbered, each with the question that it answers and how to read its output."""
    parts: list[Element] = [section(bold(wording.RUN[lang]))]
    for number, command in enumerate(shown, 1):
        where = wording.WHERE[command.where][lang]
        parts.append(section(plain(f"{number}. {command.question}{f' ({where})' if where else ''}")))
        parts.append(preformatted(command.run))
        parts.append(section(plain("→ "), *marked(command.read)))
    return rich(*parts)


def steps(shown: Sequence[ReplyStep], lang: Lang) -> Block:
    """Fix steps as a numbered list, with their risks."""
    return rich(section(bold(wording.FIX[lang])), listed([_step(step, lang) for step in shown], ordered=True))


def _folds(case: ReplyCase) -> bool:
    return len(case.commands) > FIRST_COMMANDS or len(case.steps) > FIRST_STEPS or bool(case.look_alikes)


def _case(case: ReplyCase, lang: Lang, *, whole: bool, second: bool) -> Iterator[Block]:
    if second:
        yield {"type": "divider"}
        yield rich(section(bold((SECOND if case.judgement else wording.SECOND)[lang])))
    yield header(f"{_MARK[case.strength]} {case.title}")
    yield context(f"{case.case} · {wording.STRENGTH[case.strength][lang]} · {wording.STATUS[case.status][lang]}")
    evidence = case.evidence if whole or not case.judgement else raw_evidence(case, lang)
    if evidence:
        yield _proof(evidence, lang)
    yield from against_block(case, lang)
    cause = [plain("\n→ "), *marked(case.cause)] if case.cause else []
    yield rich(section(*marked(case.meaning), *cause))
    if case.commands:
        yield commands(case.commands if whole else case.commands[:FIRST_COMMANDS], lang)
    if case.steps:
        yield steps(case.steps if whole else case.steps[:FIRST_STEPS], lang)
    if whole and case.look_alikes:
        alike = [section(*marked(text)) for text in case.look_alikes]
        yield rich(section(bold(wording.NOT_THIS[lang])), listed(alike, ordered=False))
    yield rich(section(link(case.link, wording.DOCS[lang])))


def _proof(evidence: Sequence[Evidence], lang: Lang) -> Block:
    lines = "\n".join(_evidence(one) for one in evidence)
    return rich(section(bold(wording.PROOF[lang])), preformatted(lines))


def _evidence(evidence: Evidence) -> str:
    return evidence.line if len(evidence.line) <= MOST_EVIDENCE else f"{evidence.line[:MOST_EVIDENCE]} …"


def _step(step: ReplyStep, lang: Lang) -> Element:
    if step.risk is Risk.SAFE:
        return section(*marked(step.text))
    return section(bold(f"⚠️ {wording.RISK[step.risk][lang]}{wording.COLON[lang]}"), *marked(step.text))


def _runners_up(reply: Reply) -> Block:
    rows = [section(bold(one.title), plain(" "), code(one.case)) for one in reply.runners_up]
    return rich(
        section(bold((wording.ALSO if reply.cases else wording.NEAREST)[reply.lang])), listed(rows, ordered=False)
    )
