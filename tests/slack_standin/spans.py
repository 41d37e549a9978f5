"""Text as a person sees it: runs of words, some of them live (a mention, a link), in paragraphs."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class SpanKind(StrEnum):
    """What a run of text is; everything but TEXT and EMOJI is live."""

    TEXT = "text"
    EMOJI = "emoji"
    LINK = "link"
    USER = "user"
    CHANNEL = "channel"
    GROUP = "group"
    BROADCAST = "broadcast"


LIVE_MENTIONS = frozenset({SpanKind.USER, SpanKind.CHANNEL, SpanKind.GROUP, SpanKind.BROADCAST})


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text of one kind.

    `text` is what is shown, `target` the URL or id behind a live one, `styles` any of b, i, s and c (bold, italic,
    strike, code); `automatic` says that Slack made it live by itself from plain words.
    """

    kind: SpanKind
    text: str
    target: str = ""
    styles: str = ""
    automatic: bool = False

    def styled(self, style: str) -> "Span":
        """The same with one more style."""
        return replace(self, styles="".join(sorted({*self.styles, style})))


class ParaKind(StrEnum):
    """What a paragraph is."""

    PLAIN = "p"
    CODE = "pre"
    QUOTE = "quote"
    BULLET = "bullet"
    NUMBER = "number"
    HEADING = "heading"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph; `level` is the depth of a list entry or heading, `number` the count of a numbered entry."""

    kind: ParaKind
    spans: tuple[Span, ...]
    level: int = 0
    number: int = 0


def words(text: str) -> Span:
    """Plain words."""
    return Span(SpanKind.TEXT, text)


def plain(text: str) -> tuple[Para, ...]:
    """A plain_text object: nothing in it is live."""
    return (Para(ParaKind.PLAIN, (words(text),)),)


def flat(paras: Iterable[Para]) -> str:
    """The words alone, one paragraph a line."""
    return "\n".join("".join(span.text for span in para.spans) for para in paras)
