"""Lines worth comparing: a text as statements, each with its number, its words and what stands next to it."""

import re
from dataclasses import dataclass
from itertools import chain

from bot.core.matching.words import line_of, words
from bot.model.text import SafeText

_FENCE = re.compile(r"^\s*(?:```|~~~)\w*\s*$")
_LAST_PIECE = re.compile(r"[A-Za-z0-9]{1,40}\Z")
_FIRST_PIECE = re.compile(r"[A-Za-z0-9]{1,40}")
_SHORTEST_WRAPPED = 24
"""A guess: no terminal or chat window wraps at fewer columns."""
LONGEST = 600
"""Characters.  A longer line (a log without breaks) is read in pieces: a literal is never longer than 300."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of the text: its number (from 1), itself, and its words in one blank-separated string."""

    number: int
    text: SafeText
    words: tuple[str, ...]
    line: str
    seam: str = ""
    """The word that this line's last and the next line's first make together, where a terminal may have cut a word."""


def statements(text: SafeText) -> tuple[Statement, ...]:
    """Every line that holds a word, very long ones in pieces; code fences are dropped."""
    kept = [
        (number, piece)
        for number, row in enumerate(text.split("\n"), 1)
        if row and not row.isspace() and not _FENCE.match(row)
        for piece in _pieces(row)
    ]
    following = chain((row for _, row in kept[1:]), ("",))
    return tuple(_statement(number, row, after) for (number, row), after in zip(kept, following, strict=False))


def _statement(number: int, row: str, after: str) -> Statement:
    found = words(row)
    return Statement(number, SafeText(row.strip()), tuple(found), line_of(found), _seam(row, after))


def _pieces(row: str) -> list[str]:
    """`row` cut at blanks into pieces of at most `LONGEST` characters; a word longer than that is cut anywhere."""
    pieces: list[str] = []
    start = 0
    while len(row) - start > LONGEST:
        blank = row.rfind(" ", start + LONGEST // 2, start + LONGEST)
        stop = blank if blank > 0 else start + LONGEST
        pieces.append(row[start:stop])
        start = stop
    pieces.append(row[start:])
    return pieces


def joined(rows: tuple[Statement, ...]) -> str:
    """The words of these statements as one line; where a word may have been cut, the line once more with it whole."""
    plain = line_of([word for row in rows for word in row.words])
    if not any(row.seam for row in rows[:-1]):
        return plain
    return plain + line_of(_unwrapped(rows))


def _unwrapped(rows: tuple[Statement, ...]) -> list[str]:
    whole: list[str] = []
    seam = ""
    for row in rows:
        if seam and whole:
            whole[-1:] = [seam, *row.words[1:]]
        else:
            whole.extend(row.words)
        seam = row.seam
    return whole


def _seam(row: str, after: str) -> str:
    """The one word that a hard wrap cut in two, or nothing where no wrap is likely."""
    last, first = _LAST_PIECE.search(row[-40:]), _FIRST_PIECE.match(after)
    if len(row) < _SHORTEST_WRAPPED or not last or not first:
        return ""
    return words(last.group() + first.group())[0]
