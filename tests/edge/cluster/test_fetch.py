"""Requests over real sockets: deadlines that hold, one try each, and no foreign exception."""

from socket import socket
from threading import Event
from urllib.parse import urlsplit

import pytest
from kubernetes.client import Configuration

from bot.edge.cluster.fetch import transport
from bot.edge.cluster.guard import GuardedClient
from bot.edge.cluster.wire import MAX_BODY, NO_CONNECTION, NO_CREDENTIALS, NO_TLS, Reply, Request
from bot.model.snapshot import Reason, Unread
from tests.edge.cluster.loopback import Talk, dripping, hanging_up, saying, server, silent, soon

POD = Request("/api/v1/namespaces/shop/pods/api")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"


def test_a_reply_comes_back_with_status_and_body() -> None:
    """The body is handed over as it is, whatever the status."""
    with server(saying(b'{"a": 1}')) as api:
        assert transport(api.client())(POD, soon(10)) == Reply(200, b'{"a": 1}')
        assert api.requests[0].startswith(b"GET /api/v1/namespaces/shop/pods/api HTTP/1.1\r\n")
    with server(saying(b"{}", "403 Forbidden")) as api:
        assert transport(api.client())(POD, soon(10)) == Reply(403, b"{}")


def test_the_token_is_sent() -> None:
    """Each request carries the credentials of the configuration."""
    with server(saying(b"{}")) as api:
        client = api.client()
        client.configuration.api_key["BearerToken"] = "Bearer abc"
        transport(client)(POD, soon(10))
        assert b"\r\nauthorization: bearer abc\r\n" in api.requests[0].lower()


def test_a_token_from_a_file_may_end_in_a_newline() -> None:
    """As `kubectl create token > token` leaves it; one that no header may hold is no credential, and is not sent."""
    with server(saying(b"{}")) as api:
        client = api.client()
        client.configuration.api_key["BearerToken"] = "Bearer abc\n"
        assert transport(client)(POD, soon(10)) == Reply(200, b"{}")
        assert b"\r\nauthorization: bearer abc\r\n" in api.requests[0].lower()
        for wrong in ("Bearer abc\r\nx: y", "Bearer 令牌"):
            client.configuration.api_key["BearerToken"] = wrong
            assert transport(client)(POD, soon(10)) == Unread(Reason.ERROR, NO_CREDENTIALS)
        assert len(api.requests) == 1


@pytest.mark.parametrize("talk", [silent, dripping(HEAD)])
def test_a_server_that_never_ends_is_a_timeout(talk: Talk) -> None:
    """Silence and dripping bodies end at the deadline, long before the server has had its say."""
    with server(talk) as api:
        assert transport(api.client())(POD, soon(0.3)) == Unread(Reason.TIMEOUT)
        assert api.finished == 0


def test_a_deadline_that_has_passed_sends_nothing() -> None:
    """After the deadline no request leaves any more."""
    with server(saying(b"{}")) as api:
        assert transport(api.client())(POD, soon(-1)) == Unread(Reason.TIMEOUT)
        assert api.requests == []


def test_a_request_is_sent_once() -> None:
    """A server that hangs up is not asked again: three more tries would cost three more timeouts."""
    with server(hanging_up) as api:
        assert transport(api.client())(POD, soon(10)) == Unread(Reason.ERROR, NO_CONNECTION)
        assert len(api.requests) == 1


def test_a_closed_door_is_no_connection() -> None:
    """Nobody listens: an error of ours, not the client's."""
    with server(silent) as api:
        closed = api.client()
    assert transport(closed)(POD, soon(10)) == Unread(Reason.ERROR, NO_CONNECTION)


def test_half_a_body_is_no_connection() -> None:
    """A body that breaks off is no answer."""

    def broken(connection: socket, stop: Event) -> None:
        del stop
        connection.sendall(HEAD + b'{"items": [')

    with server(broken) as api:
        assert transport(api.client())(POD, soon(10)) == Unread(Reason.ERROR, NO_CONNECTION)


def test_a_redirect_is_not_followed() -> None:
    """Another place must never get the bot's token, nor be taken for the cluster."""
    with server(saying(b"{}")) as elsewhere:
        talk = saying(b"", "302 Found", f"Location: {elsewhere.url}/api/v1/namespaces/shop/secrets/x\r\n")
        with server(talk) as api:
            reply = transport(api.client())(POD, soon(10))
        assert reply == Reply(302, b"")
        assert elsewhere.requests == []


def test_a_body_without_end_is_refused() -> None:
    """More than MAX_BODY is not kept in memory."""
    with server(saying(b" " * (MAX_BODY + 1))) as api:
        assert transport(api.client())(POD, soon(60)) == Unread(Reason.ERROR, "too large")


def test_a_failed_tls_handshake_is_said_so() -> None:
    """A plain server behind an https address is told apart from one that is not there."""
    with server(saying(b"{}")) as api:
        configuration = Configuration()
        configuration.host = f"https://127.0.0.1:{urlsplit(api.url).port}"
        configuration.retries = False
        assert transport(GuardedClient(configuration))(POD, soon(10)) == Unread(Reason.ERROR, NO_TLS)
