"""A text made ready for looking up: its words, its pairs of words, and its rows joined to windows.

Pairs tell quickly whether a phrase of several words can be in the text at all, so that a large casebook is never
compared with a large text.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from bot.core.matching.lines import Statement, joined

Pair = tuple[str, str]


class Passage:
    """The statements of one text with what is asked of them again and again; remembers the windows it has joined."""

    def __init__(self, rows: tuple[Statement, ...]) -> None:
        self.rows = rows
        flat = [word for row in rows for word in row.words]
        self.length = len(flat)
        self.words = set(flat)
        self.pairs: set[Pair] = set(pairwise(flat))
        for row, after in pairwise(rows):
            if row.seam:
                self._add_seam(row, after)
        self._windows: dict[tuple[int, int], str] = {}
        self._places: dict[str, list[int]] = {}

    def _add_seam(self, row: Statement, after: Statement) -> None:
        """The word that a wrap cut, and its neighbours on both sides."""
        self.words.add(row.seam)
        self.pairs.update((word, row.seam) for word in row.words[-2:-1])
        self.pairs.update((row.seam, word) for word in after.words[1:2])

    def window(self, start: int, stop: int) -> str:
        """The words of the rows from `start` up to `stop` as one line."""
        made = self._windows.get((start, stop))
        if made is None:
            made = self._windows[start, stop] = joined(self.rows[start:stop])
        return made

    def holds(self, words: tuple[str, ...], pairs: Iterable[Pair]) -> bool:
        """Whether a phrase of these words, with these neighbours, may stand in the text."""
        return words[0] in self.words if len(words) == 1 else all(pair in self.pairs for pair in pairs)

    def places(self, word: str) -> list[int]:
        """The positions of the rows that hold `word`, which must have been asked for with `locate`."""
        return self._places.get(word, [])

    def locate(self, words: set[str]) -> Mapping[str, list[int]]:
        """Find every row of each of `words` in one pass."""
        for at, row in enumerate(self.rows):
            for word in words.intersection(row.words):
                self._places.setdefault(word, []).append(at)
            if row.seam in words:
                self._places.setdefault(row.seam, []).append(at)
        return self._places
