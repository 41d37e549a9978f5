"""Full-text search in both languages.

SQLite's tokenizers do not know where a Chinese word ends.  Measured on 20,000 messages (25 MB, 58 % with Chinese,
SQLite 3.40): `trigram` cannot find words of two characters such as 挂载 at all, its index is 35 % larger and writing a
message takes up to 92 ms; `unicode61` over a copy of the text with blanks around every Chinese character finds them in
2 ms, and writing takes 28 ms at worst.  Hence the column `spaced`, filled only where there is anything to set apart.
"""

import re
from collections.abc import Iterable, Sequence

TOKENIZER = "unicode61"

_MOST_WORDS = 20
"""More words than a person types; each costs one look into the index."""

_UNSPACED = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
"""Han characters and Japanese kana: written without blanks between words."""


def spaced(text: str) -> str | None:
    """The text with a blank on both sides of every Chinese character; None when it has none."""
    return _UNSPACED.sub(r" \1 ", text) if _UNSPACED.search(text) else None


def phrases(words: Iterable[str]) -> tuple[str, ...]:
    """One FTS5 query a word: the word's parts in a row, the last one open at its end (`redis` finds `redis-0` too).

    A word without a letter or digit says nothing and is left out; so is everything after the twentieth.
    """
    said = [word for text in words for word in text.split() if any(map(str.isalnum, word))]
    return tuple(f'"{_parts(word)}"*' for word in said[:_MOST_WORDS])


def hit(words: Sequence[str], texts: Iterable[str]) -> str | None:
    """The first line of `texts` with the most of the words in it, whatever their case; None without any."""
    wanted = [part.casefold() for word in words for part in word.split()]
    best, most = None, 0
    for line in (line.strip() for text in texts for line in text.split("\n")):
        count = sum(word in line.casefold() for word in wanted)
        if count > most:
            best, most = line, count
    return best


def _parts(word: str) -> str:
    return (spaced(word) or word).replace('"', " ").strip()
