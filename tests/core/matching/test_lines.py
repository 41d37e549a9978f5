"""A text as statements: what counts as a line, and what a hard wrap cut is read whole."""

from bot.core.matching.lines import joined, statements
from bot.model.text import SafeText

_EVENT = (
    'Warning FailedMount kubelet MountVolume.SetUp failed for volume "pv" : driver name csi.juicefs.com not found in '
    "the list of registered CSI drivers"
)


def _wrapped(text: str, width: int) -> SafeText:
    return SafeText("\n".join(text[at : at + width] for at in range(0, len(text), width)))


def test_numbers_are_those_of_the_text() -> None:
    """Empty lines and code fences are dropped, and the others keep their number."""
    found = statements(SafeText("```\n\nfirst\n  second  \n```"))
    assert [(row.number, row.text) for row in found] == [(3, "first"), (4, "second")]


def test_a_word_cut_by_a_wrap_is_read_whole() -> None:
    """At every width, each word of a wrapped line is found again over the seam."""
    for width in range(30, 100):
        rows = statements(_wrapped(_EVENT, width))
        line = joined(rows)
        assert " register csi driver " in line, width
        assert " driver name " in line, width


def test_separate_lines_are_not_glued() -> None:
    """A line that ends with punctuation, or is too short to have been wrapped, has no seam."""
    rows = statements(SafeText("a short line\nanother one"))
    assert [row.seam for row in rows] == ["", ""]
