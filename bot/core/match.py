"""Which cases a text leads to, with the line that proves each.

A fuzzy score never decides alone.  A signature counts when its `must` words stand together, nothing beside them makes
it another trouble, and the text is JuiceFS' own (see `bot.core.signs`); the score only orders what is left.  Measured
on labelled pastes: rapidfuzz' scorers alone give another vendor's twin 92 where the true event gets 90.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.core.index import Index, Needle
from bot.core.lines import Statement, joined, statements
from bot.core.names import names
from bot.core.signs import Ownership, Signposts, signposts
from bot.core.spelling import respelt
from bot.model.case import CaseId, Strength
from bot.model.match import Evidence, Match, Matching
from bot.model.text import SafeText

LITERAL_SPAN = 3
"""A literal may be wrapped over this many lines."""
SYMPTOM_SPAN = 9
"""People's words for one trouble stand within this many lines: a window either side of the key word's line."""
WHOLE_WORDS = 160
"""A text of no more words than this is one window: nobody sends two stories in so few."""
MOST_PLACES = 24
"""A signature is tried at so many lines: the first and the last of a long log; the middle repeats them."""
NEAR_COVERAGE = 0.62
"""A literal whose `must` words are not all there still counts, one step weaker, when so much of its rarity is."""
FULL_COVERAGE = 0.34
"""Below this the `must` words are there but little else of the literal: one step weaker."""
NEAR_FUZZ = 80.0


@dataclass(frozen=True, slots=True)
class _Hit:
    """A signature found at a place."""

    needle: Needle
    strength: Strength
    score: float
    rows: tuple[Statement, ...]


def match(text: SafeText, index: Index) -> Matching:
    """Rank the casebook's cases for `text`, best first; the same text always gives the same answer."""
    rows = respelt(statements(text), index.vocabulary)
    posts = signposts(rows, text, index)
    hits = [hit for needle, places in _candidates(rows, index) if (hit := _best_hit(needle, places, rows, posts))]
    return Matching(_ranked(hits, index), names(text), posts.juicefs, posts.others)


def _candidates(rows: Sequence[Statement], index: Index) -> Iterable[tuple[Needle, list[int]]]:
    """Every signature that shares a key word with the text, with the lines to look at."""
    places: dict[str, list[int]] = {}
    known = index.by_word.keys()
    for at, row in enumerate(rows):
        for word in known & {*row.words, row.seam}:
            places.setdefault(word, []).append(at)
    found: dict[int, tuple[Needle, set[int]]] = {}
    for word, lines in places.items():
        for needle in index.by_word[word]:
            found.setdefault(id(needle), (needle, set()))[1].update(_edges(lines))
    return [(needle, sorted(lines)) for needle, lines in found.values()]


def _edges(lines: list[int]) -> list[int]:
    return lines if len(lines) <= MOST_PLACES else lines[: MOST_PLACES // 2] + lines[-MOST_PLACES // 2 :]


def _best_hit(needle: Needle, places: list[int], rows: tuple[Statement, ...], posts: Signposts) -> _Hit | None:
    if any(phrase in posts.paste for phrase in needle.unless):
        return None
    hits = [hit for at in places if (hit := _hit(needle, _window(needle, at, rows, posts), posts))]
    return max(hits, key=lambda hit: (hit.strength, hit.score, -hit.rows[0].number), default=None)


def _window(needle: Needle, at: int, rows: tuple[Statement, ...], posts: Signposts) -> tuple[Statement, ...]:
    if needle.literal:
        return _enough(needle, rows[at : at + LITERAL_SPAN]) or rows[max(0, at - LITERAL_SPAN + 1) : at + LITERAL_SPAN]
    if posts.words <= WHOLE_WORDS:
        return rows
    return rows[max(0, at - SYMPTOM_SPAN // 2) : at + SYMPTOM_SPAN // 2 + 1]


def _enough(needle: Needle, rows: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The fewest of these rows, from the first on, that hold every `must` word; none if all of them do not."""
    for span in range(1, len(rows) + 1):
        if _missing(needle, joined(rows[:span])) == 0:
            return rows[:span]
    return ()


def _hit(needle: Needle, rows: tuple[Statement, ...], posts: Signposts) -> _Hit | None:
    line = joined(rows)
    missing = _missing(needle, line)
    if any(phrase in line for phrase in needle.refute):
        return None
    strength, score = _literal_fit(needle, line, missing) if needle.literal else _symptom_fit(needle, line, missing)
    if strength is Strength.NONE:
        return None
    strength = min(strength, _owned(needle, rows, posts, whole=not missing))
    if needle.helps and not any(phrase in line for group in needle.helps for phrase in group):
        strength = min(strength, Strength.POSSIBLE)
    return _Hit(needle, strength, score, _proving(needle, rows)) if strength else None


def _missing(needle: Needle, line: str) -> int:
    return sum(not any(phrase in line for phrase in group) for group in needle.must)


def _literal_fit(needle: Needle, line: str, missing: int) -> tuple[Strength, float]:
    there = set(line.split())
    coverage = sum(weight for word, weight in needle.weights.items() if word in there)
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
    helped = sum(any(phrase in line for phrase in group) for group in needle.helps)
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


def _proving(needle: Needle, rows: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The rows that hold the signature's words; all of them when the words are spread over a wrap."""
    if len(rows) == 1:
        return rows
    holding = tuple(row for row in rows if any(phrase in row.line for group in needle.must for phrase in group))
    return holding or rows


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
        return certain and not hit.needle.literal

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
