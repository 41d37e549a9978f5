"""`serve --http` under ten thousand requests that Slack did not make: all refused, none kept, Slack still heard."""

import hashlib
import http.client
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import pytest

from tests.faults.bot import Tell, vitals, wait_until
from tests.slack.pastes import NOT_REGISTERED
from tests.slack.running import Bot
from tests.slack_standin import HttpDoor, Person, Slack, signed_headers

REQUESTS = 10_000
MIXED = 4_000
"""So many with pastes between them; then the process has all its threads, and is measured under the others."""
AT_ONCE = 8
BATCH = 250
PLANTED = "zugzwang-planted"
"""Stands in every request: in its body, its path, its headers or its signature."""
WRONG_SECRET = hashlib.sha256(b"made up for a test").hexdigest()[:32]
MOST_GROWTH = 8.0
"""MiB that a process may gain by refusing 6,000 requests (a guess; less than 1 was measured)."""


ODD: tuple[object, ...] = (
    None,
    [],
    [PLANTED],
    PLANTED,
    7,
    {},
    {"event": 7},
    {"event": []},
    {"type": "event_callback", "event": {"type": [PLANTED]}},
    {"type": "event_callback", "event": {"type": "message", "text": {PLANTED: 1}, "channel": [], "user": {}, "ts": 5}},
    {"type": "event_callback", "event": {"type": "message", "subtype": "message_changed", "message": PLANTED}},
    {"type": "event_callback", "event": {"type": "message", "files": PLANTED, "ts": "x", "channel": "C", "user": "U"}},
    {"type": "block_actions", "actions": PLANTED},
    {"type": "block_actions", "actions": [{"action_id": ["juicefs_helped"]}], "message": 3, "channel": 4, "user": 5},
    {"type": "message_action", "callback_id": {PLANTED: 1}},
    {"type": "view_submission", "view": PLANTED},
    {"command": [PLANTED], "text": 5},
    {"type": "url_verification", "challenge": {PLANTED: 1}},
)
"""Signed as Slack signs, and yet no shape of Slack's."""


@dataclass(frozen=True, slots=True)
class Bad:
    """One request that must be refused."""

    body: bytes
    headers: dict[str, str]
    method: str = "POST"
    path: str = "/slack/events"


def _event(number: int) -> bytes:
    text = f"{PLANTED} {number} {NOT_REGISTERED}"
    event = {"type": "message", "channel": "C1", "channel_type": "channel", "user": "U1", "ts": "1.0", "text": text}
    return json.dumps({"type": "event_callback", "event_id": f"Ev{number}", "event": event}).encode()


def _kinds(secret: str, number: int) -> list[Callable[[], Bad]]:
    """Every way to be wrong; *secret* is the right one, for what is signed and yet nothing that Slack sends."""
    body, now, old = _event(number), time.time(), time.time() - 600
    noise = b"\xff" + hashlib.sha512(body).digest() * 3
    deep = b"[" * 5_000 + PLANTED.encode()

    def signed(given: bytes, kind: str = "application/json") -> Bad:
        return Bad(given, signed_headers(secret, given, now) | {"Content-Type": kind})

    return [
        lambda: Bad(body, signed_headers(WRONG_SECRET, body, now)),
        lambda: Bad(body, signed_headers(secret, body, old)),
        lambda: Bad(body, signed_headers(secret, body[:-1], now)),
        lambda: Bad(body, {}),
        lambda: Bad(body, {"X-Slack-Signature": PLANTED, "X-Slack-Request-Timestamp": PLANTED}),
        lambda: Bad(body, {"X-Slack-Signature": f"v0={PLANTED}", "X-Slack-Request-Timestamp": "9" * 400}),
        lambda: Bad(body, signed_headers(secret, body, now), method="PUT"),
        lambda: Bad(body, signed_headers(secret, body, now), path=f"/{PLANTED}"),
        lambda: Bad(b"", signed_headers(secret, b"", now), method="GET"),
        lambda: signed(f'{{"{PLANTED}": {number}'.encode()),
        lambda: signed(b"\xff\xfe" + noise),
        lambda: signed(deep),
        lambda: signed(f"payload=%7B{PLANTED}".encode(), "application/x-www-form-urlencoded"),
        lambda: Bad(body, signed_headers(secret, body, now) | {"X-Slack-Signature": f"v1={PLANTED}"}),
        lambda: Bad(noise, {"Content-Type": f"multipart/form-data; boundary={PLANTED}"}),
    ]


