"""Slack's mrkdwn, read as Slack reads it: what is bold, what is code, and what is live.

`<…>` is a control sequence wherever it stands, inside backticks as well: we take the careful reading, because a
mention that only might ping is one too many.  URLs that stand bare are linked unless `verbatim` is set; then
`@here`, `@channel`, `@everyone` and `#name` are parsed too (text objects only, by Slack's page on automatic parsing).
"""

import re
from collections.abc import Iterator

from tests.slack_standin.spans import Para, ParaKind, Span, SpanKind, words

_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_TOKEN = re.compile(r"<([^<>\n]+)>")
_AUTOMATIC = re.compile(
    r"(?P<link>https?://[^\s<>|`\x00]+[^\s<>|`\x00.,;:!?)\]}'\"])|(?<![\w&])@(?P<all>here|channel|everyone)\b"
)
_EMOJI = re.compile(r":([a-z0-9_+-]+):")
_STYLES = (
    ("c", re.compile(r"`([^`\n]+)`")),
    ("b", re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")),
    ("i", re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])")),
    ("s", re.compile(r"(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])")),
)
_HELD = re.compile(r"\x00(\d+)\x00")


def mrkdwn(text: str, *, link_words: bool = True, link_names: bool = False) -> tuple[Para, ...]:
    """The paragraphs of a mrkdwn text.

    `link_words` links bare URLs (off for `verbatim`); `link_names` also makes `@here` and its like live, as Slack does
    in text objects that are not verbatim.
    """
    reader = _Reader(link_words=link_words, link_names=link_names)
    return tuple(reader.paragraphs(text.replace("\x00", "")))


def unescape(text: str) -> str:
    """The three entities back into characters."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


class _Reader:
    def __init__(self, *, link_words: bool, link_names: bool) -> None:
        self._link_words = link_words
        self._link_names = link_names

    def paragraphs(self, text: str) -> Iterator[Para]:
        at = 0
        for fence in _FENCE.finditer(text):
            yield from self._lines(text[at : fence.start()])
            yield Para(ParaKind.CODE, tuple(self._live_in(fence[1])))
            at = fence.end()
        yield from self._lines(text[at:])

    def _lines(self, text: str) -> Iterator[Para]:
        run: list[str] = []
        for line in text.strip("\n").split("\n"):
            if line.startswith(("&gt;", ">")):
                yield from self._paragraph(run)
                run = []
                quoted = line.removeprefix("&gt;").removeprefix(">").lstrip()
                yield Para(ParaKind.QUOTE, tuple(self._inline(quoted)))
            else:
                run.append(line)
        yield from self._paragraph(run)

    def _paragraph(self, lines: list[str]) -> Iterator[Para]:
        text = "\n".join(lines)
        if text.strip():
            yield Para(ParaKind.PLAIN, tuple(self._inline(text)))

    def _inline(self, text: str) -> Iterator[Span]:
        """Tokens are held back, as numbers between NULs, while the styles around them are read."""
        held: list[Span] = []

        def hold(span: Span) -> str:
            held.append(span)
            return f"\x00{len(held) - 1}\x00"

        text = _TOKEN.sub(lambda found: hold(token(found[1])), text)
        text = _AUTOMATIC.sub(lambda found: hold(made) if (made := self._automatic(found)) else found[0], text)
        for span in _styled(text, _STYLES):
            yield from _restored(span, held)

    def _live_in(self, code: str) -> Iterator[Span]:
        at = 0
        for found in _TOKEN.finditer(code):
            yield words(unescape(code[at : found.start()]))
            yield token(found[1])
            at = found.end()
        yield words(unescape(code[at:]))

    def _automatic(self, found: re.Match[str]) -> Span | None:
        if found["link"] and self._link_words:
            return Span(SpanKind.LINK, unescape(found[0]), unescape(found[0]), automatic=True)
        if found["all"] and self._link_names:
            return Span(SpanKind.BROADCAST, found[0], found["all"], automatic=True)
        return None


def token(inside: str) -> Span:
    """The span of a control sequence `<inside>`."""
    target, _, label = inside.partition("|")
    label = unescape(label)
    if target.startswith("@"):
        return Span(SpanKind.USER, label or target, target[1:])
    if target.startswith("#"):
        return Span(SpanKind.CHANNEL, f"#{label}" if label else target, target[1:])
    if target.startswith("!subteam^"):
        return Span(SpanKind.GROUP, label or target, target.removeprefix("!subteam^"))
    if target.startswith("!date^"):
        return words(label)
    if target.startswith("!"):
        return Span(SpanKind.BROADCAST, label or f"@{target[1:]}", target[1:])
    return Span(SpanKind.LINK, label or unescape(target), unescape(target))


def _styled(text: str, styles: tuple[tuple[str, re.Pattern[str]], ...]) -> Iterator[Span]:
    if not styles:
        yield words(text)
        return
    (style, pattern), *rest = styles
    at = 0
    for found in pattern.finditer(text):
        yield from _styled(text[at : found.start()], tuple(rest))
        inner = [words(found[1])] if style == "c" else _styled(found[1], tuple(rest))
        yield from (span.styled(style) for span in inner)
        at = found.end()
    yield from _styled(text[at:], tuple(rest))


def _restored(span: Span, held: list[Span]) -> Iterator[Span]:
    for index, piece in enumerate(_HELD.split(span.text)):
        if index % 2:
            live = held[int(piece)]
            for style in span.styles:
                live = live.styled(style)
            yield live
        elif piece:
            yield from _with_emoji(piece, span.styles)


def _with_emoji(text: str, styles: str) -> Iterator[Span]:
    if "c" in styles:
        yield Span(SpanKind.TEXT, unescape(text), styles=styles)
        return
    for index, piece in enumerate(_EMOJI.split(text)):
        if index % 2:
            yield Span(SpanKind.EMOJI, f":{piece}:", piece, styles)
        elif piece:
            yield Span(SpanKind.TEXT, unescape(piece), styles=styles)
