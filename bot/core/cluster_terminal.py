"""What was found of a pod as terminal lines: the verdict first, then every finding along the mount chain."""

from collections.abc import Iterator

from bot.core import judging_words as words
from bot.core.terminal_style import MOST_LINE, Style, shown
from bot.model.diagnosis import Reply, ReplyCluster, ReplyFinding
from bot.model.finding import State

_MARKS = {State.TROUBLE: "✗", State.UNKNOWN: "?", State.FINE: "✓"}


def cluster_lines(reply: Reply, view: ReplyCluster, style: Style) -> Iterator[str]:
    """The lines that stand before the cases."""
    yield style.title(shown(reply.headline))
    yield style.faint(f"  {view.pod} · {view.where}")
    yield ""
    yield style.heading(f"  {words.FINDINGS[reply.lang]}")
    for one in view.findings:
        yield from _finding(one, style)
    yield from (style.warning(f"  ? {gap}") for gap in view.gaps)


def _finding(one: ReplyFinding, style: Style) -> Iterator[str]:
    said = f"  {_MARKS[one.state]} {shown(one.subject)}: {shown(one.sentence)}"
    yield style.faint(said) if one.state is State.FINE else said
    if one.line and one.state is not State.FINE:
        line = " ".join(shown(one.line).split())
        yield style.code(f"      {line if len(line) <= MOST_LINE else line[:MOST_LINE] + ' …'}")
