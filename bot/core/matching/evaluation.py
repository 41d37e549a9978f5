"""How good the matching is, measured on labelled texts.

`top1`: of the texts that a case explains, the share whose first-ranked case is among their labels (whatever its
strength: some texts deserve no more than `possible`).  `false_alarms`: of the texts that no case explains, the share
that gets a case at `likely` or better.  `precision` per strength: of the first-ranked matches of that strength, the
share that is right.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.model.case import Strength
from bot.model.match import Matching

NO_CASE = frozenset({"none", "offtopic"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with the ids of the cases it belongs to, most specific first, or `none` / `offtopic`."""

    id: str
    labels: tuple[str, ...]
    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What the matching said of one labelled text."""

    item: Labelled
    first: str | None
    strength: Strength

    @property
    def wants_case(self) -> bool:
        """Whether a case explains the text."""
        return not NO_CASE.intersection(self.item.labels)

    @property
    def right(self) -> bool:
        """Whether the first-ranked case is among the labels."""
        return self.first in self.item.labels

    @property
    def alarm(self) -> bool:
        """Whether a person would have been told a case."""
        return self.strength >= Strength.LIKELY


@dataclass(frozen=True, slots=True)
class Figures:
    """The measures of one set of texts; each pair is (how many, of how many)."""

    top1: tuple[int, int]
    told: tuple[int, int]
    """Right and at `likely` or better, of the texts that a case explains."""
    false_alarms: tuple[int, int]
    precision: Mapping[str, tuple[int, int]]
    per_case: Mapping[str, tuple[int, int]]
    confusions: tuple[tuple[str, str, int], ...]
    """(label, what was said instead, how often), most frequent first."""


def judged(item: Labelled, matching: Matching) -> Judged:
    """`item` beside what the matching ranks first."""
    first = matching.matches[0] if matching.matches else None
    return Judged(item, first.case if first else None, first.strength if first else Strength.NONE)


def figures(results: Sequence[Judged]) -> Figures:
    """All measures over `results`."""
    wanting = [one for one in results if one.wants_case]
    idle = [one for one in results if not one.wants_case]
    return Figures(
        top1=_share(wanting, [one for one in wanting if one.right]),
        told=_share(wanting, [one for one in wanting if one.right and one.alarm]),
        false_alarms=_share(idle, [one for one in idle if one.alarm]),
        precision={
            strength.word: _share(
                of := [one for one in results if one.strength is strength], [x for x in of if x.right]
            )
            for strength in (Strength.CERTAIN, Strength.LIKELY, Strength.POSSIBLE)
        },
        per_case={
            case: _share(of := [one for one in wanting if one.item.labels[0] == case], [x for x in of if x.right])
            for case in sorted({one.item.labels[0] for one in wanting})
        },
        confusions=_confusions(results),
    )


def _share(of: Sequence[Judged], part: Sequence[Judged]) -> tuple[int, int]:
    return len(part), len(of)


def _confusions(results: Iterable[Judged]) -> tuple[tuple[str, str, int], ...]:
    counted: Counter[tuple[str, str]] = Counter()
    for one in results:
        if one.wants_case and not one.right:
            counted[one.item.labels[0], one.first or "nothing"] += 1
        elif not one.wants_case and one.alarm and one.first:
            counted[one.item.labels[0], one.first] += 1
    return tuple(
        (label, said, count) for (label, said), count in sorted(counted.items(), key=lambda row: (-row[1], row[0]))
    )