@pytest.fixture(scope="module")
def door(slack: Slack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bot, HttpDoor]]:
    """A bot that Slack calls."""
    made = Bot(slack, tmp_path_factory.mktemp("http"), {"SLACK_APP_TOKEN": ""}, ("--http", "127.0.0.1:0"))
    made.launch()
    yield made, slack.wire.use_http(f"http://127.0.0.1:{made.port('listening for Slack')}/slack/events")
    slack.wire.use_sockets()
    assert made.stop() == 0
    assert "Traceback" not in made.output


def _asked(url: str, bad: Bad) -> int:
    """The status of one request; 0 where the connection was closed instead."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        connection.request(bad.method, bad.path, bad.body, bad.headers)
        return connection.getresponse().status
    except (http.client.HTTPException, OSError):
        return 0
    finally:
        connection.close()


def _send(url: str, secret: str, numbers: range) -> Counter[int]:
    """The statuses of these requests, one connection for all of them as long as it is kept open."""
    parts, found = urlsplit(url), Counter[int]()
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    for number in numbers:
        kinds = _kinds(secret, number)
        bad = kinds[number % len(kinds)]()
        try:
            connection.request(bad.method, bad.path, bad.body, bad.headers)
            answer = connection.getresponse()
            answer.read()
            found[answer.status] += 1
        except (http.client.HTTPException, OSError):  # hung up on, which is a refusal too
            connection.close()
            found[0] += 1
    connection.close()
    return found


@pytest.mark.parametrize("number", range(len(ODD)))
def test_what_is_signed_and_odd_breaks_nothing(slack: Slack, door: tuple[Bot, HttpDoor], number: int) -> None:
    """Shapes that no Slack sends are acknowledged or refused, never a failure of ours."""
    bot, address = door
    given = json.dumps(ODD[number]).encode()
    forms = [given, f"payload={quote(given)}".encode()]
    for body, kind in zip(forms, ("application/json", "application/x-www-form-urlencoded"), strict=True):
        headers = signed_headers(slack.signing_secret, body, time.time()) | {"Content-Type": kind}
        assert _asked(address.url, Bad(body, headers)) in {200, 400, 404}
    assert not bot.stores("zugzwang")


def test_a_body_that_is_too_large_is_not_read(slack: Slack, door: tuple[Bot, HttpDoor]) -> None:
    """Slack's are far below a megabyte."""
    body = PLANTED.encode() * 100_000
    assert _asked(door[1].url, Bad(body, signed_headers(slack.signing_secret, body, time.time()))) in {0, 413}
    assert not door[0].stores("zugzwang")


def _under_fire(address: HttpDoor, secret: str, numbers: range, between: Callable[[], None]) -> Counter[int]:
    """Send these requests, eight at once, and do something after each batch; the statuses."""
    found = Counter[int]()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        batches = [
            range(start, min(start + BATCH, numbers.stop)) for start in range(numbers.start, numbers.stop, BATCH)
        ]
        for batch in [pool.submit(_send, address.url, secret, batch) for batch in batches]:
            found += batch.result()
            between()
    return found


def test_ten_thousand_bad_requests(
    slack: Slack, ana: Person, door: tuple[Bot, HttpDoor], record_property: Tell
) -> None:
    """Refused with 400, 401, 404 or 405, nothing of them logged or stored; memory stays, and pastes are answered."""
    bot, address = door
    pastes = list[str]()

    def paste() -> None:
        pastes.append(ana.posts(NOT_REGISTERED, channel=f"#bad-requests-{len(pastes) % 8}"))

    found = _under_fire(address, slack.signing_secret, range(MIXED), paste)
    for one in pastes:
        slack.wait_for_answer(one, timeout=60)
    before = vitals(bot)
    found += _under_fire(address, slack.signing_secret, range(MIXED, REQUESTS), lambda: None)
    after = vitals(bot)
    paste()
    slack.wait_for_answer(pastes[-1], timeout=60)
    assert sum(found.values()) == REQUESTS
    assert set(found) <= {0, 400, 401, 404, 405}
    assert after.mib - before.mib < MOST_GROWTH
    assert after.threads <= before.threads
    wait_until(lambda: vitals(bot).files <= before.files + 2, 90, f"the file handles of before: {before}")
    assert not bot.stores("zugzwang")
    assert [len(slack.answers(paste)) for paste in pastes] == [1] * len(pastes)
    assert set(address.answers) == {200}
    record_property("requests refused", f"{REQUESTS:,} ({len(pastes)} pastes answered between them)")
    record_property("before and after", f"{before}; {after}")
