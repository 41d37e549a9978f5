"""A stand-in Slack, and what talks to it."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.edge.slack.identity import Identity
from tests.slack_standin import QUICK, Slack


@pytest.fixture
def slack() -> Iterator[Slack]:
    """A workspace with short waits and a channel #ops."""
    with Slack(timing=QUICK) as running:
        running.channel("#ops")
        yield running


@pytest.fixture
def client(slack: Slack) -> WebClient:
    """The SDK's client with the bot's token, which repeats nothing by itself."""
    made = WebClient(slack.bot_token, base_url=slack.api_url, timeout=2)
    made.retry_handlers = []
    return made


@pytest.fixture
def me(client: WebClient) -> Identity:
    """Who the bot is."""
    answer = client.auth_test()
    return Identity(str(answer["team_id"]), str(answer["user_id"]), str(answer["bot_id"]), str(answer["url"]))
