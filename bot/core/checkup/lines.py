"""The lines of a check-up: what is well, what is not, and what to do about it, in both languages."""

from collections.abc import Iterable, Mapping

from bot.model.checkup import Level, Line
from bot.model.text import Lang


def worst(lines: Iterable[Line]) -> Level:
    """The worst of all levels."""
    order = tuple(Level)
    return max((line.level for line in lines), key=order.index, default=Level.OK)


def well(topic: str, en: str, zh: str) -> Line:
    """A line about a thing that is as it should be."""
    return Line(topic, Level.OK, {Lang.EN: en, Lang.ZH: zh}, {Lang.EN: "", Lang.ZH: ""})


def warning(topic: str, seen: tuple[str, str], advice: tuple[str, str]) -> Line:
    """A line about a thing that works in part; both texts in English and Chinese."""
    return Line(topic, Level.WARNING, _both(seen), _both(advice))


def failed(topic: str, seen: tuple[str, str], advice: tuple[str, str]) -> Line:
    """A line about a thing that does not work; both texts in English and Chinese."""
    return Line(topic, Level.FAILED, _both(seen), _both(advice))


def _both(texts: tuple[str, str]) -> Mapping[Lang, str]:
    return {Lang.EN: texts[0], Lang.ZH: texts[1]}
