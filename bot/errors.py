"""The errors that a person may see: each carries one kind sentence in both languages and what to do about it.

Foreign exceptions (SQLite, HTTP, YAML, the operating system) are turned into these at the edge, with `raise … from`, so
that a reply never contains `str(e)` of somebody else's library while the log keeps the whole trace.
"""

from collections.abc import Mapping

from bot.model.text import Lang


class BotError(Exception):
    """Any trouble of our own; `said` holds the sentence for the person in each language."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.said: Mapping[Lang, str] = {Lang.EN: en, Lang.ZH: zh}


class InputError(BotError):
    """What the person gave cannot be used: empty, binary, too large, no such file."""


class CasebookError(BotError):
    """A knowledge folder cannot be used; the sentence lists every fault with file, line and rule."""


class StoreError(BotError):
    """The conversation log cannot be read or written."""


class SettingsError(BotError):
    """One or more settings are wrong; all of them are listed at once."""


class ClusterError(BotError):
    """The cluster cannot be asked: not reachable, not allowed, no such pod."""


class SlackError(BotError):
    """Slack refused us or cannot be reached."""


class SlackDownError(SlackError):
    """Slack could not be reached for so long that waiting ended; what was to be said is to be said later."""


class StoppingError(SlackDownError):
    """The bot stops before Slack has done what it was asked; that is to be done after the next start."""
