"""Socket Mode, driven with the real Bolt app and the real SDK client."""

import json
import logging
from functools import partial
from typing import Self
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse

from tests.slack_standin.clock import QUICK, Timing
from tests.slack_standin.courier import State
from tests.slack_standin.echo_bot import EchoBot, close_quickly
from tests.slack_standin.shapes import Json
from tests.slack_standin.slack import Slack

IMPATIENT = Timing(ack=0.1, retries=(0.0, 0.05, 0.1), farewell=0.1, ping=0.2)


class Socket:
    """A bare Socket Mode client that keeps every frame and acknowledges the envelopes that `acks` accepts."""

    def __init__(self, slack: Slack, acks: bool = True, ping_interval: float = 5) -> None:  # noqa: FBT001, FBT002 - a test's switch
        self.frames: list[Json] = []
        self.acks = acks
        quiet = logging.getLogger("bare-socket")
        quiet.setLevel(logging.CRITICAL)
        web = WebClient(slack.app_token, base_url=slack.api_url)
        self.client = SocketModeClient(slack.app_token, web_client=web, logger=quiet, ping_interval=ping_interval)
        self.client.on_message_listeners.append(self._hear)
        self.client.connect()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        close_quickly(self.client)

    def envelopes(self) -> list[Json]:
        """The frames that want an acknowledgement."""
        return [frame for frame in self.frames if "envelope_id" in frame]

    def _hear(self, text: str) -> None:
        frame = json.loads(text)
        if "envelope_id" in frame and self.acks:
            self.client.send_socket_mode_response(SocketModeResponse(frame["envelope_id"]))
        self.frames.append(frame)


def reopened(slack: Slack, before: int) -> bool:
    """Whether a further connection was opened."""
    return slack.wire.opened == before + 1


def test_a_connection_is_greeted_with_the_number_of_connections(slack: Slack) -> None:
    """The first frame is hello; the second connection hears that it is the second."""
    with Socket(slack) as one, Socket(slack) as other:
        slack.wait_for(lambda: one.frames and other.frames)
        assert [one.frames[0]["type"], one.frames[0]["num_connections"]] == ["hello", 1]
        assert other.frames[0]["num_connections"] == 2
        assert slack.wire.connections == 2


def test_an_event_is_acknowledged_once_and_its_latency_is_kept(slack: Slack, bot: EchoBot) -> None:
    """One envelope, retry number 0, acknowledged by Bolt, answered in the thread."""
    ts = slack.user("ana").posts("hello")
    assert slack.wait_for_answer(ts).text == "hello"
    slack.settles()
    delivery = next(found for found in slack.deliveries("message") if found.event["ts"] == ts)
    assert (delivery.state, len(delivery.attempts)) == (State.ACKED, 1)
    assert delivery.acked_after is not None
    assert bot.events[0][1] == "0"
    assert slack.wire.strays == []


def test_an_event_that_nobody_acknowledges_is_sent_four_times_with_the_same_event_id() -> None:
    """After the first try come three retries, numbered and with their reason; then it is lost."""
    with Slack(timing=IMPATIENT) as slack, Socket(slack, acks=False) as socket:
        slack.wait_for_bot()
        slack.user("ana").posts("hello")
        slack.wait_for(lambda: slack.deliveries()[0].state is State.LOST)
        envelopes = socket.envelopes()
        assert [(sent["retry_attempt"], sent["retry_reason"]) for sent in envelopes] == [
            (0, ""),
            (1, "timeout"),
            (2, "timeout"),
            (3, "timeout"),
        ]
        assert len({sent["payload"]["event_id"] for sent in envelopes}) == 1
        assert len({sent["envelope_id"] for sent in envelopes}) == 4


def test_an_interaction_that_nobody_acknowledges_is_not_repeated() -> None:
    """A slash command goes out once; the person is told that the app did not answer."""
    with Slack(timing=IMPATIENT) as slack, Socket(slack, acks=False) as socket:
        slack.wait_for_bot()
        ana = slack.user("ana")
        ana.runs("/juicefs", "help")
        slack.wait_for(lambda: ana.whispers)
        assert len(socket.envelopes()) == 1
        assert 'failed with the error "operation_timeout"' in ana.whispers[0].text


def test_an_event_from_a_time_without_connection_comes_as_a_retry() -> None:
    """What happened while the bot was away arrives with a retry number when it is back in time."""
    with Slack(timing=Timing(ack=1, retries=(0.0, 0.1, 1.0, 3.0, 3.0), farewell=0.1)) as slack:
        ts = slack.user("ana").posts("anybody there?")
        with EchoBot(slack) as bot:
            slack.wait_for_answer(ts)
            assert int(bot.events[0][1]) > 0


