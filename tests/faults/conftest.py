"""The workspace, its people, and a bot process of each module; who breaks a bot for good starts one of their own."""

from tests.slack.conftest import ana, bot, manifest, room, settings, slack, wei

__all__ = ["ana", "bot", "manifest", "room", "settings", "slack", "wei"]
