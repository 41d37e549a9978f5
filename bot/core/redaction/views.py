r"""The text as its author saw it: a secret cannot hide behind what pasting and logging did to the text around it.

A view leaves out or replaces characters and remembers where each piece stood, so that what is found in the view can be
hidden in the text itself, which keeps its own form.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_WRAP_WIDTHS = frozenset({80, 100, 120})
"""Columns at which terminals commonly break a line, in the middle of a word too."""
_TERMINAL = 80
"""The width that programs which wrap between words keep to."""
_SHORTEST = 40
"""Characters: no wrapped line is shorter, unless a word of half a line follows."""
_LOG = 500
"""Lines: more than anybody copies from a terminal's screen by hand (a guess)."""
_FEW = 20
"""One line of so many may be too long: what somebody wrote above the paste."""
_LONG = 65_536
_CONTEXT = 2_000
"""Characters around an escape that are read again with it: a Secret or a private key is shorter."""
_DEPTH = 3
"""How often escapes are undone: JSON within JSON, sent by Slack."""

_ARTEFACT = re.compile(
    r"\A(?:(?:>|&gt;)[ ]?){1,8}|\n(?:(?:>|&gt;)[ ]?){1,8}"
    r"|\x1b\[[0-9;?]{0,16}[ -/]?[@-~]|\r"
    r"|\\(?:[\"'\\/nrt]|u[0-9a-fA-F]{4})"
    r"|&(?:lt|gt|amp);|%(?:3[aAdDfF]|2[fF0268cC9]|40|7[bBdD])"
    r"|[\u200b-\u200d\u2060\ufeff\u00ad\u00a0\u3000]"
)
_SIGNS = ("\x1b", "\r", "\\", "&lt;", "&gt;", "&amp;", "\n>", "%3A", "%3a", "%3D", "%3d")
_MEANS = {"\\n": "\n", "\\t": "\t", "&lt;": "<", "&gt;": ">", "&amp;": "&", "\u00a0": " ", "\u3000": " "}


@dataclass(frozen=True, slots=True)
class View:
    """A text made from another, and its pieces: where each begins here, there, and how much of there it stands for.

    The last is 0 for a piece copied as it is.
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where this part of the view stands in the text it was made from."""
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, position: int) -> tuple[int, int]:
        here, there, width = self.pieces[bisect_right(self.pieces, position, key=lambda piece: piece[0]) - 1]
        return (there, there + width) if width else (there + position - here, there + position - here + 1)


def views(text: str) -> Iterator[tuple[View, ...]]:
    """The ways to read `text`, each as the steps that lead to it; the first is the text itself, without a step."""
    yield ()
    yield from _readable(text, ())
    broken_words, whole_words = _joined(text, ""), _joined(text, " ")
    for joined in (broken_words, whole_words) if broken_words.text != whole_words.text else (broken_words,):
        if joined.text:
            yield (joined,)
            yield from _readable(joined.text, (joined,))


def _readable(text: str, steps: tuple[View, ...]) -> Iterator[tuple[View, ...]]:
    for _ in range(_DEPTH):
        if text.isascii() and text[:1] != ">" and not any(sign in text for sign in _SIGNS):
            return
        view = _undone(text)
        if view.text in ("", text):
            return
        steps = (*steps, view)
        yield steps
        text = view.text


def _undone(text: str) -> View:
    """One layer of escapes, entities, colours, carriage returns and marks of quotation taken away.

    Of a long text only what stands near one of them: the rest reads as it did.
    """
    written: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    here = 0
    for there, stop, artefacts in _near(text, list(_ARTEFACT.finditer(text))):
        for artefact in artefacts:
            start, end = artefact.span()
            means = _meaning(artefact[0])
            if start > there:
                pieces.append((here, there, 0))
                written.append(text[there:start])
                here += start - there
            if means:
                pieces.append((here, start, end - start))
                written.append(means)
                here += 1
            there = end  # noqa: PLW2901 - what is copied next begins behind the artefact
        pieces.append((here, there, 0))
        written.append(text[there:stop])
        here += stop - there
    return View("".join(written), tuple(pieces))


def _near(text: str, artefacts: list[re.Match[str]]) -> Iterator[tuple[int, int, list[re.Match[str]]]]:
    """Ranges of whole lines, each with the artefacts in it: the whole text, or what surrounds them in a long one."""
    if len(text) < _LONG:
        yield 0, len(text), artefacts
        return
    low = high = 0
    inside: list[re.Match[str]] = []
    for artefact in artefacts:
        begin = max(high, _line_around(text, artefact.start() - _CONTEXT, -1))
        if inside and begin > high:
            yield low, high, inside
            inside = []
        low = low if inside else begin
        high = max(high, _line_around(text, artefact.end() + _CONTEXT, 1))
        inside.append(artefact)
    if inside:
        yield low, high, inside


def _line_around(text: str, position: int, way: int) -> int:
    """Where the line that holds `position` begins (way -1) or ends (1); in a line without end, `_CONTEXT` further."""
    if way < 0:
        least = max(0, position - _CONTEXT)
        return max(least, text.rfind("\n", least, max(0, position)) + 1)
    most = min(len(text), position + _CONTEXT)
    found = text.find("\n", min(position, most), most)
    return found + 1 if found >= 0 else most


def _meaning(artefact: str) -> str:
    """The one character that it stands for, or nothing."""
    known = _MEANS.get(artefact)
    if known:
        return known
    if artefact[0] == "%":
        return chr(int(artefact[1:], base=16))
    if artefact[0] == "\n":  # and marks of quotation
        return "\n"
    if artefact[:2] == "\\u":
        return chr(int(artefact.removeprefix("\\u"), base=16))
    return artefact[1] if artefact[0] == "\\" and artefact != "\\r" else ""


def _joined(text: str, full: str) -> View:
    """The lines that a terminal or a mail program broke, put together again; nothing else.

    A line of full width may have been broken within a word or between two: `full` is what is put there.
    """
    written: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    here = there = 0
    lines = text.split("\n")
    if _unbroken(lines):
        return View("", ())
    glued = False
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        glue = _glue(line, following or "", full)
        if glue is not None or glued:
            end = "" if following is None else "\n"
            written.append(line + (end if glue is None else glue))
            pieces.append((here, there, 0))
            here += len(written[-1])
        glued = glue is not None
        there += len(line) + 1
    return View("".join(written), tuple(pieces))


def _unbroken(lines: list[str]) -> bool:
    """Whether this is a log as it was written: where a terminal breaks lines, none is longer than the terminal is wide.

    A second and third reading of a mebibyte took 120 ms, and found nothing in a log whose lines are whole.
    """
    if len(lines) < _LOG:
        return False
    return sum(len(line) > max(_WRAP_WIDTHS) for line in lines) * _FEW > len(lines)


def _glue(line: str, following: str, full: str) -> str | None:
    """What stood where the line was broken: nothing, or a blank where the next word did not fit; None if it was not.

    A line that holds a mask is not joined again, or a second look would find other lines than the first.
    """
    width = len(line)
    if not following or width < _SHORTEST or "****" in line:
        return None
    if width in _WRAP_WIDTHS:
        return full
    if width > _TERMINAL or following[0].isspace() or " " not in line:
        return None
    if line[-1] == "-":
        return ""
    return " " if width + 1 + len(following.partition(" ")[0]) > _TERMINAL else None
