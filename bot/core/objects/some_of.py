"""Long lists told briefly, in words that are the same in every language."""

from collections.abc import Iterable

MOST = 5


def some_of(names: Iterable[str], most: int = MOST) -> str:
    """The first names, and how many more there are: `a, b, c, d, e, +3`."""
    every = list(names)
    rest = [f"+{len(every) - most}"] if len(every) > most else []
    return ", ".join([*every[:most], *rest])
