"""HTTP instead of Socket Mode: Slack's signed requests, checked before a byte of them is understood."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk.signature import SignatureVerifier

PATH = "/slack/events"
"""Events, buttons and commands all come here."""
MOST_BYTES = 1024 * 1024
"""The largest request; Slack's are far below, for long pastes come as files."""

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], object]


def slack_requests(app: App, secret: str) -> Callable[[Environ, Start], Iterable[bytes]]:
    """A WSGI application that hands Slack's requests to the Bolt app.

    What is not signed with `secret`, or older than five minutes, is answered 401, what cannot be read 400, any other
    path 404; none of these is logged.
    """
    verifier = SignatureVerifier(secret)

    def answered(environ: Environ) -> BoltResponse:
        if environ["PATH_INFO"] != PATH:
            return _plain(HTTPStatus.NOT_FOUND)
        if environ["REQUEST_METHOD"] != "POST":
            return _plain(HTTPStatus.METHOD_NOT_ALLOWED)
        body, headers = _body(environ), _headers(environ)
        if not _signed(verifier, body, headers):
            return _plain(HTTPStatus.UNAUTHORIZED)
        try:
            request = BoltRequest(body=body.decode(), query=environ.get("QUERY_STRING", ""), headers=headers)
        except (ValueError, TypeError, AttributeError, RecursionError):  # signed, and yet nothing that Slack sends
            return _plain(HTTPStatus.BAD_REQUEST)
        if not isinstance(request.body.get("event", {}), Mapping):  # Bolt would fail on it
            return _plain(HTTPStatus.BAD_REQUEST)
        return app.dispatch(request)

    def application(environ: Environ, start: Start) -> Iterable[bytes]:
        response = answered(environ)
        content = (response.body or "").encode()
        headers = [(name, value) for name, values in response.headers.items() for value in values]
        status = HTTPStatus(response.status)
        start(f"{status.value} {status.phrase}", [*headers, ("Content-Length", str(len(content)))])
        return [content]

    return application


def _body(environ: Environ) -> bytes:
    length = environ.get("CONTENT_LENGTH") or "0"
    content: bytes = environ["wsgi.input"].read(int(length))
    return content


def _headers(environ: Environ) -> dict[str, str | Sequence[str]]:
    found: dict[str, str | Sequence[str]] = {"content-type": str(environ.get("CONTENT_TYPE", ""))}
    for name, value in environ.items():
        if name.startswith("HTTP_X_SLACK_"):
            found[name.removeprefix("HTTP_").lower().replace("_", "-")] = str(value)
    return found


def _signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str | Sequence[str]]) -> bool:
    at, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
    try:
        return verifier.is_valid(body, str(at), str(signature))
    except (ValueError, TypeError, OverflowError):  # a time that is no number, a body or signature that is no text
        return False


def _plain(status: HTTPStatus) -> BoltResponse:
    return BoltResponse(status=status.value, body=f"{status.phrase}\n", headers={"Content-Type": "text/plain"})
