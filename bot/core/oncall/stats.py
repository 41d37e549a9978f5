"""What the log adds up to: which cases when, how good the answers were, and what nobody could answer.

The figures are for people who mend the casebook; nothing here changes matching.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median

from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.process import extractOne

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
_VARIES = re.compile(r"(?<![\w.-])[\w.-]++/[\w./-]++|[0-9a-f]{8,}+(?:-[0-9a-f]{4,})*|\d+", re.IGNORECASE)


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
    """How often people said that it solved it, and that it is not this case."""
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


def count(episodes: Iterable[Episode]) -> Stats:
    """The figures over these conversations, in any order.  Each is looked at once and let go: a log may be large."""
    sums = _Sums()
    for one in episodes:
        sums.add(one)
    return sums.stats()


def week_of(at: datetime) -> str:
    """The ISO week of a time, in UTC: `2026-W11`."""
    year, week, _ = at.astimezone(UTC).isocalendar()
    return f"{year}-W{week:02}"


class _Sums:
    """What is kept of the conversations that were looked at."""

    def __init__(self) -> None:
        self._seen = self._answered = self._helped = self._refuted = 0
        self._took = array("d")
        self._first: date | None = None
        self._last: date | None = None
        self._cases: dict[CaseId, Counter[str]] = {}
        self._asked = _Questions()

    def add(self, one: Episode) -> None:
        self._seen += 1
        self._answered += _answered(one)
        self._helped, self._refuted = self._helped + one.helped, self._refuted + one.refuted
        if one.took is not None:
            self._took.append(one.took.total_seconds())
        day = one.opened_at.astimezone(UTC).date()
        self._first, self._last = min(self._first or day, day), max(self._last or day, day)
        if one.case is not None and _answered(one):
            self._cases.setdefault(one.case, Counter())[week_of(one.opened_at)] += 1
        if _nothing_found(one):
            self._asked.add(one)

    def stats(self) -> Stats:
        weeks = _weeks(self._first, self._last)
        found = (CaseCount(case, by.total(), tuple(by[week] for week in weeks)) for case, by in self._cases.items())
        return Stats(
            conversations=self._seen,
            answered=self._answered,
            helped=self._helped,
            refuted=self._refuted,
            resolved=len(self._took),
            to_resolve=timedelta(seconds=median(self._took)) if self._took else None,
            weeks=weeks,
            cases=tuple(sorted(found, key=lambda one: (-one.total, one.case))),
            unmatched=self._asked.found(),
        )


class _Questions:
    """Greedy groups: a line joins the first group that it is like, and lends it its words when it is the newest."""

    def __init__(self) -> None:
        self._groups: dict[str, tuple[SafeText, datetime, int]] = {}

    def add(self, one: Episode) -> None:
        line = SafeText(one.line.strip()[:MOST_LINE])
        core = _core(line)
        alike = core if core in self._groups else self._alike(core)
        if alike is not None:
            words, at, times = self._groups[alike]
            newer = one.opened_at > at
            self._groups[alike] = (line if newer else words, max(at, one.opened_at), times + 1)
        elif len(self._groups) < MOST_COMPARED:
            self._groups[core] = (line, one.opened_at, 1)

    def _alike(self, core: str) -> str | None:
        near = extractOne(core, self._groups.keys(), scorer=token_set_ratio, score_cutoff=ALIKE)
        return near[0] if near else None

    def found(self) -> tuple[Unmatched, ...]:
        newest_first = sorted(self._groups.values(), key=lambda group: group[1], reverse=True)
        groups = (Unmatched(line, times) for line, _, times in newest_first)
        return tuple(sorted(groups, key=lambda one: -one.count))


def _weeks(first: date | None, last: date | None) -> tuple[str, ...]:
    if first is None or last is None:
        return ()
    days = (first + timedelta(days=day) for day in range((last - first).days + 1))
    return tuple(dict.fromkeys(week_of(datetime(day.year, day.month, day.day, tzinfo=UTC)) for day in days))


def _answered(one: Episode) -> bool:
    known = one.case is not None and one.strength >= Strength.LIKELY
    return known or one.verdict in {Verdict.HEALTHY, Verdict.ELSEWHERE}


def _nothing_found(one: Episode) -> bool:
    return one.verdict is not None and not _answered(one) and bool(one.line.strip())


def _core(line: str) -> str:
    """The line without what varies from asking to asking: numbers, ids and paths."""
    return " ".join(_VARIES.sub(" ", line).casefold().split()) or line.casefold()
