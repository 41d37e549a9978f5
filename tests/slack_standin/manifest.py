"""The app as its manifest declares it: what it may do, what it hears of, what people can call it by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.slack_standin.shapes import Json

EVENT_SCOPES = {
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "file_shared": "files:read",
}
"""Bot event -> the scope without which Slack does not send it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What Slack grants the app.

    `scopes` (None: everything), `events` the bot events it subscribed to (None: all), `commands` the slash commands
    with whether Slack escapes their text (None: any, unescaped), `shortcuts` the callback ids (None: any).
    """

    scopes: frozenset[str] | None = None
    events: frozenset[str] | None = None
    commands: Mapping[str, bool] | None = None
    shortcuts: frozenset[str] | None = None
    interactive: bool = True
    home_tab: bool = True
    name: str = "juicefs-bot"
    source: Json = field(default_factory=dict)

    def grants(self, scope: str) -> bool:
        """Whether the app has this scope."""
        return self.scopes is None or scope in self.scopes

    def hears(self, event: str) -> bool:
        """Whether the app subscribed to this bot event and has the scope for it."""
        subscribed = self.events is None or event in self.events
        return subscribed and (event not in EVENT_SCOPES or self.grants(EVENT_SCOPES[event]))


def load_manifest(path: Path) -> Manifest:
    """The manifest file (YAML or JSON, format 2) as the stand-in uses it."""
    given: Json = yaml.safe_load(path.read_text(encoding="utf-8"))
    features, settings = given.get("features", {}), given.get("settings", {})
    subscribed = settings.get("event_subscriptions", {}).get("bot_events", [])
    commands = features.get("slash_commands", [])
    return Manifest(
        scopes=frozenset(given["oauth_config"]["scopes"]["bot"]),
        events=frozenset(subscribed),
        commands={command["command"]: bool(command.get("should_escape")) for command in commands},
        shortcuts=frozenset(shortcut["callback_id"] for shortcut in features.get("shortcuts", [])),
        interactive=bool(settings.get("interactivity", {}).get("is_enabled")),
        home_tab=bool(features.get("app_home", {}).get("home_tab_enabled")),
        name=features.get("bot_user", {}).get("display_name", "juicefs-bot"),
        source=given,
    )
