"""A case file holds no invisible character: one that steers a terminal, or turns what is beside it around."""

import unicodedata

from bot.edge.casebook.faults import Faults


def note_characters(text: str, faults: Faults) -> None:
    """A fault for each line with a control or format character (a tab, and the line ends of Windows, are neither)."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.isprintable() and (found := sorted(set(filter(_steers, line.removesuffix("\r"))))):
            named = ", ".join(f"U+{ord(one):04X}" for one in found)
            faults.add(number, "characters", f"invisible characters are not taken: {named}")


def _steers(sign: str) -> bool:
    return sign != "\t" and unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp")
