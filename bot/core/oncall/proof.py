"""After "resolved": what the cluster says of it now.  The proof, or what still speaks against it.

Never mixed up: the case's own signs are gone and the pod is well; they are still there, or something else is wrong; or
too little could be read to say either.  Unreadable is not healthy.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.core.faces.blocks import fitted, shortened
from bot.core.faces.rich_text import Element, bold, code, listed, marked, plain, rich, section
from bot.core.wording import proof as words
from bot.core.wording.findings import REASONS, sentence
from bot.core.wording.sentences import COLON
from bot.model.case import Casebook, CaseId
from bot.model.chat import SlackMessage
from bot.model.finding import Finding, State
from bot.model.judgement import ClusterView, Ground, Outcome
from bot.model.text import Lang

MOST_ROWS = 4
MOST_LINE = 300
"""Characters of one line: three rows on a phone are enough to know it again."""


class Verdict(StrEnum):
    """What reading again came to."""

    WELL = "well"
    """The pod is healthy: none of the case's signs is there."""
    STILL = "still"
    """Signs of the case are there now."""
    OTHER = "other"
    """The case's signs are gone, and something else is wrong."""
    UNKNOWN = "unknown"
    """None of the case's signs was seen, and not everything could be read."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A verdict and the lines that show it, each with the object that it is about."""

    verdict: Verdict
    rows: tuple[tuple[str, str], ...] = ()


def prove(view: ClusterView, case: CaseId | None, book: Casebook, lang: Lang) -> Proof:
    """What `view`, read after the end, says of the case that was resolved (None where none was told)."""
    signs = tuple(_signs(view, case))
    if signs:
        return Proof(Verdict.STILL, tuple(_told(one, book, lang) for one in signs))
    if view.outcome is Outcome.HEALTHY:
        return Proof(Verdict.WELL)
    gaps = tuple((gap.kind, REASONS[gap.reason][lang]) for gap in view.gaps)
    troubles = [one for one in view.findings if one.state is State.TROUBLE]
    if troubles and view.outcome in {Outcome.JUDGED, Outcome.ELSEWHERE}:
        return Proof(Verdict.OTHER, tuple(_said(one, book, lang) for one in troubles))
    unread = tuple(_said(one, book, lang) for one in view.findings if one.state is State.UNKNOWN)
    if troubles and not (unread or gaps):
        return Proof(Verdict.OTHER, tuple(_said(one, book, lang) for one in troubles))
    return Proof(Verdict.UNKNOWN, (*(_said(one, book, lang) for one in troubles), *unread, *gaps))


def proof_message(proof: Proof, pod: str, case: CaseId | None, lang: Lang) -> SlackMessage:
    """The proof as a message; what clusters wrote cannot be live in it."""
    said = words.VERDICTS[proof.verdict.value][lang].format(pod=f"`{pod}`", case=words.OF_CASE[lang].format(case=case))
    if case is None:
        said = words.WITHOUT_CASE[proof.verdict.value][lang].format(pod=f"`{pod}`")
    rows = [section(*_row(*row, lang)) for row in dict.fromkeys(proof.rows)][:MOST_ROWS]
    block = rich(section(*marked(said)), *([listed(rows, ordered=False)] if rows else []))
    return SlackMessage(fitted((block,), lang), shortened(said.replace("`", "")))


def not_read_message(why: str, lang: Lang) -> SlackMessage:
    """That the pod could not be read at all, and that this proves nothing; `why` is a sentence of ours."""
    said = f"{words.NOT_READ[lang]} {why}" if lang is Lang.EN else f"{words.NOT_READ[lang]}{why}"
    return SlackMessage((rich(section(*marked(said))),), shortened(said))


def _signs(view: ClusterView, case: CaseId | None) -> Iterator[Ground]:
    """What the cluster says for the case now; what is over is no sign, nor a weak one where another case is likely."""
    likely = view.outcome is Outcome.JUDGED and view.judged[0].case != case
    for judged in view.judged:
        if judged.case == case:
            now = [one for one in judged.speaks_for if one.said_by_cluster and not one.past]
            if not likely or any(one.strong for one in now):
                yield from now


def _told(ground: Ground, book: Casebook, lang: Lang) -> tuple[str, str]:
    if ground.finding:
        return _said(ground.finding, book, lang)
    return ground.subject, ground.line[:MOST_LINE]


def _said(finding: Finding, book: Casebook, lang: Lang) -> tuple[str, str]:
    text = book.findings.get(finding.code)
    return finding.subject, sentence(finding, text, lang)[:MOST_LINE] if text else finding.code


def _row(subject: str, said: str, lang: Lang) -> list[Element]:
    return [bold(f"{subject}{COLON[lang]}"), plain(said)] if subject else [code(said)]
