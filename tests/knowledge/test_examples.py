"""Every example of every case file is run against all cases: none may be stolen, none may cry wolf."""

from functools import cache

import pytest

from bot.core.matching.index import Index, index
from bot.edge.casebook import load
from bot.flow import answer
from bot.model.case import Case, Example, Strength
from bot.model.match import Matching
from bot.model.text import RawText


@cache
def _index() -> Index:
    return index(load())


def _examples() -> list[tuple[Case, Example]]:
    return [(case, example) for case in _index().book.cases for example in case.examples]


def _table(found: Matching) -> str:
    return "\n".join(f"{one.strength.word:9} {one.score:5.1f} {one.case}" for one in found.matches) or "no case"


@pytest.mark.parametrize(
    ("case", "example"), [pytest.param(*one, id=f"{one[0].id}:{one[1].line}") for one in _examples()]
)
def test_example(case: Case, example: Example) -> None:
    """A text leads, at `likely` or better, to the case that its file says; a look-alike of none leads nowhere."""
    found = answer(RawText(example.text), _index(), None).matching
    first = found.best.case if found.best else None
    assert first == example.leads_to, f"{case.path}:{example.line}\n{_table(found)}"


def test_every_case_is_reached_and_avoided() -> None:
    """Each case has at least two texts that lead to it and one that must not."""
    for case in _index().book.cases:
        leading = [example for example in case.examples if example.leads_to == case.id]
        assert len(leading) >= 2, case.id
        assert len(case.examples) > len(leading), case.id


def test_the_order_of_cases_does_not_matter() -> None:
    """The answer depends on the text and the cases, not on the order in which they were read."""
    book = _index().book
    backwards = index(type(book)(tuple(reversed(book.cases)), book.signs, book.by_id))
    for _, example in _examples()[::7]:
        text = RawText(example.text)
        assert answer(text, backwards, None).matching == answer(text, _index(), None).matching


def test_a_certain_match_shows_its_line() -> None:
    """No match at likely or better is without a proving line that stands in the text."""
    for _, example in _examples():
        asked = answer(RawText(example.text), _index(), None)
        for match in asked.matching.matches:
            if match.strength >= Strength.LIKELY:
                assert match.evidence
                assert all(one.line in asked.asked.text for one in match.evidence)
