"""Words that a person mistyped, read as the word they meant; only short texts, for logs are not typed by hand."""

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.core.matching.lines import Statement
from bot.core.matching.words import line_of

TYPED_BY_HAND = 60
"""Words.  Longer texts are pasted, not typed (a guess: the longest typed question seen has about 60)."""
SHORTEST = 6
CLOSE = 0.8
"""One slip in a word of six letters is 0.83; two are not."""


def respelt(rows: tuple[Statement, ...], vocabulary: frozenset[str]) -> tuple[Statement, ...]:
    """The same statements; in a short text each unknown word that is one slip from a known one is read as that."""
    if sum(len(row.words) for row in rows) > TYPED_BY_HAND:
        return rows
    return tuple(_row(row, vocabulary) for row in rows)


def _row(row: Statement, vocabulary: frozenset[str]) -> Statement:
    read = tuple(_meant(word, vocabulary) for word in row.words)
    return row if read == row.words else replace(row, words=read, line=line_of(read))


def _meant(word: str, vocabulary: frozenset[str]) -> str:
    if len(word) < SHORTEST or word in vocabulary or not word.isalpha() or not word.isascii():
        return word
    near = _by_start(vocabulary).get(word[0], ())
    found = extractOne(word, near, scorer=OSA.normalized_similarity, score_cutoff=CLOSE)
    return found[0] if found else word


@lru_cache(maxsize=4)
def _by_start(vocabulary: frozenset[str]) -> dict[str, list[str]]:
    starts: dict[str, list[str]] = defaultdict(list)
    for word in sorted(vocabulary):
        if len(word) >= SHORTEST and word.isalpha():
            starts[word[0]].append(word)
    return dict(starts)