def test_an_old_event_can_come_again_long_after_its_acknowledgement(slack: Slack, bot: EchoBot) -> None:
    """A late redelivery has the same event_id and a retry number."""
    ts = slack.user("ana").posts("hello")
    slack.wait_for_answer(ts)
    assert slack.wire.deliver_again(ts, retry=2) == 1
    slack.wait_for_answer(ts, count=2)
    assert [number for event, number in bot.events if event["ts"] == ts] == ["0", "2"]


def test_each_envelope_goes_to_one_of_several_connections(slack: Slack) -> None:
    """Two connections share the events between them."""
    with Socket(slack) as one, Socket(slack) as other:
        slack.wait_for_bot(2)
        for number in range(6):
            slack.user("ana").posts(str(number))
        slack.wait_for(lambda: len(one.envelopes()) + len(other.envelopes()) == 6)
        slack.settles()
        assert len(one.envelopes()) == len(other.envelopes()) == 3


def test_the_same_envelope_can_come_over_two_connections(slack: Slack) -> None:
    """With the switch on both connections get the same envelope."""
    with Socket(slack) as one, Socket(slack) as other:
        slack.wait_for_bot(2)
        slack.wire.send_twice()
        slack.user("ana").posts("hello")
        slack.wait_for(lambda: one.envelopes() and other.envelopes())
        assert one.envelopes() == other.envelopes()


def test_held_events_can_come_in_the_wrong_order(slack: Slack) -> None:
    """Nothing is sent while deliveries are held; released backwards, the newest comes first."""
    with Socket(slack) as socket:
        slack.wait_for_bot()
        slack.wire.hold()
        sent = [slack.user("ana").posts(str(number)) for number in range(3)]
        assert socket.envelopes() == []
        slack.wire.release(backwards=True)
        slack.wait_for(lambda: len(socket.envelopes()) == 3)
        assert [envelope["payload"]["event"]["ts"] for envelope in socket.envelopes()] == sent[::-1]


def test_the_client_comes_back_after_a_disconnect_frame(slack: Slack, bot: EchoBot) -> None:
    """`warning` and `refresh_requested` make Bolt reconnect with a fresh ticket, and it goes on answering."""
    assert bot.events == []
    for reason in ("refresh_requested", "warning"):
        before = slack.wire.opened
        slack.wire.disconnect(reason)
        slack.wait_for(partial(reopened, slack, before))
        slack.wait_for_answer(slack.user("ana").posts("still there?"))
    slack.wait_for(lambda: slack.wire.connections == 1)


def test_the_client_comes_back_after_a_broken_connection() -> None:
    """A connection cut without a word is opened again; nothing posted meanwhile is lost."""
    with (
        Slack(timing=Timing(ack=0.3, retries=(0.0, 0.3, 1.0, 2.0, 3.0, 3.0))) as slack,
        EchoBot(slack, ping_interval=0.2),
    ):
        slack.wait_for_bot()
        slack.wire.cut()
        ts = slack.user("ana").posts("did you hear that?")
        slack.wait_for_answer(ts, timeout=15)
        assert slack.wire.opened >= 2


def test_a_frozen_connection_is_given_up_by_the_client() -> None:
    """Without pongs the SDK calls the connection stale after four ping intervals and opens another."""
    with Slack(timing=QUICK) as slack, Socket(slack, ping_interval=0.2):
        slack.wait_for_bot()
        slack.wire.freeze()
        slack.wait_for(lambda: slack.wire.opened >= 2, timeout=15)


def test_the_eleventh_connection_is_turned_away(slack: Slack) -> None:
    """Ten connections are allowed; one more gets `too_many_websockets`."""
    sockets = [Socket(slack) for _ in range(10)]
    slack.wait_for_bot(10)
    one_more = Socket(slack)
    slack.wait_for(lambda: one_more.frames)
    one_more.client.auto_reconnect_enabled = False
    assert one_more.frames[0]["reason"] == "too_many_websockets"
    for socket in [*sockets, one_more]:
        close_quickly(socket.client)


def test_a_ticket_opens_one_connection(slack: Slack) -> None:
    """The wss URL of apps.connections.open works once."""
    with Socket(slack) as socket:
        slack.wait_for_bot()
        spent = str(socket.client.wss_uri).replace("ws://", "http://", 1)
        with pytest.raises(HTTPError) as refused, urlopen(spent, timeout=5):  # noqa: S310 - loopback
            pass
        assert refused.value.code == 400
        refused.value.close()
