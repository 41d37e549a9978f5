"""One message as everybody sees it, and what can be pressed in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from tests.slack_standin.shapes import Json


@dataclass(frozen=True, slots=True)
class Button:
    """Something in a message or view that a person can press or choose from.

    `kind` is the element's type (`button`, `static_select`, `feedback_buttons` …); `label` what stands on it;
    `options` the (text, value) pairs of a menu or of the two feedback sides.
    """

    kind: str
    label: str
    action_id: str
    block_id: str
    value: str = ""
    style: str = ""
    url: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A message in a channel; `body` is exactly what Slack shows in events and history and is never changed in place.

    `for_user` names the only reader of an ephemeral message; `versions` are the bodies before each change.
    """

    channel: str
    body: Json
    for_user: str = ""
    unfurl_links: bool | None = None
    unfurl_media: bool | None = None
    versions: tuple[Json, ...] = ()

    @property
    def ts(self) -> str:
        """The message's timestamp, which is its name."""
        return str(self.body["ts"])

    @property
    def text(self) -> str:
        """The top-level text, in mrkdwn, escaped as Slack keeps it."""
        return str(self.body.get("text", ""))

    @property
    def user(self) -> str:
        """The id of the author's user; empty for classic bots."""
        return str(self.body.get("user", ""))

    @property
    def bot_id(self) -> str:
        """The author's bot id; empty for people."""
        return str(self.body.get("bot_id", ""))

    @property
    def subtype(self) -> str:
        """Slack's message subtype, or nothing."""
        return str(self.body.get("subtype", ""))

    @property
    def thread_ts(self) -> str:
        """The timestamp of the thread's parent; empty outside threads, its own for a parent."""
        return str(self.body.get("thread_ts", ""))

    @property
    def is_reply(self) -> bool:
        """Whether it lies inside a thread and is not its parent."""
        return self.thread_ts not in ("", self.ts)

    @property
    def blocks(self) -> Sequence[Json]:
        """The Block Kit blocks."""
        return cast("Sequence[Json]", self.body.get("blocks", ()))

    @property
    def metadata(self) -> Json:
        """`event_type` and `event_payload`, as the app gave them; empty when it gave none."""
        return cast("Json", self.body.get("metadata", {}))

    @property
    def files(self) -> Sequence[Json]:
        """The shared files."""
        return cast("Sequence[Json]", self.body.get("files", ()))

    @property
    def reactions(self) -> dict[str, tuple[str, ...]]:
        """Emoji name -> users who put it."""
        return {found["name"]: tuple(found["users"]) for found in self.body.get("reactions", ())}

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Everything in the blocks that can be pressed or chosen, in reading order."""
        return buttons_of(self.blocks)

    def button(self, name: str) -> Button:
        """The button with this label, action_id or value; raises LookupError with what there is instead."""
        return find_button(self.buttons, name)


def find_button(buttons: Sequence[Button], name: str, block_id: str = "") -> Button:
    """The button with this label, action_id or value (a menu's option will do); LookupError names what there is.

    `block_id` picks among several of the same name; without it the first is taken.
    """
    for button in buttons:
        names = {button.action_id, button.label, button.value, *(word for option in button.options for word in option)}
        if name in names and block_id in ("", button.block_id):
            return button
    there = ", ".join(f"{button.label!r} ({button.action_id})" for button in buttons) or "no buttons"
    message = f"no button {name!r}; there is: {there}"
    raise LookupError(message)


def buttons_of(blocks: Sequence[Json]) -> tuple[Button, ...]:
    """The pressable elements of some blocks."""
    return tuple(_button(block, element) for block in blocks for element in _elements(block))


def _elements(block: Json) -> Iterator[Json]:
    if block["type"] in ("actions", "context_actions"):
        yield from block["elements"]
    if block["type"] == "section" and "accessory" in block:
        yield block["accessory"]
    if block["type"] == "input":
        yield block["element"]


def _button(block: Json, element: Json) -> Button:
    return Button(
        kind=element["type"],
        label=_label(element),
        action_id=element.get("action_id", ""),
        block_id=block.get("block_id", ""),
        value=element.get("value", ""),
        style=element.get("style", ""),
        url=element.get("url", ""),
        options=tuple(_options(element)),
    )


def _label(element: Json) -> str:
    named = element.get("text") or element.get("placeholder") or {"text": element.get("icon", "")}
    return str(named["text"])


def _options(element: Json) -> Iterator[tuple[str, str]]:
    for side in ("positive_button", "negative_button"):
        if side in element:
            yield element[side]["text"]["text"], element[side]["value"]
    groups = element.get("option_groups", ())
    for option in [*element.get("options", ()), *(option for group in groups for option in group["options"])]:
        yield option["text"]["text"], option.get("value", "")
