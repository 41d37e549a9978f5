"""How parts of a text are marked on a terminal, and what may reach one."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

MOST_LINE = 400
"""A proving line may be one line of 1 MiB; a person reads its beginning."""


@dataclass(frozen=True, slots=True)
class Style:
    """How each kind of text is marked; every function takes and gives one line."""

    title: Callable[[str], str]
    heading: Callable[[str], str]
    code: Callable[[str], str]
    warning: Callable[[str], str]
    faint: Callable[[str], str]


_NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's categories of what steers: controls, formats, halves of a character, ends of lines and paragraphs."""

PLAIN = Style(*(str,) * 5)
"""No marks at all: for pipes and files."""


def shown(text: str) -> str:
    """One line that cannot steer a terminal: control and direction characters are shown as `�`, tabs as blanks."""
    return "".join("�" if unicodedata.category(sign) in _NOT_SHOWN else sign for sign in text.expandtabs())
