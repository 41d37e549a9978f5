"""Trouble on purpose, met with the real SDK client."""

from http.client import RemoteDisconnected
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from tests.slack_standin.clock import QUICK
from tests.slack_standin.faults import PostingLimit
from tests.slack_standin.slack import Slack

GONE = (URLError, RemoteDisconnected, ConnectionError)


def unretried(slack: Slack, timeout: int = 5) -> WebClient:
    """A client that tries once."""
    return WebClient(slack.bot_token, base_url=slack.api_url, timeout=timeout, retry_handlers=[])


def test_a_limited_method_answers_429_with_retry_after(slack: Slack, client: WebClient) -> None:
    """The limited method is refused, others work, and afterwards it works again."""
    channel = slack.channel("#ops")
    slack.trouble.limit("chat.postMessage", seconds=300)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=channel, text="x")
    assert refused.value.response.status_code == 429
    assert 200 <= int(refused.value.response.headers["Retry-After"]) <= 300
    assert client.auth_test()["ok"]
    slack.trouble.end()
    assert client.chat_postMessage(channel=channel, text="x")["ok"]
    assert [call.status for call in slack.calls("chat.postMessage")] == [429, 200]


def test_a_client_that_waits_out_429_loses_nothing(slack: Slack, client: WebClient) -> None:
    """The SDK's own handler comes back after Retry-After."""
    channel = slack.channel("#ops")
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    slack.trouble.limit_times(times=1)
    assert client.chat_postMessage(channel=channel, text="x")["ok"]
    assert [message.text for message in slack.bot_messages()] == ["x"]


def test_posting_is_limited_for_each_channel_after_a_burst() -> None:
    """With the posting limit on, the fourth post at once in one channel is refused and another channel is free."""
    with Slack(timing=QUICK, posting=PostingLimit(rate=0.01, burst=3)) as slack:
        client, ops, far = unretried(slack), slack.channel("#ops"), slack.channel("#far")
        for number in range(3):
            client.chat_postMessage(channel=ops, text=str(number))
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel=ops, text="4")
        assert 1 < int(refused.value.response.headers["Retry-After"]) <= 100
        assert client.chat_postMessage(channel=far, text="x")["ok"]


def test_posting_limit_refills_with_time() -> None:
    """At one a second the second post is refused for a second, and taken when that second has passed."""
    times = iter([10.0, 10.0, 10.9, 11.9])
    limit = PostingLimit(rate=1, burst=1, now=lambda: next(times))
    assert [limit.refuse_for("C") for _ in range(4)] == [0, 1, 1, 0]


def test_a_broken_method_answers_500_with_html(slack: Slack) -> None:
    """The SDK sees the status and no JSON; it ends after the given number of calls."""
    slack.trouble.break_down("auth.test", times=1)
    with pytest.raises(SlackApiError) as refused:
        unretried(slack).auth_test()
    assert refused.value.response.status_code == 500
    assert unretried(slack).auth_test()["ok"]


def test_a_refused_method_answers_the_given_error(slack: Slack, client: WebClient) -> None:
    """Any of Slack's error words can be answered."""
    slack.trouble.refuse("auth.test", "internal_error")
    with pytest.raises(SlackApiError) as refused:
        client.auth_test()
    assert refused.value.response["error"] == "internal_error"


def test_a_dropped_call_was_not_carried_out(slack: Slack) -> None:
    """The connection closes and nothing was posted."""
    channel = slack.channel("#ops")
    slack.trouble.drop("chat.postMessage", times=1)
    with pytest.raises(GONE):
        unretried(slack).chat_postMessage(channel=channel, text="x")
    assert slack.bot_messages() == []
    assert [call.status for call in slack.calls("chat.postMessage")] == [0]


def test_a_lost_answer_leaves_the_call_carried_out(slack: Slack) -> None:
    """The connection closes although the message stands: whoever retries blindly posts twice."""
    channel = slack.channel("#ops")
    slack.trouble.lose_answer("chat.postMessage", times=1)
    with pytest.raises(GONE):
        unretried(slack).chat_postMessage(channel=channel, text="x")
    assert [message.text for message in slack.bot_messages()] == ["x"]


def test_a_hanging_call_gives_nothing_until_the_client_gives_up(slack: Slack) -> None:
    """The client's timeout ends it, and nothing was carried out."""
    channel = slack.channel("#ops")
    slack.trouble.hang(seconds=60, times=1)
    with pytest.raises(TimeoutError):
        unretried(slack, timeout=1).chat_postMessage(channel=channel, text="x")
    assert slack.bot_messages() == []
