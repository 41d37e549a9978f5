"""What was found of a pod as Slack blocks: the verdict first, then what is wrong or unknown, in short lines."""

from collections.abc import Iterator

from bot.core.faces.rich_text import Element, bold, code, context, listed, plain, rich, section
from bot.core.wording import judging as words
from bot.model.chat import Block
from bot.model.diagnosis import Reply, ReplyCase, ReplyCluster, ReplyFinding
from bot.model.finding import State
from bot.model.text import Lang

MOST_LINE = 160
"""Characters of a raw line beside a finding: about three rows on a phone."""
MOST_FINDINGS = 8
"""Findings in the first message; a pod in trouble has three to six that are not fine."""
MARKS = {State.TROUBLE: "🔴", State.UNKNOWN: "❔", State.FINE: "🟢"}


def cluster_blocks(reply: Reply, view: ReplyCluster, *, whole: bool) -> Iterator[Block]:
    """The blocks that stand before the cases; *whole* lists what is fine as well."""
    yield rich(section(bold(reply.headline)))
    yield context(f"{view.pod} · {view.where}")
    shown = [one for one in view.findings if whole or one.state is not State.FINE]
    shown = shown if whole else shown[:MOST_FINDINGS]
    seen: set[str] = set()
    rows = [_finding(one, seen) for one in shown]
    rows += [section(plain(f"❔ {gap}")) for gap in view.gaps]
    if fine := len(view.findings) - len(shown):
        rows.append(section(plain(f"🟢 {words.FINE_TOO[reply.lang].format(count=fine)}")))
    if rows:
        yield rich(section(bold(words.FINDINGS[reply.lang])), listed(rows, ordered=False))


def against_block(case: ReplyCase, lang: Lang) -> Iterator[Block]:
    """What speaks against a case."""
    if case.against:
        rows = [section(plain(line[:MOST_LINE])) for line in case.against]
        yield rich(section(bold(words.AGAINST[lang])), listed(rows, ordered=False))


def folds(view: ReplyCluster) -> bool:
    """Whether the first message leaves findings out."""
    return any(one.state is State.FINE for one in view.findings) or len(view.findings) > MOST_FINDINGS


def _finding(one: ReplyFinding, seen: set[str]) -> Element:
    """One finding; a raw line that shows several is told with the first."""
    line = one.line if len(one.line) <= MOST_LINE else f"{one.line[:MOST_LINE]} …"
    fresh = line and one.state is not State.FINE and one.line not in seen
    seen.add(one.line)
    raw: list[Element] = [plain("\n"), code(line)] if fresh else []
    return section(plain(f"{MARKS[one.state]} "), bold(one.subject), plain(f": {one.sentence}"), *raw)
