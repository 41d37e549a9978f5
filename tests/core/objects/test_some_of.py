"""Long lists told briefly."""

from bot.core.objects.some_of import some_of


def test_a_long_list_is_cut_with_a_count() -> None:
    """The first five, and how many more; a short list is whole."""
    assert some_of("abc") == "a, b, c"
    assert some_of("abcdefg") == "a, b, c, d, e, +2"
    assert some_of([]) == ""
