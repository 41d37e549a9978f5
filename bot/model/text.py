"""Text before and after redaction, and the two languages.

Two types keep the two apart: what a person pasted or a cluster printed is `RawText` until `bot.core.redaction.redact`
has been over it.  Everything that stores, logs, posts or prints takes `SafeText`, so that leaking a secret is a type
error.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

RawText = NewType("RawText", str)
"""Text as it came in: may hold secrets.  Never store, log, post or print it."""

SafeText = NewType("SafeText", str)
"""Text whose secrets are gone.  It is not escaped: each face of the reply escapes for its own medium."""


class Lang(StrEnum):
    """The language of a reply."""

    EN = "en"
    ZH = "zh"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What one redaction rule removed: its name (a word for people, such as `url-password`) and how often."""

    rule: str
    count: int


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without its secrets, and the rules that found some."""

    text: SafeText
    hidden: tuple[Hidden, ...] = ()
