"""What was found of a pod as terminal lines: the verdict first, then every finding along the mount chain."""

from collections.abc import Iterator

from bot.core.wording import judging as words
from bot.core.wording.terminal_style import MOST_LINE, Style, shown
from bot.model.diagnosis import Reply, ReplyCluster, ReplyFinding
from bot.model.finding import State
from bot.model.text import Lang

_BETWEEN = {Lang.EN: " ", Lang.ZH: ""}
"""What stands between two sentences."""
_MARKS = {State.TROUBLE: "✗", State.UNKNOWN: "?"}


def cluster_lines(reply: Reply, view: ReplyCluster, style: Style) -> Iterator[str]:
    """The lines that stand before the cases: what is wrong or unknown, then what is fine, each along the mount chain.

    A raw line that shows several findings is told once.
    """
    yield style.title(shown(reply.headline))
    yield style.faint(f"  {view.pod} · {view.where}")
    yield ""
    yield style.heading(f"  {words.FINDINGS[reply.lang]}")
    seen: set[str] = set()
    for one in view.findings:
        if one.state is not State.FINE:
            yield f"  {_MARKS[one.state]} {shown(one.subject)}: {shown(one.sentence)}"
            if one.line and one.line not in seen:
                yield style.code(f"      {_raw(one.line)}")
            seen.add(one.line)
    yield from (style.warning(f"  ? {gap}") for gap in view.gaps)
    yield from (style.faint(f"  ✓ {line}") for line in _fine(view.findings, reply.lang))


def _fine(findings: tuple[ReplyFinding, ...], lang: Lang) -> Iterator[str]:
    """All that is fine with an object in one line: most findings are fine, and few objects have them all."""
    by_subject: dict[str, list[str]] = {}
    for one in findings:
        if one.state is State.FINE:
            by_subject.setdefault(one.subject, []).append(one.sentence)
    for subject, sentences in by_subject.items():
        yield shown(f"{subject}: {_BETWEEN[lang].join(sentences)}")


def _raw(line: str) -> str:
    said = " ".join(shown(line).split())
    return said if len(said) <= MOST_LINE else f"{said[:MOST_LINE]} …"
