"""What Slack sends when a person presses, chooses, submits, runs a command or a shortcut: the payloads, as JSON."""

from collections.abc import Iterator

from tests.slack_standin.message import Button, Message
from tests.slack_standin.modals import View
from tests.slack_standin.people import Channel, User
from tests.slack_standin.shapes import Json
from tests.slack_standin.workspace import TEAM_DOMAIN, Workspace

_SELECTED = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_users_select": "selected_users",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
_SEVERAL = ("checkboxes", "multi_static_select")
_ONE = ("static_select", "radio_buttons", "overflow")


def command_payload(space: Workspace, user: User, channel: Channel, command: str, text: str) -> Json:
    """A slash command; trigger_id and response_url are added by whoever sends it."""
    return {
        "token": "verification-token-of-the-stand-in",
        "team_id": space.team,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.command_name,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": space.app,
        "is_enterprise_install": "false",
    }


def interaction(space: Workspace, user: User, kind: str) -> Json:
    """The fields that every interactive payload has."""
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": space.team},
        "api_app_id": space.app,
        "token": "verification-token-of-the-stand-in",
        "team": {"id": space.team, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def in_message(message: Message, channel: Channel) -> Json:
    """Where a pressed button stands; an ephemeral message itself is not sent along."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.for_user),
    }
    container |= {"thread_ts": message.thread_ts} if message.thread_ts else {}
    placed = {"container": container, "channel": {"id": channel.id, "name": channel.command_name}}
    return placed | ({} if message.for_user else {"message": message.body})


def action(button: Button, element: Json, chosen: object, ts: str) -> Json:
    """The entry in `actions[]` for one press or choice."""
    made: Json = {
        "type": button.kind,
        "action_id": button.action_id,
        "block_id": button.block_id,
        "action_ts": ts,
    }
    if button.kind in ("button", "icon_button"):
        kept = {name: element[name] for name in ("text", "value", "style", "url") if name in element}
        return made | kept
    if button.kind == "feedback_buttons":
        return made | {"text": {"type": "plain_text", "text": _label(button, chosen)}, "value": _value(button, chosen)}
    return made | state_of(element, chosen)


def state_of(element: Json, chosen: object) -> Json:
    """What an input or menu holds after `chosen` was put in (a value or label; a list where several go)."""
    kind = element["type"]
    if kind in _ONE:
        return {"type": kind, "selected_option": _option(element, chosen)}
    if kind in _SEVERAL:
        several = chosen if isinstance(chosen, list) else [chosen]
        return {"type": kind, "selected_options": [_option(element, one) for one in several]}
    if kind in _SELECTED:
        return {"type": kind, _SELECTED[kind]: chosen}
    return {"type": kind, "value": chosen}


def input_values(view: View, values: Json) -> Json:
    """`view.state.values` after a person filled the inputs.

    `values` maps a label, block_id or action_id to what was put in; inputs that are not named keep their initial
    value.  A name that fits no input raises LookupError.
    """
    state: Json = {}
    unused = set(values)
    for block in view.body["blocks"]:
        for element in _inputs(block):
            names = {block.get("label", {}).get("text"), block["block_id"], element["action_id"]} & unused
            unused -= names
            held = state_of(element, values[names.pop()]) if names else _initial(element)
            state.setdefault(block["block_id"], {})[element["action_id"]] = held
    if unused:
        message = f"no input named {', '.join(sorted(unused))} in {view.title!r}"
        raise LookupError(message)
    return state


def element_of(blocks: list[Json], button: Button) -> Json:
    """The raw element behind a button."""
    for block in blocks:
        if block.get("block_id", "") == button.block_id:
            for element in (*block.get("elements", ()), *_inputs(block), block.get("accessory", {})):
                if element.get("action_id", "") == button.action_id:
                    return dict(element)
    raise LookupError(button.action_id)


def _inputs(block: Json) -> Iterator[Json]:
    if block["type"] == "input":
        yield block["element"]


def _initial(element: Json) -> Json:
    kind = element["type"]
    if kind in _ONE:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in _SEVERAL:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind in _SELECTED:
        selected = _SELECTED[kind]
        return {"type": kind, selected: element.get(selected.replace("selected", "initial"))}
    return {"type": kind, "value": element.get("initial_value")}


def _option(element: Json, chosen: object) -> Json:
    groups = element.get("option_groups", [])
    options = [*element.get("options", []), *(option for group in groups for option in group["options"])]
    for option in options:
        if chosen in (option.get("value"), option["text"]["text"]):
            return dict(option)
    message = f"no option {chosen!r}"
    raise LookupError(message)


def _label(button: Button, chosen: object) -> str:
    return next(label for label, value in button.options if chosen in (label, value))


def _value(button: Button, chosen: object) -> str:
    return next(value for label, value in button.options if chosen in (label, value))
