"""The Slack app's manifest asks for exactly what the bot uses: no scope more, no event less."""

import re
from pathlib import Path
from typing import Any

import yaml

from bot.core.chat.buttons import HELPED, NOT_IT, SHOW_ALL
from bot.edge.slack.listeners import ACTIONS, COMMAND, EVENTS, SHORTCUT
from tests.slack_standin.methods import METHODS

ROOT = Path(__file__).parents[2]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "slack-manifest.yaml").read_text("utf-8"))
BOT_EVENTS: list[str] = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
SCOPES: list[str] = MANIFEST["oauth_config"]["scopes"]["bot"]

READ = {"channels:read", "groups:read"}
OF_METHODS = {
    "conversations.replies": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations.history": {"channels:history", "groups:history", "im:history", "mpim:history"},
    "conversations.info": READ,
    "conversations.list": READ,
    "conversations.members": READ,
    "users.conversations": READ,
}
"""Methods whose scope depends on the kind of the channel (docs.slack.dev, their pages)."""
OF_EVENTS = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}
"""Events -> the scope that they need; those that are not listed need none."""
HELPERS = {"files_upload_v2": ("files.getUploadURLExternal", "files.completeUploadExternal")}
"""Functions of the SDK that call several methods (its own documentation)."""
DOWNLOADS = {"files:read"}
"""The content of a shared file is fetched without a method."""
_CALL = re.compile(r"client\.([a-z]+_\w+)\b")
_NAMED = re.compile(r"\"([a-z]+\.[a-zA-Z.]+)\"")


def methods_used() -> set[str]:
    """The Web API methods that the adapter calls."""
    known = {name.replace(".", "_").lower(): name for name in METHODS} | {
        name.replace(".", "_"): name for name in OF_METHODS
    }
    text = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "bot" / "edge" / "slack").glob("*.py")))
    called = {known[name.lower()] for name in _CALL.findall(text) if name.lower() in known}
    called |= {method for helper, methods in HELPERS.items() if f"client.{helper}" in text for method in methods}
    return called | {name for name in _NAMED.findall(text) if name in known.values()}


def scopes_needed() -> set[str]:
    """Those of the methods, of the events, of the command, and of files."""
    needed = set(DOWNLOADS) | {"commands"} | {OF_EVENTS[event] for event in BOT_EVENTS if event in OF_EVENTS}
    for method in methods_used():
        needed |= OF_METHODS.get(method) or set(METHODS[method].scopes)
    return needed


def test_the_adapters_calls_are_seen() -> None:
    """The search finds what is known to be called: else the next tests prove nothing."""
    assert {"chat.postMessage", "chat.update", "chat.postEphemeral", "conversations.replies", "users.info"} <= (
        methods_used()
    )


def test_the_events_are_those_that_are_listened_to() -> None:
    """`message.channels` and its like arrive as `message`."""
    assert {event.split(".")[0] for event in BOT_EVENTS} == set(EVENTS)
    assert len(BOT_EVENTS) == len(set(BOT_EVENTS))


def test_the_scopes_are_the_least() -> None:
    """Exactly those that methods, events, the command and files need."""
    assert sorted(SCOPES) == sorted(scopes_needed())


def test_the_command_and_the_buttons_are_those_of_the_code() -> None:
    """Mentions in a command come escaped, buttons need interactivity, and every button's name is listened to."""
    commands = MANIFEST["features"]["slash_commands"]
    assert [(one["command"], one["should_escape"]) for one in commands] == [(COMMAND, True)]
    assert MANIFEST["settings"]["interactivity"] == {"is_enabled": True}
    assert all(ACTIONS.fullmatch(action) for action in (SHOW_ALL, HELPED, NOT_IT))


def test_the_form_is_slacks() -> None:
    """Format 2, with the lengths that Slack allows (docs.slack.dev, app manifests), over Socket Mode without URLs."""
    shown = MANIFEST["display_information"]
    assert MANIFEST["_metadata"]["major_version"] == 2
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4_000
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert "url" not in re.findall(r"\w*url\w*", yaml.safe_dump(MANIFEST))


def test_the_shortcut_is_the_one_that_is_listened_to() -> None:
    """No entry of a message's menu that does nothing."""
    shortcuts = MANIFEST["features"]["shortcuts"]
    assert [(one["callback_id"], one["type"]) for one in shortcuts] == [(SHORTCUT, "message")]
