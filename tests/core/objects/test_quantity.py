"""Quantities as Kubernetes writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.objects.quantity import quantity, size


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("250m", 0.25),
        ("1.5", 1.5),
        ("7910m", 7.91),
        ("512Mi", 536870912),
        ("20G", 20e9),
        ("1e3", 1000),
        ("2E", 2e18),
        ("128974848", 128974848),
        (0, 0),
        ("0", 0),
        ("1500000n", 0.0015),
    ],
)
def test_every_form_is_read(text: object, number: float) -> None:
    """Decimal and binary suffixes, exponents, and plain numbers."""
    assert quantity(text) == pytest.approx(number)


@pytest.mark.parametrize("text", ["", "x", "5 Gi", "Gi", None, [], {}, "1Ki5", "--1"])
def test_what_is_none_is_none(text: object) -> None:
    """Nothing is guessed."""
    assert quantity(text) is None


@given(st.integers(min_value=1, max_value=2**60))
def test_a_size_is_read_back_nearly(number: int) -> None:
    """A size is told with one decimal, which is near enough for a sentence."""
    told = quantity(size(number))
    assert told is not None
    assert told == pytest.approx(number, rel=0.06)


def test_sizes_are_told_as_people_write_them() -> None:
    """Whole where they are whole."""
    assert [size(n) for n in (5 * 2**30, 1.5 * 2**30, 300 * 2**20, 12)] == ["5Gi", "1.5Gi", "300Mi", "12"]
