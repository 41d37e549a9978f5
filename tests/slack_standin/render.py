"""A message in plain words, and what in it is live: for reading in a test, and for the security tests."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from tests.slack_standin.block_view import Piece, all_spans, pieces_of
from tests.slack_standin.message import Button
from tests.slack_standin.mrkdwn import mrkdwn
from tests.slack_standin.shapes import Json
from tests.slack_standin.spans import LIVE_MENTIONS, Para, ParaKind, Span, SpanKind

Names = Callable[[Span], str]
"""What a live mention is called in print."""


@dataclass(frozen=True, slots=True)
class LiveLink:
    """A link that a person can follow; `automatic` when Slack made it from bare words."""

    url: str
    label: str
    automatic: bool


class Shown(Protocol):
    """Something to look at: a message, a modal or a Home tab."""

    @property
    def body(self) -> Json:
        """What the app gave: `text`, `blocks`, `attachments`, `files`."""
        ...


def render_text(shown_thing: Shown, names: Names = lambda span: span.text) -> str:
    """It as a person reads it: blocks flattened, `[label](url)` for links, live mentions as `⟪@channel⟫`."""
    body = shown_thing.body
    shown = [_piece_text(piece, names) for piece in pieces_of(body)]
    shown += [f"[file {found['name']}]" for found in body.get("files", ())]
    return "\n".join(line for line in shown if line)


def live_mentions(shown: Shown) -> tuple[str, ...]:
    """Everything that would notify or link to somebody: `U…`, `S…`, `C…` ids and `channel`, `here`, `everyone`.

    The top-level text counts as well, also beside blocks: notifications are made from it.
    """
    return tuple(span.target for span in _spans(shown) if span.kind in LIVE_MENTIONS)


def live_links(shown: Shown) -> tuple[LiveLink, ...]:
    """Every link that a person could follow, also those that Slack makes of bare URLs."""
    found = (span for span in _spans(shown) if span.kind is SpanKind.LINK)
    return tuple(LiveLink(span.target, span.text, span.automatic) for span in found)


def _spans(shown: Shown) -> Iterator[Span]:
    if shown.body.get("blocks"):
        for para in mrkdwn(shown.body.get("text", "")):
            yield from para.spans
    yield from all_spans(pieces_of(shown.body))


def _piece_text(piece: Piece, names: Names) -> str:
    own = [_lines(piece.paras, names), *(_lines(field, names) for field in piece.fields)]
    buttons = " ".join(map(_button_text, piece.buttons))
    match piece.kind:
        case "divider":
            return "----"
        case "header":
            return f"# {own[0]}"
        case "table" | "data_table":
            return "\n".join(" | ".join(_lines(cell, names) for cell in row) for row in piece.rows)
        case "input":
            return f"{own[0]}: ____"
        case "context":
            return " · ".join(filter(None, own))
        case _:
            return "\n".join(filter(None, [*own, buttons]))


def _lines(paras: Iterable[Para], names: Names) -> str:
    return "\n".join(_para_text(para, names) for para in paras)


def _para_text(para: Para, names: Names) -> str:
    text = "".join(_span_text(span, names) for span in para.spans)
    indent = "  " * para.level
    shapes = {
        ParaKind.PLAIN: text,
        ParaKind.CODE: f"```\n{text}\n```",
        ParaKind.QUOTE: "\n".join(f"> {line}" for line in text.split("\n")),
        ParaKind.BULLET: f"{indent}• {text}",
        ParaKind.NUMBER: f"{indent}{para.number}. {text}",
        ParaKind.HEADING: f"{'#' * para.level} {text}",
        ParaKind.RULE: "----",
    }
    return shapes[para.kind]


def _span_text(span: Span, names: Names) -> str:
    if span.kind in LIVE_MENTIONS:
        return f"⟪{names(span)}⟫"
    if span.kind is SpanKind.LINK:
        return span.target if span.text == span.target else f"[{span.text}]({span.target})"
    return span.text


def _button_text(button: Button) -> str:
    choices = "/".join(label for label, _ in button.options)
    return f"[{button.label or choices}{' ▾' if button.kind.endswith('select') else ''}]"
