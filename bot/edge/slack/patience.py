"""How Slack's bad moments are borne: a limit is waited out however often it comes, a failure for a while."""

from collections.abc import Callable
from typing import TypeVar

from bot.edge.slack.outcomes import LimitedError, UnsentError, UnsureError
from bot.edge.slack.pacing import Pause, rest
from bot.errors import SlackDownError

T = TypeVar("T")

SECONDS = 300.0
"""Of pauses while Slack fails; then what was to be done is left for the next sweep."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0


class Patience:
    """Tries again."""

    def __init__(self, pause: Pause, seconds: float = SECONDS) -> None:
        self._pause = pause
        self._seconds = seconds

    def insist(self, attempt: Callable[[], T], limited: Callable[[float], None] | None = None) -> T:
        """What `attempt` gives once it works; `limited` hears of every limit (in seconds) before it is waited out.

        Raises RefusedError at once when Slack says no, SlackDownError when patience ends or the bot stops.
        """
        waited, pause = 0.0, FIRST_PAUSE
        while True:
            try:
                return attempt()
            except LimitedError as limit:
                if limited:
                    limited(limit.seconds)
                rest(self._pause, limit.seconds)
            except (UnsureError, UnsentError) as failed:
                if waited >= self._seconds:
                    raise SlackDownError(*failed.said.values()) from failed
                rest(self._pause, pause)
                waited, pause = waited + pause, min(pause * 2, LONGEST_PAUSE)
