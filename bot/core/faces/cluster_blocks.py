"""What was found of a pod as Slack blocks: the verdict first, then what is wrong or unknown, in short lines."""

from collections.abc import Iterator, Sequence

from bot.core.faces.rich_text import Element, bold, code, context, listed, plain, rich, section
from bot.core.wording import judging as words
from bot.core.wording.sentences import COLON
from bot.model.chat import Block
from bot.model.diagnosis import Reply, ReplyCase, ReplyCluster, ReplyFinding
from bot.model.finding import State
from bot.model.match import Evidence, Source
from bot.model.text import Lang

MOST_LINE = 160
"""Characters of a raw line where everything is shown: about three rows on a phone."""
SHORT_LINE = 80
"""Characters of a raw line that a first message has room for; a longer one is shown when everything is asked for."""
MOST_FINDINGS = 8
"""Findings in the first message; a pod in trouble has three to six that are not fine."""
MOST_PROOFS = 2
"""Raw lines of a case in the first message."""
MARKS = {State.TROUBLE: "🔴", State.UNKNOWN: "❔", State.FINE: "🟢"}


def cluster_blocks(reply: Reply, view: ReplyCluster, *, whole: bool) -> Iterator[Block]:
    """The blocks that stand before the cases; *whole* lists what is fine as well, with every raw line."""
    yield rich(section(bold(reply.headline)))
    yield context(f"{view.pod} · {view.where}")
    bad = [one for one in view.findings if one.state is not State.FINE]
    shown = view.findings if whole else _first(bad)
    seen: set[str] = set()
    rows = [_finding(one, seen, MOST_LINE if whole else SHORT_LINE, reply.lang) for one in shown]
    rows += [section(plain(f"❔ {gap}")) for gap in view.gaps]
    if not whole:
        left = _left_out(bad, shown, len(view.findings) - len(bad), reply.lang)
        rows += [section(plain(line)) for line in left]
    if rows:
        yield rich(section(bold(words.FINDINGS[reply.lang])), listed(rows, ordered=False))


def _first(bad: Sequence[ReplyFinding]) -> Sequence[ReplyFinding]:
    """As many as a first message has room for, along the mount chain: trouble goes before what is unknown."""
    chosen = sorted(bad, key=lambda one: one.state is not State.TROUBLE)[:MOST_FINDINGS]
    return [one for one in bad if one in chosen]


def _left_out(bad: Sequence[ReplyFinding], shown: Sequence[ReplyFinding], fine: int, lang: Lang) -> Iterator[str]:
    if more := [one for one in bad if one not in shown]:
        worst = State.TROUBLE if any(one.state is State.TROUBLE for one in more) else State.UNKNOWN
        yield f"{MARKS[worst]} {words.MORE_TOO[lang].format(count=len(more))}"
    if fine:
        yield f"🟢 {(words.FINE_TOO if bad else words.ALL_FINE)[lang].format(count=fine)}"


def against_block(case: ReplyCase, lang: Lang) -> Iterator[Block]:
    """What speaks against a case."""
    if case.against:
        rows = [section(plain(line[:MOST_LINE])) for line in case.against]
        yield rich(section(bold(words.AGAINST[lang])), listed(rows, ordered=False))


def raw_evidence(case: ReplyCase, lang: Lang) -> tuple[Evidence, ...]:
    """The lines that prove a case now, beside the findings, which stand in the list above: events, logs, the text."""
    past, _, _ = words.EARLIER[lang].partition("{said}")
    raw = [one for one in case.evidence if one.source is not Source.FINDING and not one.line.startswith(past)]
    return tuple(raw[:MOST_PROOFS])


def _finding(one: ReplyFinding, seen: set[str], room: int, lang: Lang) -> Element:
    """One finding; a raw line that shows several is told with the first, and only where there is room for it."""
    fits = room == MOST_LINE or len(one.line) <= room
    line = one.line if len(one.line) <= room else f"{one.line[:room]} …"
    fresh = line and fits and one.state is not State.FINE and one.line not in seen
    seen.add(one.line)
    raw: list[Element] = [plain("\n"), code(line)] if fresh else []
    return section(plain(f"{MARKS[one.state]} "), bold(one.subject), plain(f"{COLON[lang]}{one.sentence}"), *raw)
