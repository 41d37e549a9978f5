"""The reply as terminal text: one of its three faces.

`Style` decides how parts are marked, so that the same lines serve a colour terminal and a pipe.
"""

from collections.abc import Iterator

from bot.core.faces.cluster_terminal import cluster_lines
from bot.core.wording import sentences as wording
from bot.core.wording.judging import AGAINST, SECOND, SOURCES
from bot.core.wording.terminal_style import MOST_LINE, PLAIN, Style, shown
from bot.model.case import Risk, Strength
from bot.model.diagnosis import Reply, ReplyCase, ReplyCommand, ReplyStep
from bot.model.match import Evidence, Source
from bot.model.text import Lang

__all__ = ["PLAIN", "Style", "to_terminal"]

_DOT = {Strength.CERTAIN: "●", Strength.LIKELY: "◐", Strength.POSSIBLE: "○", Strength.NONE: "·"}


def to_terminal(reply: Reply, style: Style = PLAIN) -> str:
    """The whole reply, ending without a newline.  Control characters in evidence are shown as `�`."""
    blocks: list[str] = ["\n".join(cluster_lines(reply, reply.cluster, style))] if reply.cluster else []
    for number, case in enumerate(reply.cases):
        blocks.append("\n".join(_case(case, reply.lang, style, second=number > 0)))
    if not reply.cases and not reply.cluster:
        blocks.append(style.title(reply.headline))
    if reply.runners_up:
        blocks.append("\n".join(_runners_up(reply, style)))
    if reply.advice:
        blocks.append("\n".join(style.warning(line) for line in reply.advice))
    return "\n\n".join(blocks)


def _case(case: ReplyCase, lang: Lang, style: Style, *, second: bool) -> Iterator[str]:
    if second:
        yield style.heading((SECOND if case.judgement else wording.SECOND)[lang])
    yield style.title(f"{_DOT[case.strength]} {case.title}")
    yield style.faint(f"  {case.case} · {wording.STRENGTH[case.strength][lang]} · {wording.STATUS[case.status][lang]}")
    yield ""
    yield style.heading(f"  {wording.PROOF[lang]}")
    yield from (f"  {_proof(evidence, lang, style)}" for evidence in case.evidence)
    if case.against:
        yield style.heading(f"  {AGAINST[lang]}")
        yield from (f"  - {shown(line)[:MOST_LINE]}" for line in case.against)
    yield style.heading(f"  {wording.MEANING[lang]}")
    yield from (f"  {line}" for line in case.meaning.split("\n"))
    if case.cause:
        yield f"  → {case.cause}"
    yield style.heading(f"  {wording.RUN[lang]}")
    for command in case.commands:
        yield from _command(command, lang, style)
    yield style.heading(f"  {wording.FIX[lang]}")
    yield from (f"  {number}. {_step(step, lang, style)}" for number, step in enumerate(case.steps, 1))
    if case.look_alikes:
        yield style.heading(f"  {wording.NOT_THIS[lang]}")
        yield from (f"  - {text}" for text in case.look_alikes)
    yield style.faint(f"  {wording.DOCS[lang]}{wording.COLON[lang]}{case.link}")


def _proof(evidence: Evidence, lang: Lang, style: Style) -> str:
    line = shown(evidence.line)
    said = line if len(line) <= MOST_LINE else line[:MOST_LINE] + " …"
    if evidence.source is not Source.PASTE:
        return f"{style.faint(SOURCES[evidence.source][lang] + wording.COLON[lang])}{said}"
    number = f"{wording.LINE[lang]} {evidence.number}{wording.LINE_AFTER[lang]}"
    return f"{style.faint(number + wording.COLON[lang])}{said}"


def _command(command: ReplyCommand, lang: Lang, style: Style) -> Iterator[str]:
    where = wording.WHERE[command.where][lang]
    yield f"  {command.question}{f' ({where})' if where else ''}"
    yield f"    {style.code(f'$ {command.run}')}"
    yield from (f"    {line}" for line in command.read.split("\n"))


def _step(step: ReplyStep, lang: Lang, style: Style) -> str:
    if step.risk is Risk.SAFE:
        return step.text
    return f"{style.warning(f'[{wording.RISK[step.risk][lang]}]')} {step.text}"


def _runners_up(reply: Reply, style: Style) -> Iterator[str]:
    yield style.heading((wording.ALSO if reply.cases else wording.NEAREST)[reply.lang])
    for one in reply.runners_up:
        yield f"  {_DOT[one.strength]} {one.title} ({one.case})"
        if one.line:
            yield style.faint(f"    {shown(one.line)[:MOST_LINE]}")
