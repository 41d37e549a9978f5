"""Words: how a text is taken apart so that two texts can be compared.

A word is a run of ASCII letters and digits in lower case, lightly stemmed, or one CJK character.  Punctuation, case and
the endings of `restarts`, `restarted`, `restarting` do not count: `csi.sock: connect` is the words `csi sock connect`.
"""

import re
from functools import lru_cache

from bot.model.case import Phrase

_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]")
_LONG_ENOUGH_FOR_ING = 6
_LONG_ENOUGH_FOR_ED = 5
_LONG_ENOUGH_FOR_S = 4
_LONG_ENOUGH_FOR_E = 5
_DOUBLED_IN_ENGLISH = frozenset("bdgmnprt")


def words(text: str) -> list[str]:
    """The stemmed words of `text`, in order."""
    stems = _STEMS
    return [stems[word] if word.isalpha() else word for word in _WORD.findall(text.lower())]


@lru_cache(maxsize=16_384)
def phrase(text: str) -> Phrase:
    """The same, as a value that a signature can hold; remembered, for case files repeat the rows of words.yaml."""
    return tuple(words(text))


def line_of(sequence: list[str] | Phrase) -> str:
    """Words in one string with a blank around each, so that `needle in line` finds whole words in a row."""
    return f" {' '.join(sequence)} "


class _Stems(dict[str, str]):
    """Remembers the stems of words seen: a log repeats the same few thousand.  Names and numbers come once."""

    _MOST = 20_000
    """Four megabytes."""
    _LONGEST = 24

    def __missing__(self, word: str) -> str:
        found = stem(word)
        if len(self) < self._MOST and len(word) <= self._LONGEST:
            self[word] = found
        return found


_STEMS = _Stems()


def stem(word: str) -> str:
    """`word` without the endings that English adds to a verb or a noun; words with digits are left alone.

    A light stemmer is enough: both sides go through it, so that only words that meet in practice need to meet.
    """
    if not word.isalpha() or not word.isascii():
        return word
    base = _without_ending(word)
    if len(base) >= _LONG_ENOUGH_FOR_E and base[-1] == "e":
        return base[:-1]
    return base


def _without_ending(word: str) -> str:
    if len(word) >= _LONG_ENOUGH_FOR_ING and word.endswith("ing"):
        return _undoubled(word[:-3])
    if len(word) >= _LONG_ENOUGH_FOR_ED and word.endswith("ed"):
        return _undoubled(word[:-2])
    if len(word) >= _LONG_ENOUGH_FOR_S and word[-1] == "s" and word[-2] not in "suf":
        return word[:-1]
    return word


def _undoubled(base: str) -> str:
    return base[:-1] if len(base) > 2 and base[-1] == base[-2] and base[-1] in _DOUBLED_IN_ENGLISH else base  # noqa: PLR2004 - a doubled last letter needs one before it
