"""Which cases a text leads to, with the line that proves each.

A fuzzy score never decides alone.  A signature counts when its `must` words stand together, nothing beside them makes
it another trouble, and the text is JuiceFS' own (see `bot.core.matching.signs`); the score only orders what is left.
Measured on labelled pastes: rapidfuzz' scorers alone give another vendor's twin 92 where the true event gets 90.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.core.matching.index import Index, Needle, Spelt
from bot.core.matching.lines import Statement, statements
from bot.core.matching.names import names
from bot.core.matching.nearest import nearest
from bot.core.matching.passage import Passage
from bot.core.matching.signs import Ownership, Signposts, signposts
from bot.core.matching.spelling import respelt
from bot.model.case import CaseId, Strength
from bot.model.match import Evidence, Match, Matching
from bot.model.text import SafeText

LITERAL_SPAN = 3
"""A literal may be wrapped over this many lines."""
SYMPTOM_SPAN = 9
"""People's words for one trouble stand within this many lines: a window around the key word's line."""
WHOLE_WORDS = 160
"""A text of no more words than this is one window: nobody sends two stories in so few."""
MOST_PLACES = 12
"""A signature is tried at so many lines: the first and the last of a long log; the middle repeats them."""
NEAR_COVERAGE = 0.62
"""A literal whose `must` words are not all there still counts, one step weaker, when so much of its rarity is."""
FULL_COVERAGE = 0.34
"""Below this the `must` words are there but little else of the literal: one step weaker."""
NEAR_FUZZ = 80.0

Found = Mapping[int, list[Spelt]]
"""Group -> those of its phrases that may stand in the text."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A signature found at a place."""

    needle: Needle
    strength: Strength
    score: float
    rows: tuple[Statement, ...]


def match(text: SafeText, index: Index) -> Matching:
    """Rank the casebook's cases for `text`, best first; the same text always gives the same answer."""
    passage = Passage(respelt(statements(text), index.vocabulary))
    posts = signposts(passage, index)
    hits = list(_Search(passage, posts, index).hits())
    ranked = _ranked(hits, index)
    if not ranked and _our_trade(passage, posts, index):
        ranked = nearest(passage.rows, index.profiles())
    return Matching(ranked, names(text), posts.juicefs, posts.others)


def _our_trade(passage: Passage, posts: Signposts, index: Index) -> bool:
    """Whether what comes nearest is worth telling: it names JuiceFS, or storage on Kubernetes and no other product."""
    return posts.juicefs or (not posts.others and any(passage.holds(one.words, one.pairs) for one in index.trade))


