"""Quantities as Kubernetes writes them: `250m`, `1.5`, `512Mi`, `20G`, `128974848`, `1e3`."""

import re

_QUANTITY = re.compile(r"([+-]?(?:\d++(?:\.\d*+)?+|\.\d++))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)\Z")
_BINARY = {f"{letter}i": 1024.0**power for power, letter in enumerate("KMGTPE", 1)}
_DECIMAL = {"n": 1e-9, "u": 1e-6, "m": 1e-3, "": 1.0} | {s: 1000.0**p for p, s in enumerate("kMGTPE", 1)}


def quantity(text: object) -> float | None:
    """The number that a quantity stands for (bytes, or whole CPUs), or None when it is none."""
    found = _QUANTITY.match(str(text).strip()) if isinstance(text, str | int | float) else None
    if not found:
        return None
    number, exponent, suffix = found[1], found[2] or "", found[3] or ""
    return float(number + exponent) * (_BINARY | _DECIMAL)[suffix]


def size(number: float) -> str:
    """Bytes as people write them: `5Gi`, `1.5Gi`, `300Mi`."""
    for suffix in ("Pi", "Ti", "Gi", "Mi", "Ki"):
        if number >= _BINARY[suffix]:
            return f"{round(number / _BINARY[suffix], 1):g}{suffix}"
    return f"{number:g}"
