"""Deliveries over HTTP, to a real Bolt app behind a real HTTP server."""

import logging
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from slack_bolt import Ack, App, BoltRequest
from slack_sdk import WebClient

from tests.slack_standin.clock import QUICK, Timing
from tests.slack_standin.courier import Kind, State
from tests.slack_standin.http_door import post_event
from tests.slack_standin.shapes import Json
from tests.slack_standin.slack import Slack


class Endpoint:
    """A Request URL on loopback with a Bolt app behind it; `status` replaces Bolt's answer when it is set."""

    def __init__(self, slack: Slack) -> None:
        quiet = logging.getLogger("http-echo")
        quiet.setLevel(logging.CRITICAL)
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        self.app = App(client=client, signing_secret=slack.signing_secret, logger=quiet)
        self.heard: list[tuple[Json, str]] = []
        self.app.event("message")(lambda event, request: self.heard.append((event, _retry(request))))
        self.status = 0
        self.delay = 0.0
        self.headers: dict[str, str] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}/slack/events"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


def _retry(request: BoltRequest) -> str:
    return str(request.headers.get("x-slack-retry-num", [""])[0])


def _handler(endpoint: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            time.sleep(endpoint.delay)
            try:
                request = BoltRequest(body=body, headers=dict(self.headers.items()))
            except ValueError:  # Bolt parses before it checks the signature
                self.send_error(400)
                return
            answer = endpoint.app.dispatch(request)
            self.send_response(endpoint.status or answer.status)
            for name, value in {**answer.first_headers(), **endpoint.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write((answer.body or "").encode())

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture
def endpoint(slack: Slack) -> Iterator[Endpoint]:
    """A running endpoint to which the stand-in delivers."""
    made = Endpoint(slack)
    slack.wire.use_http(made.url)
    yield made
    made.close()


def test_an_event_arrives_signed(slack: Slack, endpoint: Endpoint) -> None:
    """Bolt's own check of signature and age accepts it; the first delivery has no retry header."""
    slack.user("ana").posts("hello")
    slack.settles()
    assert [(event["text"], retry) for event, retry in endpoint.heard] == [("hello", "")]
    assert slack.deliveries()[0].state is State.ACKED


def test_commands_and_buttons_arrive_as_forms(slack: Slack, endpoint: Endpoint) -> None:
    """The answer's JSON or text is the acknowledgement's payload."""

    def command(ack: Ack, body: Json) -> None:
        ack(f"you said {body['text']}")

    endpoint.app.command("/juicefs")(command)
    ana = slack.user("ana")
    assert ana.runs("/juicefs", "a & b").acked() == {"text": "you said a & b"}
    slack.wait_for(lambda: ana.whispers)
    pressed: list[Json] = []

    def press(ack: Ack, body: Json) -> None:
        pressed.append(body)
        ack()

    endpoint.app.action("go")(press)
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go"}
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    blocks = [{"type": "actions", "elements": [button]}]
    ts = client.chat_postMessage(channel=slack.channel("#ops"), text="x", blocks=blocks)["ts"]
    ana.presses(ts, "Go").acked()
    assert pressed[0]["message"]["ts"] == ts


def test_a_failing_endpoint_is_tried_again_with_retry_headers(slack: Slack, endpoint: Endpoint) -> None:
    """http_error and the numbers 1 to 3 come with the same event."""
    endpoint.status = 500
    slack.user("ana").posts("hello")
    slack.wait_for(lambda: slack.deliveries()[0].state is State.LOST)
    assert [retry for _, retry in endpoint.heard] == ["", "1", "2", "3"]
    assert [attempt.reason for attempt in slack.deliveries()[0].attempts] == ["", *["http_error"] * 3]


def test_no_retry_stops_the_retries(slack: Slack, endpoint: Endpoint) -> None:
    """X-Slack-No-Retry: 1 with an error ends the delivery."""
    endpoint.status = 500
    endpoint.headers = {"X-Slack-No-Retry": "1"}
    slack.user("ana").posts("hello")
    slack.wait_for(lambda: slack.deliveries()[0].state is State.LOST)
    assert len(endpoint.heard) == 1


def test_a_slow_or_absent_endpoint_is_a_timeout_or_a_failed_connection() -> None:
    """The reasons of the retries are Slack's words."""
    with Slack(timing=Timing(ack=0.1, retries=(0.0,))) as slack:
        endpoint = Endpoint(slack)
        endpoint.delay = 0.3
        slack.wire.use_http(endpoint.url)
        slack.user("ana").posts("slow")
        slack.settles()
        endpoint.close()
        slack.user("ana").posts("absent")
        slack.settles()
        slow, absent = slack.deliveries()
        assert (slow.attempts[1].reason, absent.attempts[1].reason) == ("http_timeout", "connection_failed")


@pytest.mark.parametrize(
    ("secret", "age", "status"),
    [("right", 0, 200), ("wrong", 0, 401), ("right", 600, 401)],
)
def test_one_request_can_be_sent_by_hand(slack: Slack, endpoint: Endpoint, secret: str, age: int, status: int) -> None:
    """A challenge is answered; a wrong secret and an old timestamp are refused by Bolt."""
    key = slack.signing_secret if secret == "right" else secret
    challenge = {"type": "url_verification", "challenge": "abc"}
    answer = post_event(endpoint.url, key, challenge, at=time.time() - age)
    assert answer.status == status
    assert ("abc" in answer.body) is (status == 200)


def test_a_malformed_body_is_sent_as_it_is(slack: Slack, endpoint: Endpoint) -> None:
    """A string payload goes out unchanged, signed or with a signature of one's own."""
    assert post_event(endpoint.url, slack.signing_secret, "{not json").status == 400
    unsigned = post_event(endpoint.url, slack.signing_secret, "{}", headers={"X-Slack-Signature": "v0=00"})
    assert unsigned.status == 401
    again = post_event(
        endpoint.url, slack.signing_secret, {"type": "x"}, kind=Kind.EVENT, retry_num=2, retry_reason="x"
    )
    assert again.status == 404


def test_the_way_can_be_changed_back_to_sockets(slack: Slack, endpoint: Endpoint) -> None:
    """After use_sockets nothing more goes to the address."""
    slack.wire.use_sockets()
    slack.user("ana").posts("hello")
    slack.wait_for(lambda: slack.deliveries()[0].state is State.LOST, timeout=QUICK.ack * 5)
    assert endpoint.heard == []
