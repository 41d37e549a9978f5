"""The markdown block: standard Markdown, read by markdown-it, with Slack's control sequences still live in it.

Whether Slack parses `<!channel>` in a markdown block is not documented; we take the careful reading.
"""

from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from tests.slack_standin.mrkdwn import mrkdwn
from tests.slack_standin.spans import Para, ParaKind, Span, SpanKind, flat, words

_STYLES = {"strong": "b", "em": "i", "s": "s"}
_KINDS = {"heading": ParaKind.HEADING, "blockquote": ParaKind.QUOTE}


def markdown(text: str) -> tuple[Para, ...]:
    """The paragraphs of a markdown block."""
    return tuple(_paras(SyntaxTreeNode(_parser().parse(text)), Para(ParaKind.PLAIN, ())))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"])


def _paras(node: SyntaxTreeNode, like: Para) -> Iterator[Para]:
    """The paragraphs under a node, each of the kind, level and number of `like`."""
    if node.type == "inline":
        yield Para(like.kind, tuple(_spans(node, "")), like.level, like.number)
    elif node.type in ("fence", "code_block"):
        yield Para(ParaKind.CODE, (words(node.content.rstrip("\n")),))
    elif node.type == "hr":
        yield Para(ParaKind.RULE, ())
    elif node.type == "tr":
        cells = (flat(_paras(cell, Para(ParaKind.PLAIN, ()))) for cell in node.children)
        yield Para(ParaKind.PLAIN, (words(" | ".join(cells)),))
    elif node.type in ("bullet_list", "ordered_list"):
        yield from _entries(node, like)
    else:
        level = int(node.tag[1:]) if node.type == "heading" else like.level
        inner = Para(_KINDS.get(node.type, like.kind), (), level, like.number)
        for child in node.children:
            yield from _paras(child, inner)


def _entries(node: SyntaxTreeNode, like: Para) -> Iterator[Para]:
    kind = ParaKind.BULLET if node.type == "bullet_list" else ParaKind.NUMBER
    level = like.level + 1 if like.kind in (ParaKind.BULLET, ParaKind.NUMBER) else 0
    for number, item in enumerate(node.children, start=1):
        yield from _paras(item, Para(kind, (), level, number))


def _spans(node: SyntaxTreeNode, styles: str) -> Iterator[Span]:
    for child in node.children:
        if child.type in _STYLES:
            yield from _spans(child, "".join(sorted({*styles, _STYLES[child.type]})))
        elif child.type in ("link", "image"):
            target = str(child.attrGet("href") or child.attrGet("src") or "")
            label = "".join(span.text for span in _spans(child, "")) or child.content
            yield Span(SpanKind.LINK, label or target, target, styles)
        elif child.type == "code_inline":
            yield Span(SpanKind.TEXT, child.content, styles="".join(sorted({*styles, "c"})))
        elif child.type in ("softbreak", "hardbreak"):
            yield words("\n")
        else:
            yield from _live(child.content, styles)


def _live(text: str, styles: str) -> Iterator[Span]:
    for para in mrkdwn(text):
        for span in para.spans:
            for style in styles:
                span = span.styled(style)  # noqa: PLW2901 - each style is put on top of the last
            yield span
