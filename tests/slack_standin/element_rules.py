"""Slack's limits for text objects and for the elements inside blocks."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.slack_standin.shapes import Json


@dataclass(frozen=True, slots=True)
class TextRule:
    """How long a text object may be (in characters) and of which kinds."""

    most: int
    kinds: tuple[str, ...] = ("plain_text", "mrkdwn")


CONTEXT = TextRule(3000)
BUTTON = TextRule(75, kinds=("plain_text",))
OPTION = TextRule(75)
PLACEHOLDER = TextRule(150, kinds=("plain_text",))
BUTTON_VALUE = 2000
OPTION_VALUE = 150
NAME = 255
OPTIONS = 100

_MENUS = ("static_select", "multi_static_select", "radio_buttons", "checkboxes", "overflow")
_PICKERS = (
    "users_select",
    "multi_users_select",
    "conversations_select",
    "channels_select",
    "multi_conversations_select",
    "external_select",
    "datepicker",
    "timepicker",
    "datetimepicker",
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
    "rich_text_input",
)


def text_faults(given: object, rule: TextRule, where: str) -> Iterator[str]:
    """What Slack has against a text object."""
    if not isinstance(given, dict) or given.get("type") not in rule.kinds:
        yield f"must be a valid text object of type {' or '.join(rule.kinds)} [json-pointer:{where}]"
        return
    text = given.get("text")
    if not isinstance(text, str) or not text:
        yield f"must be more than 0 characters [json-pointer:{where}/text]"
    elif len(text) > rule.most:
        yield f"must be less than {rule.most + 1} characters [json-pointer:{where}/text]"


def element_faults(element: Json, where: str) -> Iterator[str]:
    """What Slack has against an element of a block."""
    if len(element.get("action_id", "")) > NAME:
        yield f"must be less than {NAME + 1} characters [json-pointer:{where}/action_id]"
    kind = element.get("type")
    if kind in ("mrkdwn", "plain_text"):
        yield from text_faults(element, CONTEXT, where)
    elif kind in ("button", "icon_button"):
        yield from _button_faults(element, where)
    elif kind == "feedback_buttons":
        for side in ("positive_button", "negative_button"):
            yield from _button_faults(element.get(side, {}), f"{where}/{side}")
    elif kind in _MENUS:
        yield from _menu_faults(element, where)
    elif kind in _PICKERS:
        yield from _placeholder_faults(element, where)
    elif kind != "image":
        yield f"unsupported type: {kind} [json-pointer:{where}/type]"


def _button_faults(element: Json, where: str) -> Iterator[str]:
    yield from text_faults(element.get("text"), BUTTON, f"{where}/text")
    if len(element.get("value", "")) > BUTTON_VALUE:
        yield f"must be less than {BUTTON_VALUE + 1} characters [json-pointer:{where}/value]"
    if element.get("style", "primary") not in ("primary", "danger"):
        yield f"style must be primary or danger [json-pointer:{where}/style]"
    if len(element.get("url", "")) > 3000:
        yield f"must be less than 3001 characters [json-pointer:{where}/url]"


def _menu_faults(element: Json, where: str) -> Iterator[str]:
    groups = element.get("option_groups", [])
    options = [*element.get("options", []), *(option for group in groups for option in group.get("options", []))]
    if not options:
        yield f"no fewer than 1 items allowed [json-pointer:{where}/options]"
    if len(options) > OPTIONS:
        yield f"no more than {OPTIONS} items allowed [json-pointer:{where}/options]"
    for index, option in enumerate(options):
        yield from text_faults(option.get("text"), OPTION, f"{where}/options/{index}/text")
        if len(option.get("value", "")) > OPTION_VALUE:
            yield f"must be less than {OPTION_VALUE + 1} characters [json-pointer:{where}/options/{index}/value]"
    yield from _placeholder_faults(element, where)


def _placeholder_faults(element: Json, where: str) -> Iterator[str]:
    if "placeholder" in element:
        yield from text_faults(element["placeholder"], PLACEHOLDER, f"{where}/placeholder")
