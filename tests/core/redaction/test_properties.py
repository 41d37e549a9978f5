"""What holds for redaction whatever the text: idempotent, silent, line by line, and never slow by construction."""

import importlib
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.redaction.grammar import LEAVE, LEAVE_FROM
from bot.core.redaction.redact import MASK, redact
from bot.core.redaction.rules import RULES
from bot.model.text import RawText
from tests.core.redaction.example import MARK
from tests.core.redaction.examples import EXAMPLES

parser: Any = importlib.import_module("re._parser")  # the library's own reading of a pattern shows its loops
_FILLED = [text.replace(MARK, e.secret) for e in EXAMPLES.values() for text in (*e.hides, *e.leaves)]
_GLUE = " \n\t\"'`\\/@:=,;|&<>()[]{}*-_.$#%：是a1é密"
_HINTS = sorted({hint for rule in RULES for hint in rule.hints})

pieces = st.one_of(
    st.sampled_from(_FILLED),
    st.sampled_from(_HINTS),
    st.sampled_from(
        ["hunter2", MASK, "xxxx", "${token}", "10.0.0.1:6379", "\n  ", "\\n", '\\"', "&lt;", "\x1b[0m", "x" * 79]
    ),
    st.text(alphabet=_GLUE, max_size=6),
    st.text(max_size=8),
)
pastes = st.lists(pieces, max_size=8).map("".join)


@given(pastes)
def test_a_second_time_changes_nothing(paste: str) -> None:
    """What came out goes in again unchanged, and nothing is counted a second time."""
    once = redact(RawText(paste))
    twice = redact(RawText(once.text))
    assert twice.text == once.text
    assert twice.hidden == ()


@given(pastes)
def test_something_is_told_exactly_when_something_was_hidden(paste: str) -> None:
    """No silent change, no false report."""
    result = redact(RawText(paste))
    assert bool(result.hidden) == (result.text != paste)
    assert all(hidden.count > 0 for hidden in result.hidden)


@given(pastes)
def test_line_numbers_stay_true(paste: str) -> None:
    """The number of lines stays, and a line grows by no more than a mask for each thing hidden."""
    result = redact(RawText(paste))
    assert result.text.count("\n") == paste.count("\n")
    room = len(MASK) * (sum(hidden.count for hidden in result.hidden) + paste.count("\n"))
    assert len(result.text) <= len(paste) + room


@given(before=pastes, after=pastes)
def test_a_password_in_a_url_goes_in_any_company(before: str, after: str) -> None:
    """Whatever stands on the lines around it, the password is gone."""
    paste = f"{before}\nredis://:Zq7-planted@10.0.0.1:6379/1\n{after}"
    assert "Zq7-planted" not in redact(RawText(paste)).text


def test_only_one_letter_grows_when_it_is_lowered() -> None:
    """Hints are found in the lowered text, so every other letter must keep its length."""
    assert [sign for sign in map(chr, range(sys.maxunicode + 1)) if len(sign.lower()) != 1] == ["\u0130"]


def loops(tree: Any, outer: bool = False) -> Iterator[str]:  # noqa: ANN401, FBT001, FBT002 - the parser's own tuples
    """Every loop without an end that stands in another one which may be tried again with less."""
    for kind, value in tree:
        name = str(kind)
        again = name in {"MAX_REPEAT", "MIN_REPEAT"}
        endless = name.endswith("REPEAT") and value[1] is parser.MAXREPEAT
        if endless and again and outer:
            yield str(value)
        for inner in _inside(value):
            yield from loops(inner, (outer or (again and endless)) and name != "ATOMIC_GROUP")


def _inside(value: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    if isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _inside(part)


def looks(tree: Any) -> Iterator[Any]:  # noqa: ANN401 - the parser's own tuples
    """Every look ahead: what it reads is read again by whatever comes after it."""
    for kind, value in tree:
        if str(kind) in {"ASSERT", "ASSERT_NOT"} and value[0] > 0:
            yield value[1]
        for inner in _inside(value):
            yield from looks(inner)


def endless(tree: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    """Every loop without an end."""
    for kind, value in tree:
        if str(kind).endswith("REPEAT") and value[1] is parser.MAXREPEAT:
            yield str(value)
        for inner in _inside(value):
            yield from endless(inner)


PATTERNS = [p for rule in RULES for p in (rule.pattern, rule.probe, rule.each) if p] + [LEAVE, LEAVE_FROM]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_loop_stands_in_a_loop_that_can_go_back(pattern: str) -> None:
    """Nested loops that give back what they took are what makes a pattern slow on a malicious text."""
    assert list(loops(parser.parse(pattern))) == []


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_look_ahead_reads_a_bounded_piece(pattern: str) -> None:
    """A rule may look ahead at every hint of a long line, so none may look to the line's end."""
    assert [loop for look in looks(parser.parse(pattern)) for loop in endless(look)] == []


def test_the_check_for_loops_sees_a_bad_one() -> None:
    """The classic malicious pattern is found, so that the check above can fail."""
    assert list(loops(parser.parse(r"(?:a+)+b")))
    assert not list(loops(parser.parse(r"(?:a++)++b")))
    assert [loop for look in looks(parser.parse(r"a(?=\S+b)")) for loop in endless(look)]
    assert not [loop for look in looks(parser.parse(r"a(?=\S{1,9}b)c+")) for loop in endless(look)]
