"""Whose trouble it is: what in a text names JuiceFS, and what names another product.

Other products print the same lines (EBS, CephFS, GlusterFS, an application's own Redis), so that a line counts as ours
only when it, or the text around it, says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.core.index import Index
from bot.core.lines import Statement
from bot.core.words import line_of
from bot.model.case import Ours, Signature
from bot.model.text import SafeText

_OUR_DRIVER = "csi.juicefs.com"
_DRIVER_NAME = re.compile(r"\b(?:[a-z0-9][a-z0-9-]*\.)*[a-z0-9-]*csi[a-z0-9-]*(?:\.[a-z0-9-]+)+\b")
_DRIVER_SLOT = re.compile(r"\bdriver\s+name\s+[\"'`]?([a-z0-9][a-z0-9.-]*)")
_TOP_LEVEL = (".com", ".io", ".org", ".net", ".cn", ".dev", ".ch")
_NOT_DRIVERS = ("csi.storage.k8s.io", "kubernetes.io", "csi.volume.kubernetes.io", "storage.k8s.io")


class Ownership(Enum):
    """Whose line it is."""

    OURS = auto()
    UNNAMED = auto()
    FOREIGN = auto()


@dataclass(frozen=True, slots=True)
class Signposts:
    """What the whole text says about whose trouble it is."""

    juicefs: bool
    others: tuple[str, ...]
    paste: str
    """Every word of the text in one line."""
    words: int
    juicefs_signs: tuple[str, ...]
    other_signs: tuple[tuple[str, str], ...]
    """The signs that occur anywhere in the text: the only ones that a line needs to be asked for."""

    def owner(self, signature: Signature, rows: Sequence[Statement], *, whole: bool) -> Ownership:
        """Whose the lines `rows` are, as far as `signature` asks; `whole` tells that all its `must` words are there."""
        if signature.ours is Ours.ALWAYS and whole:
            return Ownership.OURS
        if signature.ours is Ours.DRIVER and (driver := _named_driver(rows)):
            return Ownership.OURS if "juicefs" in driver else Ownership.FOREIGN
        return self._by_signs(rows)

    def _by_signs(self, rows: Sequence[Statement]) -> Ownership:
        ours = any(self._names_us(row) for row in rows)
        if not ours and any(self._names_another(row) for row in rows):
            return Ownership.FOREIGN
        if ours or self.juicefs:
            return Ownership.OURS
        return Ownership.FOREIGN if self.others else Ownership.UNNAMED

    def _names_us(self, row: Statement) -> bool:
        return "juicefs" in row.line or any(sign in row.line for sign in self.juicefs_signs)

    def _names_another(self, row: Statement) -> bool:
        return any(sign in row.line for _, sign in self.other_signs) or bool(_foreign_drivers(row.text.lower()))


def signposts(rows: Sequence[Statement], text: SafeText, index: Index) -> Signposts:
    """Read the signs of the whole text."""
    paste = line_of([word for row in rows for word in row.words])
    juicefs_signs = tuple(sign for sign in index.juicefs if sign in paste)
    other_signs = tuple((product, sign) for product, sign in index.others if sign in paste)
    others = dict.fromkeys([product for product, _ in other_signs] + _foreign_drivers(text.lower()))
    juicefs = bool(juicefs_signs) or "juicefs" in paste
    return Signposts(juicefs, tuple(others), paste, paste.count(" ") - 1, juicefs_signs, other_signs)


def _named_driver(rows: Sequence[Statement]) -> str:
    """The CSI driver that the lines name, even where a wrap cut it; empty where none is readable."""
    text = " ".join(row.text for row in rows).lower()
    if _OUR_DRIVER in text:
        return _OUR_DRIVER
    slot = _DRIVER_SLOT.search(text)
    if slot and "." in slot.group(1):
        return slot.group(1)
    return next(iter(_foreign_drivers(text)), "")


def _foreign_drivers(text: str) -> list[str]:
    """Names such as `ebs.csi.aws.com` in a lower-case text; ours and Kubernetes' own are left out."""
    if "csi" not in text:
        return []
    found = dict.fromkeys(name for name in _DRIVER_NAME.findall(text) if name.endswith(_TOP_LEVEL))
    return [name for name in found if "juicefs" not in name and name not in _NOT_DRIVERS]
