"""The casebook made ready for comparing: which words lead to which signatures, and how rare each word is.

Built once per casebook.  The cost of a match then depends on the words that a text shares with the book, not on the
size of the book: a text is looked up by its words, never compared with every signature.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.words import line_of, words
from bot.model.case import Case, Casebook, CaseId, Group, Ours, Phrase, Signature

_SLOT = re.compile(r"\{[a-z_0-9]+\}")
_DRIVER = "csi.juicefs.com"


@dataclass(frozen=True, slots=True)
class Needle:
    """One signature of one case, with its phrases as lines that `in` can find."""

    case: CaseId
    signature: Signature
    must: tuple[tuple[str, ...], ...]
    refute: tuple[str, ...]
    unless: tuple[str, ...]
    helps: tuple[tuple[str, ...], ...]
    literal: str
    """The words of the literal without its slots, as a line."""
    weights: Mapping[str, float]
    """Word of the literal -> its share of the literal's rarity; together 1."""


@dataclass(frozen=True, slots=True)
class Index:
    """A casebook ready for `bot.core.match`."""

    book: Casebook
    by_word: Mapping[str, tuple[Needle, ...]]
    """Key word -> the signatures to look at when a text holds it."""
    vocabulary: frozenset[str]
    juicefs: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    explained: frozenset[tuple[CaseId, CaseId]]
    """(cause, effect) for every case that explains another."""


def index(book: Casebook) -> Index:
    """Make `book` ready; takes some milliseconds for 33 cases."""
    rarity = _rarity(book)
    by_word: dict[str, list[Needle]] = {}
    vocabulary: set[str] = set()
    for case in book.cases:
        for signature in case.signatures:
            needle = _needle(case, signature, rarity)
            for key in _keys(signature, rarity):
                by_word.setdefault(key, []).append(needle)
            vocabulary.update(word for group in signature.must for phrase in group for word in phrase)
            vocabulary.update(needle.weights)
    return Index(
        book,
        {word: tuple(needles) for word, needles in by_word.items()},
        frozenset(vocabulary),
        tuple(line_of(sign) for sign in book.signs.juicefs),
        tuple((product, line_of(sign)) for product, signs in book.signs.others.items() for sign in signs),
        frozenset((case.id, effect) for case in book.cases for effect in case.explains),
    )


def _needle(case: Case, signature: Signature, rarity: Mapping[str, float]) -> Needle:
    literal = _literal_words(signature)
    total = sum(rarity[word] for word in set(literal)) or 1.0
    return Needle(
        case.id,
        signature,
        _lines(signature.must),
        tuple(line_of(phrase) for phrase in signature.refute),
        tuple(line_of(phrase) for phrase in signature.unless),
        _lines(signature.helps),
        line_of(literal) if literal else "",
        {word: rarity[word] / total for word in set(literal)},
    )


def _lines(groups: tuple[Group, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line_of(phrase) for phrase in group) for group in groups)


def _literal_words(signature: Signature) -> list[str]:
    text = signature.text.replace("{driver}", _DRIVER) if signature.ours is Ours.DRIVER else signature.text
    return words(_SLOT.sub(" ", text))


def _rarity(book: Casebook) -> dict[str, float]:
    """Word -> how rare it is among the signatures: a word in one signature of N weighs log(1 + N)."""
    seen: Counter[str] = Counter()
    signatures = [signature for case in book.cases for signature in case.signatures]
    for signature in signatures:
        own = {word for group in signature.must for phrase in group for word in phrase}
        seen.update(own | set(_literal_words(signature)))
    return {word: math.log(1 + len(signatures) / count) for word, count in seen.items()}


def _keys(signature: Signature, rarity: Mapping[str, float]) -> set[str]:
    """The words to look a signature up by: of each of its two rarest groups, the rarest word of every phrase.

    Two groups and not one, so that a signature is still looked at when one of its `must` words was cut off.
    """
    groups = sorted(signature.must, key=lambda group: -_group_rarity(group, rarity))
    return {max(phrase, key=lambda word: rarity[word]) for group in groups[:2] for phrase in group}


def _group_rarity(group: Group, rarity: Mapping[str, float]) -> float:
    """A group is as rare as its commonest phrase, and a phrase as its rarest word."""

    def of(phrase: Phrase) -> float:
        return max(rarity[word] for word in phrase)

    return min(of(phrase) for phrase in group)
