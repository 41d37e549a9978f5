"""The ids that Slack puts into blocks and elements that came without."""

import uuid
from collections.abc import Sequence
from typing import cast

from tests.slack_standin.shapes import Json

_NAMED = ("actions", "context_actions", "input", "section")


def identified(blocks: Sequence[Json]) -> list[Json]:
    """The same blocks, each with a block_id and each pressable element with an action_id."""
    return [_block(block) for block in blocks]


def _block(block: Json) -> Json:
    named: Json = {"block_id": uuid.uuid4().hex[:5]} | block
    if block["type"] not in _NAMED:
        return named
    if "elements" in block:
        named["elements"] = [_element(element) for element in cast("list[Json]", block["elements"])]
    for place in ("accessory", "element"):
        if place in block:
            named[place] = _element(block[place])
    return named


def _element(element: Json) -> Json:
    return {"action_id": uuid.uuid4().hex[:5]} | element
