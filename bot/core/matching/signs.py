"""Whose trouble it is: what in a text names JuiceFS, and what names another product.

Other products print the same lines (EBS, CephFS, GlusterFS, an application's own Redis), so that a line counts as ours
only when it, or the text around it, says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.core.matching.index import Index
from bot.core.matching.lines import Statement
from bot.core.matching.passage import Passage
from bot.model.case import Ours, Signature

_OURS = "juicefs"
_OUR_DRIVER = "csi.juicefs.com"
_DOTTED_NAME = re.compile(r"(?<![\w-])-*+([a-z0-9][a-z0-9-]*+(?:\.[a-z0-9-]++)++)")
"""Possessive, and `csi` is looked for afterwards: a pattern with it inside took a minute for a mebibyte of `x-csi-`."""
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
    juicefs_signs: tuple[str, ...]
    other_signs: tuple[str, ...]
    """The signs that may occur in the text, as lines: the only ones that a row needs to be asked for."""

    def owner(self, signature: Signature, rows: Sequence[Statement], *, whole: bool) -> Ownership:
        """Whose the lines `rows` are, as far as `signature` asks; `whole` tells that all its `must` words are there."""
        if signature.ours is Ours.ALWAYS and whole:
            return Ownership.OURS
        if signature.ours is Ours.DRIVER and (driver := _named_driver(rows)):
            return Ownership.OURS if _OURS in driver else Ownership.FOREIGN
        return self._by_signs(rows)

    def _by_signs(self, rows: Sequence[Statement]) -> Ownership:
        ours = any(self._names_us(row) for row in rows)
        if not ours and any(self._names_another(row) for row in rows):
            return Ownership.FOREIGN
        if ours or self.juicefs:
            return Ownership.OURS
        return Ownership.FOREIGN if self.others else Ownership.UNNAMED

    def _names_us(self, row: Statement) -> bool:
        return _OURS in row.line or any(sign in row.line for sign in self.juicefs_signs)

    def _names_another(self, row: Statement) -> bool:
        return any(sign in row.line for sign in self.other_signs) or bool(_foreign_drivers((row,)))


def signposts(passage: Passage, index: Index) -> Signposts:
    """Read the signs of the whole text."""
    ours = tuple(sign.line for sign in index.juicefs if passage.holds(sign.words, sign.pairs))
    others = [(product, sign.line) for product, sign in index.others if passage.holds(sign.words, sign.pairs)]
    products = dict.fromkeys([product for product, _ in others] + _foreign_drivers(passage.rows))
    named = bool(ours) or any(_OURS in word for word in passage.words)
    if not named and not products:
        named = any(passage.holds(sign.words, sign.pairs) for sign in index.weak)
    return Signposts(named, tuple(products), ours, tuple(line for _, line in others))


def _named_driver(rows: Sequence[Statement]) -> str:
    """The CSI driver that the lines name, even where a wrap cut it; empty where none is readable."""
    text = " ".join(row.text for row in rows).lower()
    if _OUR_DRIVER in text:
        return _OUR_DRIVER
    slot = _DRIVER_SLOT.search(text)
    if slot and "." in slot.group(1):
        return slot.group(1)
    return next(iter(_foreign_drivers(rows)), "")


def _foreign_drivers(rows: Sequence[Statement]) -> list[str]:
    """Names such as `ebs.csi.aws.com` in the rows; ours and Kubernetes' own are left out."""
    texts = (row.text.lower() for row in rows if "csi" in row.line)
    dotted = (name.rstrip("-") for text in texts for name in _DOTTED_NAME.findall(text))
    found = dict.fromkeys(name for name in dotted if name.endswith(_TOP_LEVEL) and _is_drivers(name))
    return [name for name in found if _OURS not in name and name not in _NOT_DRIVERS]


def _is_drivers(name: str) -> bool:
    return any("csi" in label for label in name.split(".")[:-1])
