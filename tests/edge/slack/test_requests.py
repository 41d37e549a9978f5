"""Slack's requests over real HTTP: signed ones reach the app, everything else is refused and not logged."""

import json
import logging
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot.edge.listening import Listener
from bot.edge.slack.requests import MOST_BYTES, slack_requests
from bot.settings import Address
from tests.slack_standin.courier import Kind
from tests.slack_standin.http_door import HttpAnswer, post_event
from tests.slack_standin.shapes import Json

US = AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="U1", bot_id="B1", bot_token="xoxb-1")
SECRET = "0123456789abcdef0123456789abcdef"
EVENT: Json = {"type": "event_callback", "team_id": "T1", "event": {"type": "message", "text": "hello", "ts": "1.0"}}


@dataclass(slots=True)
class Door:
    """An open door: its address, and what came through."""

    url: str
    heard: list[object]

    def gets(self, payload: Json | str, **changed: object) -> HttpAnswer:
        """The answer to one request, signed unless `changed` says otherwise."""
        return post_event(self.url, SECRET, payload, **changed)  # type: ignore[arg-type]  # the test's own words


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    """A Bolt app behind waitress, as `serve --http` has it."""
    heard: list[object] = []
    quiet = logging.getLogger("test-requests")
    quiet.setLevel(logging.CRITICAL)
    app = App(authorize=lambda: US, logger=quiet, request_verification_enabled=False)
    app.event("message")(lambda event: heard.append(event["text"]))
    app.command("/juicefs")(lambda ack, command: ack(f"said {command['text']}"))
    listener = Listener(slack_requests(app, SECRET), Address("127.0.0.1", 0), most_bytes=MOST_BYTES)
    yield Door(f"http://127.0.0.1:{listener.port}/slack/events", heard)
    listener.close()


def _raw(door: Door) -> socket.socket:
    return socket.create_connection(("127.0.0.1", urlsplit(door.url).port or 0), timeout=10)


def until_heard(door: Door, what: object) -> None:
    """Wait until the app has heard something."""
    give_up = time.monotonic() + 10
    while what not in door.heard:
        assert time.monotonic() < give_up
        time.sleep(0.01)


def test_a_signed_event_is_acknowledged_and_heard(door: Door) -> None:
    """200 at once, and the listener gets it."""
    assert door.gets(EVENT).status == 200
    until_heard(door, "hello")


def test_slacks_question_for_the_address_is_answered(door: Door) -> None:
    """What Slack sends when the request URL is entered."""
    answer = door.gets({"type": "url_verification", "challenge": "3eZbrw1aB", "token": "x"})
    assert (answer.status, json.loads(answer.body)) == (200, {"challenge": "3eZbrw1aB"})


def test_a_command_is_answered_in_the_response(door: Door) -> None:
    """Form-encoded, with the text that the app acknowledged with."""
    command: Json = {"command": "/juicefs", "text": "help", "channel_id": "C1", "user_id": "U2", "team_id": "T1"}
    answer = door.gets(command, kind=Kind.COMMAND)
    assert (answer.status, answer.body) == (200, "said help")


@pytest.mark.parametrize(
    "changed",
    [
        {"ahead": -301},
        {"ahead": 330},
        {"headers": {"X-Slack-Signature": "v0=" + "0" * 64}},
        {"headers": {"X-Slack-Signature": ""}},
        {"headers": {"X-Slack-Signature": "v0=\xe9"}},
        {"headers": {"X-Slack-Request-Timestamp": "soon"}},
        {"headers": {"X-Slack-Request-Timestamp": "1e9"}},
        {"headers": {"X-Slack-Request-Timestamp": ""}},
    ],
    ids=["too old", "too new", "wrong", "none", "not ASCII", "no number", "odd number", "no time"],
)
def test_what_is_not_signed_now_by_slack_is_refused(door: Door, changed: dict[str, object]) -> None:
    """Too old, too new, wrong, empty or nonsensical: 401, and nobody hears of it."""
    before = list(door.heard)
    ahead = changed.get("ahead")
    signed = {"at": time.time() + ahead} if isinstance(ahead, int) else changed
    assert door.gets({**EVENT, "event": {"type": "message", "text": "forged", "ts": "1.0"}}, **signed).status == 401
    assert door.heard == before


def test_a_signed_request_that_cannot_be_read_is_400(door: Door) -> None:
    """Broken JSON, no JSON, a list, bytes that are no text: no trace, no 500."""
    for body in ("{", "{}}", '{"type": ', "payload={", "[" * 100_000):
        assert door.gets(body).status == 400, body[:20]


def test_other_paths_and_methods_are_refused(door: Door) -> None:
    """There is one path and one method; metrics and probes live elsewhere."""
    for path in ("/", "/metrics", "/healthz", "/slack/install", "/slack/events/"):
        assert post_event(door.url.replace("/slack/events", path), SECRET, EVENT).status == 404
    with _raw(door) as raw:
        raw.sendall(b"GET /slack/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert raw.recv(1000).startswith(b"HTTP/1.1 405")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(door: Door) -> None:
    """Nobody fills the memory from outside."""
    with _raw(door) as raw:
        raw.sendall(f"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: {MOST_BYTES + 1}\r\n\r\n".encode())
        assert raw.recv(1000).startswith(b"HTTP/1.1 413")


@given(st.binary(max_size=300), st.dictionaries(st.sampled_from(["Timestamp", "Signature"]), st.text(max_size=40)))
def test_whatever_comes_unsigned_is_refused(body: bytes, headers: dict[str, str]) -> None:
    """Any bytes with any headers: 401, no exception."""
    app = App(authorize=lambda: US, request_verification_enabled=False, logger=logging.getLogger("test-requests"))
    said: list[str] = []
    environ = {
        "PATH_INFO": "/slack/events",
        "REQUEST_METHOD": "POST",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": _Input(body),
        **{f"HTTP_X_SLACK_REQUEST_{name.upper()}": value for name, value in headers.items()},
        **{f"HTTP_X_SLACK_{name.upper()}": value for name, value in headers.items()},
    }
    slack_requests(app, SECRET)(environ, lambda status, _: said.append(status))
    assert said == ["401 Unauthorized"]


class _Input:
    """The body of a request, as WSGI gives it."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def read(self, size: int) -> bytes:
        return self._body[:size]
