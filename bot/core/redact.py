"""Text without its secrets: the key stays, the value becomes `****`; hosts, names and line numbers stay."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache

from bot.core.redaction_grammar import LEAVE, LEAVE_FROM
from bot.core.redaction_rules import RULES, Rule
from bot.model.text import Hidden, RawText, Redacted, SafeText

MASK = "****"

_WRAP_WIDTHS = frozenset({80, 100, 120})
"""Columns at which terminals commonly break a line, in the middle of a word too."""

_Span = tuple[int, int, int]
"""Start, end, and the number of the rule in the table."""


def redact(raw: RawText) -> Redacted:
    """The text with every secret hidden, and which rules hid how many, in the order of the table.

    Any text will do; nothing is raised.  The number of lines stays the same.  Once is enough: what is given comes back
    unchanged when given again.
    """
    spans = _merged(sorted(_spans(raw)))
    if not spans:
        return Redacted(SafeText(raw))
    counts = Counter(rule for _, _, rule in spans)
    return Redacted(_masked(raw, spans), tuple(Hidden(RULES[rule].name, counts[rule]) for rule in sorted(counts)))


def _spans(text: str) -> Iterator[_Span]:
    yield from _found(text)
    joined, origin = _unwrapped(text)
    for start, end, rule in _found(joined):
        yield _at(start, origin), _at(end - 1, origin) + 1, rule


def _found(text: str) -> Iterator[_Span]:
    lowered = text.replace("\u0130", "i").lower()  # the only letter whose small form is longer: positions must agree
    for number, rule in enumerate(RULES):
        for match in _matches(rule, text, lowered):
            if rule.holds is None or rule.holds(text, match):
                for start, end in _values(rule, text, match):
                    yield start, end, number


def _matches(rule: Rule, text: str, lowered: str) -> Iterator[re.Match[str]]:
    for hint in rule.hints:
        if hint in lowered:
            yield from _probed(rule, text) if rule.probe else _hinted(rule, hint, text, lowered)


def _hinted(rule: Rule, hint: str, text: str, lowered: str) -> Iterator[re.Match[str]]:
    """The rule's matches at this hint; each is sought behind the one before, so that the work stays linear."""
    pattern, done = _compiled(rule.pattern), 0
    at = lowered.find(hint)
    while at >= 0:
        match = pattern.match(text, _begin(rule, text, at, done))
        done = at + len(hint)
        if match:
            yield match
            if rule.holds is None:
                done = max(done, match.end())
        at = lowered.find(hint, done)


def _probed(rule: Rule, text: str) -> Iterator[re.Match[str]]:
    pattern, done = _compiled(rule.pattern), 0
    for probe in _compiled(rule.probe).finditer(text):
        if probe.start() >= done:
            match = pattern.match(text, _begin(rule, text, probe.start(), done))
            done = probe.end()
            if match:
                yield match
                done = max(done, match.end())


def _begin(rule: Rule, text: str, at: int, done: int) -> int:
    """Where the word or line that holds the hint begins; the hint itself where an earlier match cut that off."""
    if not rule.back_to:
        return at
    least = max(0, done - 1)
    found = max(text.rfind(character, least, at) for character in rule.back_to)
    return found + 1 if found >= 0 or least == 0 else at


def _values(rule: Rule, text: str, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    start, end = match.span(match.lastgroup or 0)
    parts = _compiled(rule.each).finditer(text, start, end) if rule.each else (match,)
    for part in parts:
        if part.lastgroup and part.lastgroup.startswith("value"):
            start, end = part.span(part.lastgroup)
            if start < end and not _left(text, start, end):
                yield start, end


def _left(text: str, start: int, end: int) -> bool:
    """Whether the value is no secret, but a placeholder or hidden already."""
    if _compiled(LEAVE).fullmatch(text, start, end):
        return True
    opened = _compiled(LEAVE_FROM).match(text, start)
    return opened is not None and opened.end() >= end


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: all of them take longer than most texts do."""
    return re.compile(pattern)


def _merged(spans: list[_Span]) -> list[_Span]:
    """Spans that overlap made one, which counts for the upper rule."""
    merged: list[_Span] = []
    for start, end, rule in spans:
        if merged and start < merged[-1][1]:
            first, last, upper = merged[-1]
            merged[-1] = (first, max(last, end), min(upper, rule))
        else:
            merged.append((start, end, rule))
    return merged


def _masked(text: str, spans: list[_Span]) -> SafeText:
    pieces, done = [], 0
    for start, end, _ in spans:
        pieces += [text[done:start], _mask(text[start:end])]
        done = end
    return SafeText("".join([*pieces, text[done:]]))


def _mask(value: str) -> str:
    """`****` for each line of the value, so that line numbers stay true; blanks before it stay."""
    lines = value.split("\n")
    return "\n".join(line[: len(line) - len(line.lstrip())] + MASK if line.strip() else line for line in lines)


def _unwrapped(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Lines that a terminal broke, joined, and where their pieces stood: (position here, position in `text`)."""
    pieces: list[str] = []
    origin: list[tuple[int, int]] = []
    here = there = 0
    glued = False
    for line in text.split("\n"):
        wrapped = len(line) in _WRAP_WIDTHS and MASK not in line
        if wrapped or glued:
            piece = line if wrapped else line + "\n"
            pieces.append(piece)
            origin.append((here, there))
            here += len(piece)
        glued = wrapped
        there += len(line) + 1
    return "".join(pieces), origin


def _at(position: int, origin: list[tuple[int, int]]) -> int:
    here, there = origin[bisect_right(origin, (position, len(origin) and origin[-1][1] + 1)) - 1]
    return there + position - here
