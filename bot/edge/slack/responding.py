"""Answers to slash commands: sent to the address that came with the command, for its author alone."""

from http.client import HTTPException

from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.edge.slack.outcomes import RefusedError, seconds_in
from bot.edge.slack.pacing import Pause, rest
from bot.errors import SlackDownError
from bot.model.chat import SlackMessage

PAUSES = (1.0, 3.0, 8.0, 18.0, 0.0)
"""Seconds after each failed try, half a minute in all.  Slack takes five answers to one command."""
TIMEOUT = 10
_OK = 200
_TOO_MANY = 429
_SERVER_ERROR = 500


class Responder:
    """Answers at response URLs.  Raises RefusedError when Slack says no, SlackDownError when it does not answer."""

    def __init__(self, pause: Pause) -> None:
        self._pause = pause

    def respond(self, url: str, message: SlackMessage) -> None:
        """Send the answer; coming twice does no harm here, for only its reader sees it."""
        client = WebhookClient(url, timeout=TIMEOUT, retry_handlers=[])
        for pause in PAUSES:
            answer = _sent(client, message)
            if answer is not None and answer.status_code == _OK:
                return
            if answer is None or answer.status_code >= _SERVER_ERROR:
                rest(self._pause, pause)
            elif answer.status_code == _TOO_MANY:
                rest(self._pause, seconds_in(answer.headers))
            else:
                raise RefusedError(f"status_{answer.status_code}")
        raise SlackDownError("Slack did not take the answer to a command.", "Slack 没有接收命令的回复。")


def _sent(client: WebhookClient, message: SlackMessage) -> WebhookResponse | None:
    """Slack's answer, or None when there was none."""
    try:
        return client.send(text=message.text, blocks=[dict(one) for one in message.blocks], response_type="ephemeral")
    except (OSError, HTTPException, ValueError):
        return None
