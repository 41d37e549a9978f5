"""The Web API's client, every call of which is counted with its outcome."""

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.edge.slack.outcomes import LimitedError, RefusedError, carried_out
from bot.errors import SlackError

Counted = Callable[[str, str], None]
"""Is told the method and `ok`, `limited`, `refused` or `failed`."""


class CountedClient(WebClient):
    """Slack's client, as it is but for the counting."""

    def __init__(self, token: str | None, counted: Counted, **options: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(token, **options)
        self._counted = counted

    def api_call(self, api_method: str, **options: Any) -> SlackResponse:  # noqa: ANN401 - handed on
        """As in the base class."""
        try:
            answer = super().api_call(api_method, **options)
        except Exception as error:
            self._counted(api_method, _outcome(error))
            raise
        self._counted(api_method, "ok")
        return answer


def _outcome(error: Exception) -> str:
    def again() -> SlackResponse:
        raise error

    try:
        carried_out(again)
    except LimitedError:
        return "limited"
    except RefusedError:
        return "refused"
    except SlackError:
        pass
    return "failed"
