"""What comes nearest when no signature fits: the cases whose own words a text shares most.

Never more than `possible`: it is told only to somebody who asked, as a place to look.  On labelled pastes from threads
that no signature was written from, the first of them is right in 14 of 20 that match nothing.  The words are those of a
case's signatures, symptoms, titles, causes and examples; a word counts by how few cases use it, and not at all when
most cases do.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.matching.lines import Statement
from bot.core.matching.words import words
from bot.model.case import Case, Casebook, CaseId, Strength
from bot.model.match import Evidence, Match

LEAST = 0.16
"""Of the rarity of a text's words, the share that a case must speak for (a guess: half of what misses reached)."""
LEAST_WORDS = 2
MOST = 2
MOST_WORDS = 400
"""A long log shares words with every case: nearest means nothing there."""
_SCORE = 30.0
"""The most a nearest case may score: below every signature."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """Word -> the cases that use it, each with how strongly it speaks for them."""

    weights: Mapping[str, tuple[tuple[CaseId, float], ...]]
    rarity: Mapping[str, float]


def profiles(book: Casebook) -> Profiles:
    """The words of every case of `book`, weighed."""
    used = {case.id: Counter(_own_words(case)) for case in book.cases}
    spread: Counter[str] = Counter()
    for counts in used.values():
        spread.update(counts.keys())
    rarity = {word: math.log((1 + len(book.cases)) / count) for word, count in spread.items()}
    weights: dict[str, list[tuple[CaseId, float]]] = defaultdict(list)
    for case, counts in used.items():
        for word, count in counts.items():
            if rarity[word] > math.log(2):
                weights[word].append((case, rarity[word] * (1 + math.log(count))))
    return Profiles({word: tuple(found) for word, found in weights.items()}, rarity)


def _own_words(case: Case) -> Iterable[str]:
    for signature in case.signatures:
        yield from words(signature.text)
        for group in signature.must:
            yield from {word for phrase in group for word in phrase}
    for page in case.pages.values():
        yield from words(f"{page.title} {page.meaning} {' '.join(page.causes.values())}")
    for example in case.examples:
        if example.leads_to == case.id:
            yield from words(example.text)


def nearest(rows: Sequence[Statement], made: Profiles) -> tuple[Match, ...]:
    """At most two cases that the text shares most rare words with, as possible matches; none for a long text."""
    seen = {word for row in rows for word in row.words}
    if not seen or sum(len(row.words) for row in rows) > MOST_WORDS:
        return ()
    shares: dict[CaseId, float] = defaultdict(float)
    common: Counter[CaseId] = Counter()
    for word in sorted(seen & made.weights.keys()):
        for case, weight in made.weights[word]:
            shares[case] += weight
            common[case] += 1
    whole = sum(made.rarity.get(word, 1.0) for word in seen)
    ranked = sorted(shares, key=lambda case: (-shares[case], case))[:MOST]
    near = [case for case in ranked if shares[case] / whole >= LEAST and common[case] >= LEAST_WORDS]
    return tuple(_match(case, shares[case] / whole, rows, made) for case in near)


def _match(case: CaseId, share: float, rows: Sequence[Statement], made: Profiles) -> Match:
    def speaks(row: Statement) -> float:
        return sum(weight for word in set(row.words) for own, weight in made.weights.get(word, ()) if own == case)

    line = max(rows, key=lambda row: (speaks(row), -row.number))
    return Match(case, round(_SCORE * share / (1 + share), 1), Strength.POSSIBLE, (Evidence(line.text, line.number),))