class _Search:
    """The signatures of an index looked up in one passage."""

    def __init__(self, passage: Passage, posts: Signposts, index: Index) -> None:
        self._passage, self._posts, self._index = passage, posts, index
        self._found = _phrases(passage, index)

    def hits(self) -> Iterator[_Hit]:
        """The best hit of every signature that has one."""
        needles = self._candidates()
        groups = {group for needle in needles for group in needle.must if group in self._found}
        self._passage.locate({spelt.key for group in groups for spelt in self._found[group]})
        for needle in needles:
            hits = [hit for window in self._windows(needle) if (hit := self._hit(needle, *window))]
            if hits:
                yield max(hits, key=lambda hit: (hit.strength, hit.score, -hit.rows[0].number))

    def _candidates(self) -> list[Needle]:
        """The signatures whose groups are all in the text; a literal may lack one of them."""
        seen: dict[int, Needle] = {}
        for group in self._found:
            for needle in self._index.by_group.get(group, ()):
                if id(needle) not in seen and self._worth(needle):
                    seen[id(needle)] = needle
        return list(seen.values())

    def _worth(self, needle: Needle) -> bool:
        missing = sum(group not in self._found for group in needle.must)
        near = missing == 1 < len(needle.must) and _coverage(needle, self._passage.words) >= NEAR_COVERAGE
        if missing and not near:
            return False
        return not any(self._passage.holds(one.words, one.pairs) for one in needle.unless)

    def _windows(self, needle: Needle) -> Iterator[tuple[int, int]]:
        """The rows to look at, as (start, stop)."""
        rows = len(self._passage.rows)
        if not needle.literal and self._passage.length <= WHOLE_WORDS:
            yield 0, rows
            return
        for at in self._places(needle):
            if needle.literal:
                yield self._literal_window(needle, at)
            else:
                yield max(0, at - SYMPTOM_SPAN // 2), min(rows, at + SYMPTOM_SPAN // 2 + 1)

    def _places(self, needle: Needle) -> list[int]:
        """The rows of the needle's rarest group that the text holds; of many, those that hold all groups go first."""
        groups = [self._rows_of(group) for group in needle.must if group in self._found]
        at = groups[0]
        if len(at) > MOST_PLACES:
            at = at.intersection(*groups[1:]) or at
        ordered = sorted(at)
        return ordered if len(at) <= MOST_PLACES else ordered[: MOST_PLACES // 2] + ordered[-MOST_PLACES // 2 :]

    def _rows_of(self, group: int) -> set[int]:
        return {place for spelt in self._found[group] for place in self._passage.places(spelt.key)}

    def _literal_window(self, needle: Needle, at: int) -> tuple[int, int]:
        """The fewest rows around `at` that hold every `must` word; else as many as a wrap may take."""
        rows = len(self._passage.rows)
        for span in range(1, LITERAL_SPAN + 1):
            for start in range(max(0, at - span + 1), at + 1):
                stop = min(rows, start + span)
                if not self._missing(needle, self._passage.window(start, stop)):
                    return start, stop
        return max(0, at - LITERAL_SPAN + 1), min(rows, at + LITERAL_SPAN)

    def _missing(self, needle: Needle, line: str) -> int:
        return sum(not any(one.line in line for one in self._found.get(group, ())) for group in needle.must)

    def _hit(self, needle: Needle, start: int, stop: int) -> _Hit | None:
        line, rows = self._passage.window(start, stop), self._passage.rows[start:stop]
        missing = self._missing(needle, line)
        if any(one.line in line for one in needle.refute):
            return None
        strength, score = _literal_fit(needle, line, missing) if needle.literal else _symptom_fit(needle, line, missing)
        if strength is Strength.NONE:
            return None
        strength = min(strength, _owned(needle, rows, self._posts, whole=not missing))
        if missing and not self._nearly_there(needle, line):
            strength = min(strength, Strength.POSSIBLE)
        if needle.helps and not any(one.line in line for one in needle.helps):
            strength = min(strength, Strength.POSSIBLE)
        return _Hit(needle, strength, score, self._proving(needle, rows)) if strength else None

    def _nearly_there(self, needle: Needle, line: str) -> bool:
        """Whether the missing `must` words are there but for one: a slip, and not another word in their place."""
        there = set(line.split())
        absent = (group for group in needle.must if not any(one.line in line for one in self._found.get(group, ())))
        phrases = (phrase for group in absent for phrase in self._index.phrases[group])
        return any(len(phrase) > 1 and len(set(phrase) - there) <= 1 for phrase in phrases)

    def _proving(self, needle: Needle, rows: tuple[Statement, ...]) -> tuple[Statement, ...]:
        """The rows that hold the signature's words; all of them when the words are spread over a wrap."""
        if len(rows) == 1:
            return rows
        phrases = [one.line for group in needle.must for one in self._found.get(group, ())]
        return tuple(row for row in rows if any(one in row.line for one in phrases)) or rows


def _phrases(passage: Passage, index: Index) -> Found:
    """Every group of which a phrase may stand in the text, with those phrases."""
    found: dict[int, list[Spelt]] = {}
    for word in passage.words & index.by_word.keys():
        for group, spelt in index.by_word[word]:
            if passage.holds(spelt.words, spelt.pairs):
                found.setdefault(group, []).append(spelt)
    return found


def _coverage(needle: Needle, there: set[str]) -> float:
    return sum(weight for word, weight in needle.weights.items() if word in there)


def _literal_fit(needle: Needle, line: str, missing: int) -> tuple[Strength, float]:
    coverage = _coverage(needle, set(line.split()))
    if missing and (coverage < NEAR_COVERAGE or missing > 1 or missing == len(needle.must)):
        return Strength.NONE, 0.0
    likeness = fuzz.partial_ratio(needle.literal, line)
    if missing and likeness < NEAR_FUZZ:
        return Strength.NONE, 0.0
    weaker = bool(missing) or coverage < FULL_COVERAGE
    score = 60 + 40 * (0.6 * coverage + 0.4 * likeness / 100) - 15 * missing
    return _weaker(needle.signature.strength) if weaker else needle.signature.strength, round(score, 1)


def _symptom_fit(needle: Needle, line: str, missing: int) -> tuple[Strength, float]:
    if missing:
        return Strength.NONE, 0.0
    helped = any(one.line in line for one in needle.helps)
    return needle.signature.strength, min(75.0, 40.0 + 7 * len(needle.must) + 3 * helped)


def _weaker(strength: Strength) -> Strength:
    return Strength(max(Strength.POSSIBLE, strength - 1))


def _owned(needle: Needle, rows: tuple[Statement, ...], posts: Signposts, *, whole: bool) -> Strength:
    """The strongest that this place may be, by whose text it is."""
    match posts.owner(needle.signature, rows, whole=whole):
        case Ownership.OURS:
            return Strength.CERTAIN
        case Ownership.UNNAMED:
            return needle.signature.alone
        case Ownership.FOREIGN:
            return Strength.NONE


def _ranked(hits: list[_Hit], index: Index) -> tuple[Match, ...]:
    """One match a case, best first: strength, then cause before effect, then score, then the case's name."""
    by_case: dict[CaseId, list[_Hit]] = {}
    for hit in _yielding(hits):
        by_case.setdefault(hit.needle.case, []).append(hit)
    best = [_of_case(own) for own in by_case.values()]
    found = {one.case for one in best}

    def effects(one: Match) -> int:
        return sum((one.case, other) in index.explained for other in found)

    return tuple(sorted(best, key=lambda one: (-one.strength, -effects(one), -one.score, one.case)))


def _yielding(hits: list[_Hit]) -> list[_Hit]:
    """Generic lines and people's words yield to a literal that is certain; generic lines to anything likely."""
    firm = [hit for hit in hits if not hit.needle.signature.generic]
    certain = any(hit.strength is Strength.CERTAIN for hit in firm)
    likely = any(hit.strength >= Strength.LIKELY for hit in firm)

    def yields(hit: _Hit) -> bool:
        if hit.needle.signature.generic:
            return likely
        return certain and not hit.needle.literal and hit.strength is not Strength.CERTAIN

    return [
        _Hit(hit.needle, min(hit.strength, Strength.POSSIBLE), hit.score / 2, hit.rows) if yields(hit) else hit
        for hit in hits
    ]


def _of_case(own: list[_Hit]) -> Match:
    """The case's best hit, with the evidence of its others behind it (at most three lines in all)."""
    ordered = sorted(own, key=lambda hit: (-hit.strength, -hit.score, hit.rows[0].number))
    best = ordered[0]
    lines = {row.number: row.text for hit in ordered for row in hit.rows}
    evidence = tuple(Evidence(text, number) for number, text in list(lines.items())[:3])
    cause = next((hit.needle.signature.cause for hit in ordered if hit.needle.signature.cause), None)
    return Match(best.needle.case, best.score, best.strength, evidence, {}, cause)
