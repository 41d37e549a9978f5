"""Text without its secrets: the key stays, the value becomes `****`; hosts, names and line numbers stay."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache

from bot.core.redaction.grammar import LEAVE, LEAVE_FROM
from bot.core.redaction.rules import RULES, Rule
from bot.core.redaction.views import View, views
from bot.model.text import Hidden, RawText, Redacted, SafeText

MASK = "****"

_ROUNDS = 4
"""A mask may bare a secret to another rule; of 100,000 texts made to confuse the rules, two had work for a third."""

_HALF = re.compile(r"[\ud800-\udfff]")

_Span = tuple[int, int, int]
"""Start, end, and the number of the rule in the table."""


def redact(raw: RawText) -> Redacted:
    """The text with every secret hidden, and which rules hid how many, in the order of the table.

    Any text will do; nothing is raised.  The number of lines stays the same.  Once is enough: what is given comes back
    unchanged when given again.  Half a character, which JSON may hold and no file, comes out as `\ufffd`.
    """
    text, counts = _whole(str(raw)), Counter[int]()
    rules: Iterable[int] = range(len(RULES))
    for _ in range(_ROUNDS):
        spans, rules = _round(text, rules)
        if not spans:
            break
        counts.update(rule for _, _, rule in spans)
        text = _masked(text, spans)
    return Redacted(SafeText(text), tuple(Hidden(RULES[rule].name, counts[rule]) for rule in sorted(counts)))


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALF.sub("\ufffd", text)
    return text


def _round(text: str, rules: Iterable[int]) -> tuple[list[_Span], list[int]]:
    """What these rules hide, and the rules whose hints are there at all: a mask can only make them fewer."""
    spans: list[_Span] = []
    met: set[int] = set()
    for steps in views(text):
        seen = steps[-1].text if steps else text
        lowered = seen.replace("\u0130", "i").lower()  # \u0130 alone is longer in small: positions must agree
        hints = {hint for rule in rules for hint in RULES[rule].hints}
        present = {hint for hint in hints if hint[0] in lowered and hint in lowered}  # one Chinese character is rare
        here = [rule for rule in rules if not present.isdisjoint(RULES[rule].hints)]
        met.update(here)
        told = ((rule, found) for rule in here for found in _found(RULES[rule], seen, lowered, present))
        spans += [(*_traced(found, steps), rule) for rule, found in told]
    return _merged(sorted(spans)), sorted(met)


def _traced(found: tuple[int, int], steps: tuple[View, ...]) -> tuple[int, int]:
    """Back through the steps of a view to the place in the text itself."""
    for view in reversed(steps):
        found = view.span(*found)
    return found


def _found(rule: Rule, text: str, lowered: str, present: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    for match in _matches(rule, text, lowered, present):
        if rule.holds is None or rule.holds(text, match):
            yield from _values(rule, text, match)


def _matches(rule: Rule, text: str, lowered: str, present: AbstractSet[str]) -> Iterator[re.Match[str]]:
    if rule.probe:
        yield from _probed(rule, text)
    else:
        for hint in rule.hints:
            if hint in present:
                yield from _hinted(rule, hint, text, lowered)


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


def _masked(text: str, spans: list[_Span]) -> str:
    pieces, done = [], 0
    for start, end, _ in spans:
        pieces += [text[done:start], _mask(text[start:end])]
        done = end
    return "".join([*pieces, text[done:]])


def _mask(value: str) -> str:
    """`****` for each line of the value, so that line numbers stay true; blanks before it stay."""
    lines = value.split("\n")
    return "\n".join(line[: len(line) - len(line.lstrip())] + MASK if line.strip() else line for line in lines)
