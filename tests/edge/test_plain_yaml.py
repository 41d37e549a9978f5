"""YAML as Kubernetes reads it, and nothing that YAML can do beyond that."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.edge.plain_yaml import NotPlain, read_yaml, write_yaml

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(TEXT, JSON, max_size=4))
def test_what_is_written_is_read_back_equal(value: dict[str, Any]) -> None:
    """Every JSON value comes back exactly: line ends, control characters, words that look like numbers."""
    assert read_yaml(write_yaml(value)) == value


@given(st.lists(st.sampled_from(["a", "\n", "\r", " ", "\t", "#", ": ", "\u2028", "\x85", "\ufeff"]), max_size=12))
def test_log_like_text_is_read_back_equal(parts: list[str]) -> None:
    """Logs have odd line ends and trailing blanks; none of them gets lost."""
    text = "".join(parts)
    assert read_yaml(write_yaml({"text": text})) == {"text": text}


def test_a_log_is_written_line_by_line() -> None:
    """A person can read a log in the file, because it is not one long quoted line."""
    assert write_yaml({"text": "one\ntwo\n"}) == "text: |\n  one\n  two\n"


def test_a_time_is_a_string() -> None:
    """An unquoted time stays the string that Kubernetes has, and does not become a date."""
    assert read_yaml("at: 2026-05-04T02:10:03Z") == {"at": "2026-05-04T02:10:03Z"}


@pytest.mark.parametrize("text", ["a: &x [1]\nb: *x", "&a [&b [1], *b]", "a: &x 1\nb: [*x, *x]"])
def test_an_alias_is_refused(text: str) -> None:
    """Aliases let a small text unfold into a huge value, so that a text with one is not read."""
    with pytest.raises(NotPlain, match="aliases"):
        read_yaml(text)


@pytest.mark.parametrize("text", ["a: '*x'", "a: 3 * 4", "a: '- *not-an-alias'", "a: |\n  - *x\n"])
def test_a_star_in_a_text_is_no_alias(text: str) -> None:
    """Only real aliases are refused, not every star."""
    assert "a" in read_yaml(text)


def test_the_line_of_a_fault_is_told() -> None:
    """What is no YAML is refused with the line where it goes wrong."""
    with pytest.raises(NotPlain) as refused:
        read_yaml("a: 1\nb: [1\nc: 2\n")
    assert refused.value.line in {2, 3}


@pytest.mark.parametrize(
    "text", ["!!python/object:os.system {}", "a: !secret x", "[" * 5000, "a: 1\n---\nb: 2", "\x00"]
)
def test_anything_else_that_yaml_can_do_is_refused(text: str) -> None:
    """Tags, depth without end, several documents and control characters are no plain YAML."""
    with pytest.raises(NotPlain):
        read_yaml(text)


DEEP = {
    "flow": "[" * 100_000,
    "closed": "[" * 50_000 + "]" * 50_000,
    "mappings": "{a: " * 101 + "1" + "}" * 101,
    "indented": "\n".join(" " * level + "a:" for level in range(300)),
    "dashes": "- " * 5000,
    "closers in texts": '[ "]", ' * 101 + "1" + "]" * 101,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_a_value_that_is_nested_too_deeply_is_refused(text: str) -> None:
    """A hundred kilobytes of brackets must not end the process, however the depth is written."""
    with pytest.raises(NotPlain, match="nested too deeply"):
        read_yaml(text)


def test_many_values_side_by_side_are_not_deep() -> None:
    """Brackets in texts and short lists one after another are everyday things."""
    assert read_yaml("- [a, {b: c}]\n" * 500) == [["a", {"b": "c"}]] * 500
    assert read_yaml("a: |\n" + "  [x.go:1] {\n" * 500) == {"a": "[x.go:1] {\n" * 500}
    assert read_yaml("[" * 100 + "]" * 100) != []
