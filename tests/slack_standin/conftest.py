"""A running stand-in, a client for it, and an echo bot in it."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from tests.slack_standin.clock import QUICK
from tests.slack_standin.echo_bot import EchoBot
from tests.slack_standin.slack import Slack


@pytest.fixture
def slack() -> Iterator[Slack]:
    """A workspace with short waits."""
    with Slack(timing=QUICK) as running:
        yield running


@pytest.fixture
def client(slack: Slack) -> WebClient:
    """The real SDK client with the bot's token."""
    return WebClient(slack.bot_token, base_url=slack.api_url)


@pytest.fixture
def bot(slack: Slack) -> Iterator[EchoBot]:
    """A connected echo bot."""
    with EchoBot(slack) as running:
        slack.wait_for_bot()
        yield running
