"""What Slack refuses as Block Kit."""

from collections.abc import Callable

import pytest

from tests.slack_standin.block_rules import check_message_blocks, check_view_blocks
from tests.slack_standin.shapes import Json, RefusedError


def plain(length: int) -> Json:
    """A plain_text object of so many characters."""
    return {"type": "plain_text", "text": "x" * length}


def button(**more: object) -> Json:
    """A button."""
    return {"type": "button", "text": plain(5)} | more


def actions(*elements: Json) -> list[Json]:
    """An actions block."""
    return [{"type": "actions", "elements": list(elements)}]


def option(length: int = 5) -> Json:
    """An option of a menu."""
    return {"text": plain(length), "value": "v"}


LIMITS: dict[str, tuple[Callable[[int], list[Json]], int]] = {
    "blocks": (lambda n: [{"type": "divider"}] * n, 50),
    "section text": (lambda n: [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * n}}], 3000),
    "section fields": (lambda n: [{"type": "section", "fields": [plain(1)] * n}], 10),
    "field text": (lambda n: [{"type": "section", "fields": [plain(n)]}], 2000),
    "header text": (lambda n: [{"type": "header", "text": plain(n)}], 150),
    "block_id": (lambda n: [{"type": "divider", "block_id": "x" * n}], 255),
    "action_id": (lambda n: actions(button(action_id="x" * n)), 255),
    "button text": (lambda n: actions(button(text=plain(n))), 75),
    "button value": (lambda n: actions(button(value="x" * n)), 2000),
    "actions": (lambda n: actions(*[button()] * n), 25),
    "context": (lambda n: [{"type": "context", "elements": [plain(1)] * n}], 10),
    "context_actions": (lambda n: [{"type": "context_actions", "elements": [button()] * n}], 5),
    "options": (lambda n: actions({"type": "static_select", "options": [option()] * n}), 100),
    "option text": (lambda n: actions({"type": "static_select", "options": [option(n)]}), 75),
    "markdown": (lambda n: [{"type": "markdown", "text": "x" * n}], 12_000),
    "table rows": (lambda n: [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * n}], 100),
    "table columns": (lambda n: [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * n]}], 20),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_met_exactly(name: str) -> None:
    """The last allowed number passes, one more is refused as invalid_blocks with the place of the fault."""
    make, most = LIMITS[name]
    assert check_message_blocks(make(most))
    with pytest.raises(RefusedError) as refused:
        check_message_blocks(make(most + 1))
    assert refused.value.error == "invalid_blocks"
    assert "json-pointer:/blocks" in str(refused.value.extra["errors"])


@pytest.mark.parametrize(
    "block",
    [
        {"type": "poem"},
        {"type": "section"},
        {"type": "section", "text": plain(0)},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "actions", "elements": []},
        {"type": "actions", "elements": [button(style="loud")]},
        {"type": "actions", "elements": [button(action_id="a"), button(action_id="a")]},
        {"type": "actions", "elements": [{"type": "static_select", "options": []}]},
        {"type": "image", "image_url": "https://a.example/x.png"},
        {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": []}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}]},
    ],
)
def test_malformed_blocks_are_refused(block: Json) -> None:
    """Unknown types, missing fields, empty text and doubled action ids do not pass."""
    with pytest.raises(RefusedError) as refused:
        check_message_blocks([block])
    assert refused.value.error == "invalid_blocks"


def test_a_message_may_not_have_the_same_block_id_twice() -> None:
    """block_id is unique in a message."""
    with pytest.raises(RefusedError):
        check_message_blocks([{"type": "divider", "block_id": "a"}] * 2)


def test_a_view_may_have_a_hundred_blocks() -> None:
    """Modals and Home tabs take 100 blocks instead of 50."""
    assert len(check_view_blocks([{"type": "divider"}] * 100)) == 100
    with pytest.raises(RefusedError):
        check_view_blocks([{"type": "divider"}] * 101)


@pytest.mark.parametrize("blocks", ["[]", {"type": "section"}, ["section"]])
def test_blocks_must_be_a_list_of_objects(blocks: object) -> None:
    """Anything else is invalid_blocks_format."""
    with pytest.raises(RefusedError) as refused:
        check_message_blocks(blocks)
    assert refused.value.error == "invalid_blocks_format"
