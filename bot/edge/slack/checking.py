"""Looking at the way to Slack without using it: no event is taken and nothing is posted."""

import logging
import socket
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.edge.slack.outcomes import RefusedError, carried_out
from bot.errors import SlackError
from bot.model.checkup import Reached, SlackFacts

SECONDS = 10
"""For each question: a person waits."""


def look_at_token(token: str, api: str, now: Callable[[], float] = time.time) -> SlackFacts:
    """What `auth.test` says of the bot token, and what its answer's headers say besides."""
    client = _client(token, api)
    try:
        answer = carried_out(client.auth_test)
    except RefusedError as refused:
        return SlackFacts(Reached(reached=True, refused=refused.code))
    except SlackError:
        return SlackFacts(Reached(reached=False))
    scopes = (scope.strip() for scope in _header(answer, "x-oauth-scopes").split(","))
    return SlackFacts(
        Reached(reached=True),
        workspace=str(answer.get("team", "")),
        scopes=frozenset(scope for scope in scopes if scope),
        skew=_skew(_header(answer, "date"), now()),
    )


def look_at_socket(token: str, api: str) -> Reached:
    """Whether the app-level token opens a socket, and whether the way there is open.

    The socket itself is not opened: Slack would send it events that the running bot is waiting for.
    """
    client = _client(token, api)
    try:
        answer = carried_out(lambda: client.apps_connections_open(app_token=token))
    except RefusedError as refused:
        return Reached(reached=True, refused=refused.code)
    except SlackError:
        return Reached(reached=False)
    return Reached(reached=_open(str(answer.get("url", ""))))


def _client(token: str, api: str) -> WebClient:
    quiet = logging.getLogger("juicefs-bot.checking")
    quiet.setLevel(logging.CRITICAL)  # what failed is told by the doctor, in words for people
    client = WebClient(token, base_url=api, timeout=SECONDS, logger=quiet)
    client.retry_handlers = []
    return client


def _header(answer: SlackResponse, name: str) -> str:
    """A header, whatever its case; the SDK gives a list where there may be several."""
    found = next((value for key, value in answer.headers.items() if key.lower() == name), "")
    return str(found[0] if isinstance(found, list) else found)


def _skew(date: str, now: float) -> float | None:
    try:
        return now - parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError):
        return None


def _open(url: str) -> bool:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "wss" else 80)
    try:
        with socket.create_connection((parts.hostname or "", port), timeout=SECONDS):
            return True
    except OSError:
        return False
