"""The figures of the log as text: for a terminal, and as short lines for a chat; and as JSON."""

from collections.abc import Iterator

from bot.core.oncall.handoff_lines import age
from bot.core.oncall.stats import Stats
from bot.core.wording import oncall as words
from bot.core.wording.terminal_style import PLAIN, Style, shown
from bot.model.text import Lang

Json = dict[str, object]

MOST_WEEKS = 8
"""Columns that a terminal has room for; the newest weeks are shown."""
MOST_CASES = 20
MOST_UNMATCHED = 10


def stats_text(stats: Stats, lang: Lang, style: Style = PLAIN) -> str:
    """All figures, one below the other; what people wrote cannot steer the terminal."""
    if not stats.conversations:
        return words.STATS_EMPTY[lang]
    blocks = [style.title(words.STATS_TITLE[lang]), *figures(stats, lang)]
    if stats.cases:
        blocks += ["", style.heading(words.STATS_CASES[lang]), *_table(stats, lang)]
    if stats.unmatched:
        blocks += ["", style.heading(words.STATS_UNMATCHED[lang])]
        blocks += [f"{one.count:5}  {shown(one.line)}" for one in stats.unmatched[:MOST_UNMATCHED]]
    return "\n".join(blocks)


def figures(stats: Stats, lang: Lang) -> Iterator[str]:
    """The sums, a sentence each."""
    yield words.STATS_COUNT[lang].format(count=stats.conversations)
    yield words.STATS_ANSWERED[lang].format(share=_percent(stats.answered_share))
    yield words.STATS_PEOPLE[lang].format(helped=stats.helped, refuted=stats.refuted)
    if stats.to_resolve is None:
        yield words.STATS_NONE_RESOLVED[lang]
    else:
        yield words.STATS_RESOLVED[lang].format(count=stats.resolved, time=age(stats.to_resolve))


def stats_json(stats: Stats) -> Json:
    """All figures as JSON-ready values; shares from 0 to 1, times in seconds, None where there is nothing to count."""
    return {
        "conversations": stats.conversations,
        "answered": stats.answered,
        "answered_share": stats.answered_share,
        "helped": stats.helped,
        "refuted": stats.refuted,
        "confirmed_share": stats.confirmed_share,
        "resolved": stats.resolved,
        "seconds_to_resolve": stats.to_resolve.total_seconds() if stats.to_resolve is not None else None,
        "weeks": list(stats.weeks),
        "cases": [{"case": one.case, "total": one.total, "weekly": list(one.weekly)} for one in stats.cases],
        "unmatched": [{"line": one.line, "count": one.count} for one in stats.unmatched],
    }


def _table(stats: Stats, lang: Lang) -> Iterator[str]:
    weeks = stats.weeks[-MOST_WEEKS:]
    rows = stats.cases[:MOST_CASES]
    width = max(len(one.case) for one in rows)
    yield f"{'':{width}}  {'  '.join(weeks)}  {words.STATS_TOTAL[lang]}"
    for one in rows:
        weekly = "  ".join(f"{times or '·':>8}" for times in one.weekly[-len(weeks) :])
        yield f"{shown(one.case):{width}}  {weekly}  {one.total:5}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"
