"""A small real Bolt app over the real Socket Mode client: what the stand-in is proved with."""

import logging
from types import TracebackType
from typing import Any, Self

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient

from tests.slack_standin.shapes import Json
from tests.slack_standin.slack import Slack

KEPT = (
    "app_mention",
    "reaction_added",
    "member_joined_channel",
    "member_left_channel",
    "file_shared",
    "app_home_opened",
)


class EchoBot:
    """Answers every plain message in its thread with the same words; keeps each event with its retry number."""

    def __init__(self, slack: Slack, *, ping_interval: float = 10) -> None:
        quiet = logging.getLogger("echo-bot")
        quiet.setLevel(logging.CRITICAL)
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        self.app = App(client=client, logger=quiet)
        self.app.event("message")(self._message)
        for name in KEPT:
            self.app.event(name)(self._keep)
        self.events: list[tuple[Json, str]] = []
        web = WebClient(slack.app_token, base_url=slack.api_url)
        self._handler = SocketModeHandler(self.app, slack.app_token, web_client=web, ping_interval=ping_interval)

    def __enter__(self) -> Self:
        self._handler.client.connect()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        close_quickly(self._handler.client)

    def heard(self, kind: str, subtype: str | None = None) -> list[Json]:
        """The events of one type (and subtype) so far."""
        return [event for event, _ in self.events if event["type"] == kind and event.get("subtype") == subtype]

    def _keep(self, event: Json, request: Any) -> None:  # noqa: ANN401 - Bolt passes its request by this name
        self.events.append((event, request.headers.get("x-slack-retry-num", [""])[0]))

    def _message(self, event: Json, request: Any, client: WebClient) -> None:  # noqa: ANN401 - as above
        self._keep(event, request)
        if event.get("subtype") in (None, "file_share") and "bot_id" not in event:
            client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=event["text"] or "a file")


def remember(app: App, kind: str, name: str, answer: Json | None = None) -> list[Json]:
    """Let the app acknowledge this interaction with `answer`; gives the list where the payloads will be."""
    bodies: list[Json] = []

    def listener(ack: Ack, body: Json) -> None:
        bodies.append(body)
        ack(**(answer or {}))

    getattr(app, kind)(name)(listener)
    return bodies


def close_quickly(client: SocketModeClient) -> None:
    """Close a Socket Mode client without the second for which its reader waits on an empty queue.

    Its monitor may open one more connection while it closes; the second disconnect ends that one.
    """
    client.closed = True
    client.enqueue_message("")
    client.close()
    client.disconnect()
