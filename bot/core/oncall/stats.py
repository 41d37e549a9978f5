"""What the log adds up to: which cases when, how good the answers were, and what nobody could answer.

The figures are for people who mend the casebook; nothing here changes matching.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from rapidfuzz.fuzz import token_set_ratio

from bot.model.case import CaseId, Strength
from bot.model.diagnosis import Verdict
from bot.model.episode import Episode
from bot.model.text import SafeText

ALIKE = 85.0
"""How alike (0 to 100) two lines are that count as the same question: names and numbers apart (a guess)."""
MOST_LINE = 200
"""Characters of a line that are compared and shown."""
MOST_COMPARED = 500
"""Different questions that are told apart; rarer ones beyond that are left out, so that a huge log stays quick."""
_VARIES = re.compile(r"[0-9a-f]{8,}(?:-[0-9a-f]{4,})*|\d+|[\w.-]+/[\w./-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CaseCount:
    """How often a case was the answer: together, and in each week of `Stats.weeks`."""

    case: CaseId
    total: int
    weekly: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A question that no case answers, in the words of its newest asking, and how many were like it."""

    line: SafeText
    count: int


@dataclass(frozen=True, slots=True)
class Stats:
    """The figures.  A share is None where there is nothing to take a share of."""

    conversations: int
    answered: int
    """Conversations with a likely or certain case, or a pod found well or troubled by something else."""
    helped: int
    refuted: int
    """How often people said "Helped" and "Not it"."""
    resolved: int
    to_resolve: timedelta | None
    """The median from first message to end, of what was resolved."""
    weeks: tuple[str, ...]
    """ISO weeks (`2026-W11`, UTC) from the first to the last with a conversation, none left out."""
    cases: tuple[CaseCount, ...]
    """Most frequent first."""
    unmatched: tuple[Unmatched, ...]
    """Most frequent first."""

    @property
    def answered_share(self) -> float | None:
        """Of all conversations, 0 to 1."""
        return self.answered / self.conversations if self.conversations else None

    @property
    def confirmed_share(self) -> float | None:
        """Of all that people said about answers, 0 to 1."""
        said = self.helped + self.refuted
        return self.helped / said if said else None


def count(episodes: Sequence[Episode]) -> Stats:
    """The figures over these conversations, in any order."""
    weeks = _weeks(episodes)
    took = [one.took for one in episodes if one.took is not None]
    return Stats(
        conversations=len(episodes),
        answered=sum(_answered(one) for one in episodes),
        helped=sum(one.helped for one in episodes),
        refuted=sum(one.refuted for one in episodes),
        resolved=len(took),
        to_resolve=timedelta(seconds=median(one.total_seconds() for one in took)) if took else None,
        weeks=weeks,
        cases=_cases(episodes, weeks),
        unmatched=_unmatched(one for one in episodes if _nothing_found(one)),
    )


def week_of(at: datetime) -> str:
    """The ISO week of a time, in UTC: `2026-W11`."""
    year, week, _ = at.astimezone(UTC).isocalendar()
    return f"{year}-W{week:02}"


def _weeks(episodes: Iterable[Episode]) -> tuple[str, ...]:
    times = sorted(one.opened_at.astimezone(UTC) for one in episodes)
    if not times:
        return ()
    days = range((times[-1].date() - times[0].date()).days + 1)
    return tuple(dict.fromkeys(week_of(times[0] + timedelta(days=day)) for day in days))


def _answered(one: Episode) -> bool:
    known = one.case is not None and one.strength >= Strength.LIKELY
    return known or one.verdict in {Verdict.HEALTHY, Verdict.ELSEWHERE}


def _nothing_found(one: Episode) -> bool:
    return one.verdict is not None and not _answered(one) and bool(one.line.strip())


def _cases(episodes: Iterable[Episode], weeks: Sequence[str]) -> tuple[CaseCount, ...]:
    counted: dict[CaseId, Counter[str]] = {}
    for one in episodes:
        if one.case is not None and _answered(one):
            counted.setdefault(one.case, Counter())[week_of(one.opened_at)] += 1
    found = (CaseCount(case, by.total(), tuple(by[week] for week in weeks)) for case, by in counted.items())
    return tuple(sorted(found, key=lambda one: (-one.total, one.case)))


def _unmatched(episodes: Iterable[Episode]) -> tuple[Unmatched, ...]:
    """Greedy groups: a line joins the first group that it is like, the newest line first."""
    groups: dict[str, tuple[SafeText, int]] = {}
    for one in sorted(episodes, key=lambda one: one.opened_at, reverse=True):
        line = SafeText(one.line.strip()[:MOST_LINE])
        core = _core(line)
        alike = core if core in groups else next((key for key in groups if token_set_ratio(key, core) >= ALIKE), None)
        if alike is not None:
            groups[alike] = (groups[alike][0], groups[alike][1] + 1)
        elif len(groups) < MOST_COMPARED:
            groups[core] = (line, 1)
    found = (Unmatched(line, times) for line, times in groups.values())
    return tuple(sorted(found, key=lambda one: -one.count))


def _core(line: str) -> str:
    """The line without what varies from asking to asking: numbers, ids and paths."""
    return " ".join(_VARIES.sub(" ", line).casefold().split()) or line.casefold()
