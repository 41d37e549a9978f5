"""The casebook made ready for comparing: which words lead to which signatures, and how rare each word is.

Built once per casebook.  The cost of a match then depends on the words that a text shares with the book, not on the
size of the book: a text is looked up by its words, never compared with every signature.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.core.matching.nearest import Profiles, profiles
from bot.core.matching.passage import Pair
from bot.core.matching.words import line_of, words
from bot.model.case import Case, Casebook, CaseId, Group, Ours, Phrase, Signature

_SLOT = re.compile(r"\{[a-z_0-9]+\}")
_DRIVER = "csi.juicefs.com"
_KEY_GROUPS = 2
"""A signature is looked up by so many of its rarest groups: two, so that it is still found when one was cut off."""


@dataclass(frozen=True, slots=True)
class Spelt:
    """A phrase: its words, its neighbours, the line to find it by, and its rarest word."""

    words: Phrase
    pairs: tuple[Pair, ...]
    line: str
    key: str


@dataclass(frozen=True, slots=True)
class Needle:
    """One signature of one case; groups are numbers, for many signatures share them."""

    case: CaseId
    signature: Signature
    must: tuple[int, ...]
    """The `must` groups, rarest first."""
    refute: tuple[Spelt, ...]
    unless: tuple[Spelt, ...]
    helps: tuple[Spelt, ...]
    literal: str
    """The words of the literal without its slots, as a line; empty for a symptom."""
    weights: Mapping[str, float]
    """Word of the literal -> its share of the literal's rarity; together 1."""


@dataclass(frozen=True, slots=True)
class Index:
    """A casebook ready for `bot.core.matching.match`."""

    book: Casebook
    by_word: Mapping[str, tuple[tuple[int, Spelt], ...]]
    """Key word -> the phrases that may stand where it stands, each with its group."""
    by_group: Mapping[int, tuple[Needle, ...]]
    """Group -> the signatures to look at when a text holds it."""
    phrases: tuple[Group, ...]
    """Group -> its phrases."""
    vocabulary: frozenset[str]
    juicefs: tuple[Spelt, ...]
    others: tuple[tuple[str, Spelt], ...]
    weak: tuple[Spelt, ...]
    trade: tuple[Spelt, ...]
    explained: frozenset[tuple[CaseId, CaseId]]
    """(cause, effect) for every case that explains another."""
    profiles: Callable[[], Profiles]
    """For what comes nearest when no signature fits; made when first asked for, which most texts never do."""


def index(book: Casebook) -> Index:
    """Make `book` ready; about 25 ms for 33 cases."""
    return _Builder(book).build()


class _Builder:
    """Numbers the groups and weighs the words of one casebook."""

    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._rarity = _rarity(book)
        self._groups: dict[Group, int] = {}
        self._known: dict[Phrase, Spelt] = {}
        self._rarities: dict[Group, float] = {}
        self._by_word: dict[str, list[tuple[int, Spelt]]] = {}
        self._by_group: dict[int, list[Needle]] = {}

    def build(self) -> Index:
        needles = [self._needle(case, one) for case in self._book.cases for one in case.signatures]
        for needle in needles:
            for group in needle.must[:_KEY_GROUPS]:
                self._by_group.setdefault(group, []).append(needle)
        signs = self._book.signs
        return Index(
            self._book,
            {word: tuple(found) for word, found in self._by_word.items()},
            {group: tuple(found) for group, found in self._by_group.items()},
            tuple(self._groups),
            frozenset(self._rarity),
            self._spelt(signs.juicefs),
            tuple((product, one) for product, phrases in signs.others.items() for one in self._spelt(phrases)),
            self._spelt(signs.weak),
            self._spelt(signs.trade),
            frozenset((case.id, effect) for case in self._book.cases for effect in case.explains),
            cache(lambda: profiles(self._book)),
        )

    def _needle(self, case: Case, signature: Signature) -> Needle:
        literal = _literal_words(signature)
        total = sum(self._rarity[word] for word in set(literal)) or 1.0
        rarest_first = sorted(signature.must, key=lambda group: -self._rarity_of(group))
        return Needle(
            case.id,
            signature,
            tuple(self._number(group) for group in rarest_first),
            self._spelt(signature.refute),
            self._spelt(signature.unless),
            self._spelt(phrase for group in signature.helps for phrase in group),
            line_of(literal) if literal else "",
            {word: self._rarity[word] / total for word in set(literal)},
        )

    def _number(self, group: Group) -> int:
        known = self._groups.get(group)
        if known is not None:
            return known
        number = self._groups[group] = len(self._groups)
        for spelt in self._spelt(group):
            self._by_word.setdefault(spelt.key, []).append((number, spelt))
        return number

    def _spelt(self, phrases: Iterable[Phrase]) -> tuple[Spelt, ...]:
        return tuple(self._known.get(one) or self._new(one) for one in phrases)

    def _new(self, phrase: Phrase) -> Spelt:
        made = self._known[phrase] = Spelt(phrase, tuple(pairwise(phrase)), line_of(phrase), self._rarest(phrase))
        return made

    def _rarest(self, phrase: Phrase) -> str:
        return max(phrase, key=lambda word: (self._rarity.get(word, math.inf), len(word)))

    def _rarity_of(self, group: Group) -> float:
        """A group is as rare as its commonest phrase, and a phrase as its rarest word."""
        known = self._rarities.get(group)
        if known is None:
            known = self._rarities[group] = min(max(self._rarity[word] for word in phrase) for phrase in group)
        return known


def _literal_words(signature: Signature) -> list[str]:
    text = signature.text.replace("{driver}", _DRIVER) if signature.ours is Ours.DRIVER else signature.text
    return words(_SLOT.sub(" ", text))


def _rarity(book: Casebook) -> dict[str, float]:
    """Word -> how rare it is among the signatures: a word in one signature of N weighs log(1 + N)."""
    seen: Counter[str] = Counter()
    signatures = [signature for case in book.cases for signature in case.signatures]
    groups = {group for signature in signatures for group in signature.must}
    own = {group: {word for phrase in group for word in phrase} for group in groups}
    for signature in signatures:
        seen.update(set(_literal_words(signature)).union(*(own[group] for group in signature.must)))
    return {word: math.log(1 + len(signatures) / count) for word, count in seen.items()}
