"""Every call of the Web API is counted once, with what became of it, and goes on as it would have."""

import pytest
from slack_sdk.errors import SlackApiError

from bot.edge.slack.counting import CountedClient
from tests.slack_standin import Slack


@pytest.fixture
def counted() -> list[tuple[str, str]]:
    """What was counted."""
    return []


@pytest.fixture
def client(slack: Slack, counted: list[tuple[str, str]]) -> CountedClient:
    """A client whose calls are counted, and repeated by nobody."""
    made = CountedClient(slack.bot_token, lambda *call: counted.append(call), base_url=slack.api_url, timeout=2)
    made.retry_handlers = []
    return made


def test_a_call_that_works_is_ok(slack: Slack, client: CountedClient, counted: list[tuple[str, str]]) -> None:
    """Named methods and bare ones, and the answer comes back."""
    assert client.auth_test()["ok"]
    channel = slack.channel("#ops")
    client.api_call("conversations.history", params={"channel": channel})
    assert counted == [("auth.test", "ok"), ("conversations.history", "ok")]


def test_each_way_of_failing_has_its_word(slack: Slack, client: CountedClient, counted: list[tuple[str, str]]) -> None:
    """429, a refusal, Slack's own trouble, no answer: told apart, and raised as before."""
    slack.trouble.limit_times("auth.test", times=1)
    with pytest.raises(SlackApiError):
        client.auth_test()
    slack.trouble.refuse("auth.test", "account_inactive", times=1)
    with pytest.raises(SlackApiError):
        client.auth_test()
    slack.trouble.break_down("auth.test", times=1)
    with pytest.raises(SlackApiError):
        client.auth_test()
    slack.trouble.drop("auth.test", times=1)
    with pytest.raises(OSError, match=r"closed connection|reset"):
        client.auth_test()
    assert [outcome for _, outcome in counted] == ["limited", "refused", "failed", "failed"]
