"""Blocks as pieces to look at: what the page draws, what `render_text` prints and what the mention checks walk over."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.slack_standin.markdown_text import markdown
from tests.slack_standin.message import Button, buttons_of
from tests.slack_standin.mrkdwn import mrkdwn
from tests.slack_standin.rich_text import rich_text
from tests.slack_standin.shapes import Json
from tests.slack_standin.spans import Para, Span, SpanKind, plain

Paras = tuple[Para, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One block to look at.

    `kind` is the block's type; `paras` its main text, `fields` the columns of a section or the elements of a context,
    `rows` the cells of a table, `buttons` what can be pressed, `raw` the elements as the app gave them.
    """

    kind: str
    paras: Paras = ()
    fields: tuple[Paras, ...] = ()
    rows: tuple[tuple[Paras, ...], ...] = ()
    buttons: tuple[Button, ...] = ()
    raw: tuple[Json, ...] = ()
    block_id: str = ""

    def all_paras(self) -> Iterator[Para]:
        """Every paragraph in the piece, in reading order."""
        yield from self.paras
        for field in self.fields:
            yield from field
        for row in self.rows:
            for cell in row:
                yield from cell


def pieces_of(body: Json) -> tuple[Piece, ...]:
    """A message to look at: its blocks, or its text when it has none, and its attachments."""
    blocks = body.get("blocks")
    own = view_pieces(blocks) if blocks else tuple(_text_piece(body.get("text", "")))
    return own + tuple(piece for attachment in body.get("attachments", ()) for piece in _attachment(attachment))


def view_pieces(blocks: Sequence[Json]) -> tuple[Piece, ...]:
    """The blocks of a message, modal or Home tab to look at."""
    return tuple(_piece(block) for block in blocks)


def text_object(given: Json) -> Paras:
    """The paragraphs of a plain_text or mrkdwn object."""
    if given["type"] == "plain_text":
        return plain(given["text"])
    loose = not given.get("verbatim", False)
    return mrkdwn(given["text"], link_words=loose, link_names=loose)


def _text_piece(text: str) -> Iterator[Piece]:
    if text:
        yield Piece("section", paras=mrkdwn(text))


def _attachment(attachment: Json) -> Iterator[Piece]:
    if "blocks" in attachment:
        yield from view_pieces(attachment["blocks"])
    for field in ("pretext", "title", "text", "fallback"):
        if field in attachment and not (field == "fallback" and "text" in attachment):
            yield Piece("attachment", paras=mrkdwn(attachment[field]))


def _piece(block: Json) -> Piece:
    draw = _DRAWN.get(block["type"], _unknown)
    return draw(block)


def _header(block: Json) -> Piece:
    return Piece("header", paras=text_object(block["text"]), block_id=block.get("block_id", ""))


def _section(block: Json) -> Piece:
    accessory = (block["accessory"],) if "accessory" in block else ()
    return Piece(
        "section",
        paras=text_object(block["text"]) if "text" in block else (),
        fields=tuple(text_object(field) for field in block.get("fields", ())),
        buttons=buttons_of([block]),
        raw=accessory,
        block_id=block.get("block_id", ""),
    )


def _context(block: Json) -> Piece:
    shown = (_context_element(element) for element in block["elements"])
    return Piece("context", fields=tuple(shown), block_id=block.get("block_id", ""))


def _context_element(element: Json) -> Paras:
    return plain(element.get("alt_text", "image")) if element["type"] == "image" else text_object(element)


def _pressable(block: Json) -> Piece:
    return Piece(
        block["type"],
        buttons=buttons_of([block]),
        raw=tuple(block["elements"]),
        block_id=block.get("block_id", ""),
    )


def _rich(block: Json) -> Piece:
    return Piece("rich_text", paras=rich_text(block["elements"]))


def _markdown(block: Json) -> Piece:
    return Piece("markdown", paras=markdown(block["text"]))


def _divider(_block: Json) -> Piece:
    return Piece("divider")


def _image(block: Json) -> Piece:
    title = block.get("title", {}).get("text") or block["alt_text"]
    return Piece("image", paras=plain(title), raw=(block,))


def _table(block: Json) -> Piece:
    return Piece("table", rows=tuple(tuple(_cell(cell) for cell in row) for row in block["rows"]))


def _cell(cell: Json) -> Paras:
    return rich_text(cell["elements"]) if cell["type"] == "rich_text" else plain(str(cell.get("text", "")))


def _input(block: Json) -> Piece:
    return Piece(
        "input",
        paras=plain(block["label"]["text"]),
        fields=(plain(block["hint"]["text"]),) if "hint" in block else (),
        raw=(block["element"] | {"optional": block.get("optional", False)},),
        block_id=block.get("block_id", ""),
    )


def _unknown(block: Json) -> Piece:
    return Piece("unknown", paras=plain(f"[{block['type']}]"), raw=(block,))


_DRAWN: Mapping[str, Callable[[Json], Piece]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _pressable,
    "context_actions": _pressable,
    "rich_text": _rich,
    "markdown": _markdown,
    "divider": _divider,
    "image": _image,
    "table": _table,
    "data_table": _table,
    "input": _input,
}


def all_spans(pieces: Iterable[Piece]) -> Iterator[Span]:
    """Every run of text; URLs of buttons and images count as links."""
    for piece in pieces:
        for para in piece.all_paras():
            yield from para.spans
        for button in piece.buttons:
            if button.url:
                yield Span(SpanKind.LINK, button.label, button.url)
        for raw in piece.raw:
            if "image_url" in raw:
                yield Span(SpanKind.LINK, raw.get("alt_text", ""), raw["image_url"])
