"""What a message shows beside its `text`: alerts of other bots stand in blocks and attachments, forwarded ones too.

A person's own message stands in `text` whole, so that its blocks would say everything twice.  Previews that Slack makes
of links are left out: they are somebody else's pages and prove nothing.
"""

from collections.abc import Iterator, Mapping

Json = Mapping[str, object]

_MOST_DEPTH = 12
"""Slack's own blocks are some five deep."""


def shown_text(message: Json, *, everything: bool) -> str:
    """The message's text and what was forwarded with it; with `everything` its blocks and all attachments too."""
    parts = [_word(message, "text")]
    if everything:
        parts += _in_blocks(message)
    for attachment in _list(message, "attachments"):
        if _shared(attachment) or (everything and not _word(attachment, "from_url")):
            parts += _of_attachment(attachment)
    return "\n".join(_fresh(parts))


def _fresh(parts: list[str]) -> Iterator[str]:
    """Each part once: the fallback of an alert often says what its blocks say."""
    seen = ""
    for part in parts:
        said = " ".join(part.split())
        if said and said not in seen:
            seen += f"{said}\n"
            yield part


def _shared(attachment: Json) -> bool:
    """Whether it is a message of Slack that somebody forwarded."""
    return bool(attachment.get("is_share") or attachment.get("is_msg_unfurl"))


def _of_attachment(attachment: Json) -> list[str]:
    parts = [_word(attachment, name) for name in ("pretext", "title", "text")]
    parts += [f"{_word(field, 'title')}: {_word(field, 'value')}" for field in _list(attachment, "fields")]
    parts += _in_blocks(attachment)
    return parts if any(parts) else [_word(attachment, "fallback")]


def _in_blocks(holder: Json) -> list[str]:
    return [text for block in _list(holder, "blocks") for text in _lines(block, _MOST_DEPTH)]


def _lines(block: Json, depth: int) -> Iterator[str]:
    """The texts of a block, a line each; those within one paragraph of rich text are one line."""
    if depth == 0 or block.get("type") == "actions":
        return
    if str(block.get("type", "")).startswith("rich_text_") and block.get("type") != "rich_text_list":
        yield "".join(_word(one, "text") or _word(one, "url") for one in _list(block, "elements"))
        return
    text = block.get("text")
    if isinstance(text, str):
        yield text
    for part in (text, *_list(block, "fields"), *_list(block, "elements")):
        if isinstance(part, Mapping):
            yield from _lines(part, depth - 1)


def _list(holder: Json, name: str) -> list[Json]:
    found = holder.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _word(holder: Json, name: str) -> str:
    found = holder.get(name)
    return found if isinstance(found, str) else ""
