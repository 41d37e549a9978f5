"""The Request URL way: the same deliveries as signed HTTP requests, with Slack's retry headers."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import aiohttp

from tests.slack_standin.clock import Timing
from tests.slack_standin.courier import Attempt, Delivery, Kind, Outcome
from tests.slack_standin.shapes import Json


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What an address answered."""

    status: int
    body: str
    headers: Mapping[str, str]


def post_event(
    url: str,
    signing_secret: str,
    payload: Json | str,
    *,
    kind: Kind = Kind.EVENT,
    retry_num: int = 0,
    retry_reason: str = "",
    at: float | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpAnswer:
    """Send one request as Slack would and give the answer, whatever its status.

    A `str` payload is sent as it is (for malformed bodies); `at` is the time it claims to be from; `headers` replace
    the made ones (a wrong signature).
    """
    body = payload.encode() if isinstance(payload, str) else _body(kind, payload)
    made = signed_headers(signing_secret, body, at or time.time()) | _dressing(kind, retry_num, retry_reason)
    request = Request(url, data=body, headers=made | dict(headers or {}), method="POST")  # noqa: S310 - loopback
    try:
        with urlopen(request, timeout=30) as response:  # noqa: S310 - the test names the address
            return HttpAnswer(response.status, response.read().decode(), dict(response.headers))
    except HTTPError as error:
        with error:
            return HttpAnswer(error.code, error.read().decode(), dict(error.headers))


def signed_headers(secret: str, body: bytes, at: float) -> dict[str, str]:
    """The v0 signature of a body at a time (seconds since the epoch)."""
    stamp = str(int(at))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def _body(kind: Kind, payload: Json) -> bytes:
    if kind is Kind.EVENT:
        return json.dumps(payload).encode()
    if kind is Kind.COMMAND:
        return urlencode(payload).encode()
    return urlencode({"payload": json.dumps(payload)}).encode()


def _dressing(kind: Kind, retry_num: int, retry_reason: str) -> dict[str, str]:
    content = "application/json" if kind is Kind.EVENT else "application/x-www-form-urlencoded"
    headers = {"Content-Type": content, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
    if retry_num:
        headers |= {"X-Slack-Retry-Num": str(retry_num), "X-Slack-Retry-Reason": retry_reason}
    return headers


@dataclass(slots=True)
class HttpDoor:
    """Delivers to one Request URL."""

    url: str
    secret: str
    timing: Timing
    answers: list[int] = field(default_factory=list)

    async def attempt(self, delivery: Delivery, attempt: Attempt) -> Outcome:
        """One request; a 2xx in time acknowledges, the reasons of a miss are Slack's words."""
        body = _body(delivery.kind, delivery.payload)
        headers = signed_headers(self.secret, body, time.time())
        headers |= _dressing(delivery.kind, attempt.number, attempt.reason)
        timeout = aiohttp.ClientTimeout(total=self.timing.ack)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self.url, data=body, headers=headers) as response,
            ):
                return self._outcome(response, await response.text())
        except TimeoutError:
            return Outcome(acked=False, reason="http_timeout")
        except aiohttp.ClientConnectionError:
            return Outcome(acked=False, reason="connection_failed")

    def _outcome(self, response: aiohttp.ClientResponse, text: str) -> Outcome:
        self.answers.append(response.status)
        if not response.ok:
            return Outcome(acked=False, reason="http_error", final=response.headers.get("X-Slack-No-Retry") == "1")
        is_json = response.content_type == "application/json"
        return Outcome(acked=True, answer=json.loads(text) if is_json and text else {"text": text} if text else {})
