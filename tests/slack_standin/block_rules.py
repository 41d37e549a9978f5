"""What Slack accepts as Block Kit, and how it words a refusal (`invalid_blocks`, `msg_blocks_too_long`)."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from tests.slack_standin.element_rules import TextRule, element_faults, text_faults
from tests.slack_standin.shapes import Json, RefusedError

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MARKDOWN_CHARACTERS = 12_000
TOTAL_CHARACTERS = 10_000
"""All block text of one message together.  Undocumented: 9,597 were accepted, 11,341 refused; we refuse in between."""

SECTION = TextRule(3000)
HEADER = TextRule(150, kinds=("plain_text",))
FIELD = TextRule(2000)
LABEL = TextRule(2000, kinds=("plain_text",))

RULED: Mapping[str, Callable[[Json, str], Iterator[str]]]


def check_message_blocks(blocks: object) -> Sequence[Json]:
    """The blocks when Slack would take them in a message; raises what Slack would refuse them with."""
    checked = check_blocks(blocks, MESSAGE_BLOCKS)
    if sum(_text_length(block) for block in checked if block["type"] != "markdown") > TOTAL_CHARACTERS:
        raise RefusedError("msg_blocks_too_long")
    return checked


def check_view_blocks(blocks: object) -> Sequence[Json]:
    """The same for a modal or Home tab."""
    return check_blocks(blocks, VIEW_BLOCKS)


def check_blocks(blocks: object, most: int) -> Sequence[Json]:
    """The blocks when each of them, and their number, is within Slack's limits."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise RefusedError("invalid_blocks_format")
    faults = list(_faults(blocks, most))
    if faults:
        raise RefusedError(
            "invalid_blocks",
            errors=faults,
            response_metadata={"messages": [f"[ERROR] {fault}" for fault in faults]},
        )
    return blocks


def _faults(blocks: Sequence[Json], most: int) -> Iterator[str]:
    if len(blocks) > most:
        yield f"no more than {most} items allowed [json-pointer:/blocks]"
    named = [block["block_id"] for block in blocks if "block_id" in block]
    for twice in sorted({name for name in named if named.count(name) > 1}):
        yield f"block_id already exists: {twice} [json-pointer:/blocks]"
    markdown = sum(len(block.get("text", "")) for block in blocks if block.get("type") == "markdown")
    if markdown > MARKDOWN_CHARACTERS:
        yield f"markdown blocks must be less than {MARKDOWN_CHARACTERS + 1} characters together [json-pointer:/blocks]"
    for index, block in enumerate(blocks):
        yield from _block_faults(block, f"/blocks/{index}")


def _block_faults(block: Json, where: str) -> Iterator[str]:
    rule = RULED.get(block.get("type", ""))
    if rule is None:
        yield f"unsupported type: {block.get('type')} [json-pointer:{where}/type]"
        return
    if len(block.get("block_id", "")) > 255:
        yield f"must be less than 256 characters [json-pointer:{where}/block_id]"
    yield from rule(block, where)


def _section(block: Json, where: str) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield f"missing required field: text [json-pointer:{where}]"
    if "text" in block:
        yield from text_faults(block["text"], SECTION, f"{where}/text")
    fields = block.get("fields", [])
    if len(fields) > 10:
        yield f"no more than 10 items allowed [json-pointer:{where}/fields]"
    for index, field in enumerate(fields):
        yield from text_faults(field, FIELD, f"{where}/fields/{index}")
    if "accessory" in block:
        yield from element_faults(block["accessory"], f"{where}/accessory")


def _header(block: Json, where: str) -> Iterator[str]:
    yield from text_faults(block.get("text"), HEADER, f"{where}/text")


def _several(most: int) -> Callable[[Json, str], Iterator[str]]:
    def faults(block: Json, where: str) -> Iterator[str]:
        elements = block.get("elements", [])
        if not elements:
            yield f"no fewer than 1 items allowed [json-pointer:{where}/elements]"
        if len(elements) > most:
            yield f"no more than {most} items allowed [json-pointer:{where}/elements]"
        named = [element.get("action_id") for element in elements if "action_id" in element]
        if len(named) != len(set(named)):
            yield f"`action_id` already exists [json-pointer:{where}/elements]"
        for index, element in enumerate(elements):
            yield from element_faults(element, f"{where}/elements/{index}")

    return faults


def _rich_text(block: Json, where: str) -> Iterator[str]:
    known = ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")
    for index, element in enumerate(block.get("elements", [])):
        if element.get("type") not in known:
            yield f"unsupported type: {element.get('type')} [json-pointer:{where}/elements/{index}/type]"
        elif not element.get("elements"):
            yield f"no fewer than 1 items allowed [json-pointer:{where}/elements/{index}/elements]"
        yield from _empty_text(element, f"{where}/elements/{index}")


def _empty_text(element: Json, where: str) -> Iterator[str]:
    for index, inner in enumerate(element.get("elements", [])):
        if inner.get("type") == "text" and not inner.get("text"):
            yield f"must be more than 0 characters [json-pointer:{where}/elements/{index}/text]"


def _markdown(block: Json, where: str) -> Iterator[str]:
    if not block.get("text"):
        yield f"missing required field: text [json-pointer:{where}]"


def _image(block: Json, where: str) -> Iterator[str]:
    if not block.get("alt_text"):
        yield f"missing required field: alt_text [json-pointer:{where}]"
    if not (block.get("image_url") or block.get("slack_file")):
        yield f"missing required field: image_url [json-pointer:{where}]"


def _table(block: Json, where: str) -> Iterator[str]:
    rows = block.get("rows", [])
    if not 1 <= len(rows) <= 100:
        yield f"must have 1 to 100 items [json-pointer:{where}/rows]"
    if any(len(row) > 20 for row in rows):
        yield f"no more than 20 items allowed [json-pointer:{where}/rows]"


def _input(block: Json, where: str) -> Iterator[str]:
    yield from text_faults(block.get("label"), LABEL, f"{where}/label")
    yield from element_faults(block.get("element", {}), f"{where}/element")


def _anything(_block: Json, _where: str) -> Iterator[str]:
    return iter(())


RULED = {
    "section": _section,
    "header": _header,
    "actions": _several(25),
    "context": _several(10),
    "context_actions": _several(5),
    "rich_text": _rich_text,
    "markdown": _markdown,
    "divider": _anything,
    "image": _image,
    "table": _table,
    "input": _input,
}


def _text_length(value: object) -> int:
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(_text_length(inner) for inner in value.values() if not isinstance(inner, str))
    return sum(map(_text_length, value)) if isinstance(value, list) else 0
