"""The rich_text block as paragraphs: here only elements are live, never words."""

from collections.abc import Iterator, Sequence

from tests.slack_standin.shapes import Json
from tests.slack_standin.spans import Para, ParaKind, Span, SpanKind, words

_STYLE_LETTERS = {"bold": "b", "italic": "i", "strike": "s", "code": "c"}
_PARAGRAPHS = {
    "rich_text_section": ParaKind.PLAIN,
    "rich_text_quote": ParaKind.QUOTE,
    "rich_text_preformatted": ParaKind.CODE,
}
_MENTIONS = {
    "user": (SpanKind.USER, "@", "user_id"),
    "channel": (SpanKind.CHANNEL, "#", "channel_id"),
    "usergroup": (SpanKind.GROUP, "@", "usergroup_id"),
    "broadcast": (SpanKind.BROADCAST, "@", "range"),
}


def rich_text(elements: Sequence[Json]) -> tuple[Para, ...]:
    """The paragraphs of a rich_text block's elements."""
    return tuple(para for element in elements for para in _paras(element))


def _paras(element: Json) -> Iterator[Para]:
    if element["type"] == "rich_text_list":
        yield from _entries(element)
    else:
        yield Para(_PARAGRAPHS[element["type"]], tuple(map(span_of, element["elements"])))


def _entries(element: Json) -> Iterator[Para]:
    kind = ParaKind.NUMBER if element["style"] == "ordered" else ParaKind.BULLET
    for number, entry in enumerate(element["elements"], start=1 + element.get("offset", 0)):
        yield Para(kind, tuple(map(span_of, entry["elements"])), element.get("indent", 0), number)


def span_of(element: Json) -> Span:
    """The span of one rich text element."""
    span = _bare(element)
    for name, on in element.get("style", {}).items():
        if on and name in _STYLE_LETTERS:
            span = span.styled(_STYLE_LETTERS[name])
    return span


def _bare(element: Json) -> Span:
    kind = element["type"]
    if kind == "link":
        return Span(SpanKind.LINK, element.get("text") or element["url"], element["url"])
    if kind == "emoji":
        return Span(SpanKind.EMOJI, f":{element['name']}:", element["name"])
    if kind in _MENTIONS:
        live, sign, named = _MENTIONS[kind]
        return Span(live, f"{sign}{element[named]}", element[named])
    return words(str(element.get("text", element.get("fallback", ""))))
