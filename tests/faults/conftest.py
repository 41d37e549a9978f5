"""The workspace and the bot process of the Slack scenarios."""

from tests.slack.conftest import ana, bot, manifest, room, settings, slack, wei

__all__ = ["ana", "bot", "manifest", "room", "settings", "slack", "wei"]
