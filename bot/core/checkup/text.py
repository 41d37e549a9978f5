"""The lines of a check-up for a terminal and for programs."""

from collections.abc import Sequence

from bot.core.checkup.lines import worst
from bot.core.wording.terminal_style import PLAIN, Style, shown
from bot.model.checkup import Level, Line
from bot.model.text import Lang

_WORDS = {
    Level.OK: {Lang.EN: "ok", Lang.ZH: "正常"},
    Level.WARNING: {Lang.EN: "warning", Lang.ZH: "注意"},
    Level.FAILED: {Lang.EN: "failed", Lang.ZH: "失败"},
}
_SUMS = {
    Level.OK: {Lang.EN: "All is well.", Lang.ZH: "一切正常。"},
    Level.WARNING: {Lang.EN: "It works; see the warnings.", Lang.ZH: "可以工作；请看“注意”各项。"},
    Level.FAILED: {Lang.EN: "Something does not work; see what failed.", Lang.ZH: "有不能工作的部分；请看“失败”各项。"},
}
_WIDTH = 8


def checkup_text(lines: Sequence[Line], lang: Lang, style: Style = PLAIN) -> str:
    """A line for each thing that was looked at, what to do below it, and the sum at the end."""
    rows: list[str] = []
    for line in lines:
        rows.append(f"{_mark(line.level, lang, style)} {shown(line.topic)}: {shown(line.seen[lang])}")
        if line.advice[lang]:
            rows.append(f"{'':{_WIDTH}} → {line.advice[lang]}")
    return "\n".join([*rows, "", _SUMS[worst(lines)][lang]])


def checkup_json(lines: Sequence[Line]) -> dict[str, object]:
    """`level` of all, and each line with both languages."""
    each = [
        {
            "topic": line.topic,
            "level": line.level.value,
            "seen": {lang.value: text for lang, text in line.seen.items()},
            "advice": {lang.value: text for lang, text in line.advice.items()},
        }
        for line in lines
    ]
    return {"level": worst(lines).value, "lines": each}


def _mark(level: Level, lang: Lang, style: Style) -> str:
    word = _WORDS[level][lang]
    padded = word + " " * (_WIDTH - len(word) * (2 if lang is Lang.ZH else 1))
    return {Level.OK: style.faint, Level.WARNING: style.warning, Level.FAILED: style.title}[level](padded)
