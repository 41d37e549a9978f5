"""The connection and the listeners: everything is acknowledged, and each thing is heard once."""

import threading
import time
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.interval_runner import IntervalRunner

from bot.edge.slack.connection import Connection, Counting, Tokens, hang_up
from bot.edge.slack.listeners import Ears, Heard, listen
from bot.errors import SlackError
from bot.model.chat import Incoming
from tests.slack_standin import Slack, State


class Log:
    """Claims each key once, and keeps what was heard."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self._keys: set[str] = set()
        self._lock = threading.Lock()

    def claim(self, heard: Heard) -> bool:
        """Whether this key is new."""
        with self._lock:
            new = heard.key not in self._keys
            self._keys.add(heard.key)
            return new

    @property
    def texts(self) -> list[str]:
        """The texts of the messages."""
        return [one.text for one in self.heard if isinstance(one, Incoming)]


@pytest.fixture
def heard(slack: Slack) -> Iterator[Log]:
    """A connected pair of ears."""
    connection = Connection(Tokens(slack.bot_token, slack.app_token, slack.api_url))
    log = Log()
    listen(connection.app, connection.me, Ears(log.claim, *[log.heard.append] * 4))
    connection.open()
    slack.wait_for_bot()
    yield log
    connection.close()


def test_a_mention_is_heard_once_and_both_its_events_are_acknowledged(slack: Slack, heard: Log) -> None:
    """`message` and `app_mention`, and a redelivery after that."""
    ts = slack.user("ana").mentions_bot("what is this")
    slack.settles()
    assert slack.wire.deliver_again(ts) == 2
    slack.settles()
    assert heard.texts == ["what is this"]
    assert all(attempt.acked_after is not None for one in slack.deliveries() for attempt in one.attempts)


def test_what_is_ignored_is_acknowledged_too(slack: Slack, heard: Log) -> None:
    """Joins, other bots, reactions, unknown events and the bot's own posts: else Slack brings them again and again."""
    ana = slack.user("ana")
    ts = ana.posts("hello")
    slack.other_bot().posts("beep")
    slack.other_bot("classic").posts("beep", classic=True)
    ana.reacts(ts, "eyes")
    ana.invites_bot("#other")
    slack.unfurls(ts)
    slack.sends_event({"type": "pin_added", "user": "U1"})
    slack.sends_event({"type": "message", "subtype": "channel_topic", "user": "U1", "ts": "1.0", "channel": "C1"})
    slack.sends_event({"type": "message"})
    slack.settles()
    assert heard.texts == ["hello"]
    assert {one.state for one in slack.deliveries()} == {State.ACKED}


def test_messages_are_heard_in_the_order_of_their_coming(slack: Slack, heard: Log) -> None:
    """A burst does not get mixed up on its way through Bolt."""
    ana = slack.user("ana")
    texts = [f"message {number}" for number in range(60)]
    for text in texts:
        ana.posts(text)
    slack.settles()
    assert heard.texts == texts


def test_the_command_is_acknowledged_and_heard(slack: Slack, heard: Log) -> None:
    """At once, without an answer in the acknowledgement."""
    assert slack.user("ana").runs("/juicefs", "help").acked() == {}
    slack.settles()
    assert [one.key.partition(":")[0] for one in heard.heard] == ["command"]


@pytest.mark.parametrize("ending", ["cut", "disconnect", "warning"])
def test_a_lost_socket_is_replaced(slack: Slack, heard: Log, ending: str) -> None:
    """Broken, refreshed, or warned: what is posted afterwards is heard."""
    if ending == "cut":
        slack.wire.cut()
    else:
        slack.wire.disconnect("warning" if ending == "warning" else "refresh_requested")
    slack.wait_for(lambda: slack.wire.opened >= 2 and slack.wire.connections, 15.0, "a new connection")
    slack.user("ana").posts("after it")
    slack.wait_for(lambda: heard.texts == ["after it"], 10.0, "the message heard")


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive"])
def test_a_wrong_bot_token_is_one_clear_sentence(slack: Slack, error: str) -> None:
    """It names the setting and Slack's word, not the token."""
    slack.revokes_token(error)
    with pytest.raises(SlackError, match=f"SLACK_BOT_TOKEN: {error}") as refused:
        Connection(Tokens(slack.bot_token, slack.app_token, slack.api_url))
    assert slack.bot_token not in str(refused.value)


def test_a_wrong_app_token_is_one_clear_sentence(slack: Slack) -> None:
    """As above, when the socket is to be opened."""
    connection = Connection(Tokens(slack.bot_token, "xapp-1-wrong-token", slack.api_url))
    with pytest.raises(SlackError, match="SLACK_APP_TOKEN: invalid_auth"):
        connection.open()


def test_calls_and_replaced_sockets_are_counted(slack: Slack) -> None:
    """Every call of the Web API with its outcome; a socket that was lost once counts once."""
    calls, reopened = list[tuple[str, str]](), list[int]()
    counting = Counting(lambda *call: calls.append(call), lambda: reopened.append(1))
    connection = Connection(Tokens(slack.bot_token, slack.app_token, slack.api_url), counting)
    listen(connection.app, connection.me, Ears(lambda _: True, print, print, print, print))
    connection.open()
    try:
        slack.wait_for_bot()
        before = slack.wire.opened
        slack.wire.cut()
        slack.wait_for(lambda: slack.wire.opened > before, timeout=15, what="another socket")
        slack.wait_for(lambda: reopened, timeout=15, what="a reconnect that was counted")
    finally:
        connection.close()
    assert reopened == [1]
    assert calls[:2] == [("auth.test", "ok"), ("apps.connections.open", "ok")]


def test_hanging_up_ends_although_the_reading_thread_takes_the_word_back() -> None:
    """As slack_sdk's does when it begins just then: it goes on once more after it was told to end."""
    client = SocketModeClient("xapp-none", web_client=WebClient(base_url="http://127.0.0.1:9/"))
    client.current_session_runner.shutdown()  # type: ignore[no-untyped-call]
    told = [0]

    def read() -> None:
        while not client.current_session_state.terminated:
            time.sleep(0.01)
        told[0] += 1
        client.current_session_state.terminated = told[0] > 1
        while not client.current_session_state.terminated:
            time.sleep(0.01)

    client.current_session_runner = IntervalRunner(read, 0.01).start()
    hang_up(client)
    assert told[0] >= 1
    assert not client.current_session_runner.is_alive()


def test_tokens_never_show() -> None:
    """Not even when the value is printed."""
    assert "xoxb" not in repr(Tokens("xoxb-1", "xapp-1", "https://slack.com/api/"))
