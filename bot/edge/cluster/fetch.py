"""Sending a request through the Kubernetes client, with a deadline that holds even when a body drips."""

from time import monotonic

from kubernetes.client import ApiException
from kubernetes.config import ConfigException
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as WireTimeout

from bot.edge.cluster.guard import GuardedClient
from bot.edge.cluster.wire import JSON, MAX_BODY, NO_CONNECTION, NO_CREDENTIALS, NO_TLS, Reply, Request, Transport
from bot.model.snapshot import Reason, Unread

_CHUNK = 64 * 1024

_GAPS: tuple[tuple[type[Exception], Unread], ...] = (
    (NewConnectionError, Unread(Reason.ERROR, NO_CONNECTION)),  # first, as urllib3 counts it among its timeouts
    (WireTimeout, Unread(Reason.TIMEOUT)),
    (ConfigException, Unread(Reason.ERROR, NO_CREDENTIALS)),
    (ApiException, Unread(Reason.ERROR, NO_TLS)),  # the client's word for a TLS failure, with status 0
    (Exception, Unread(Reason.ERROR, NO_CONNECTION)),
)
"""What each of the client's exceptions means, the first that fits."""


def transport(client: GuardedClient) -> Transport:
    """A transport over *client*; safe to use from many threads."""

    def send(request: Request, deadline: float) -> Reply | Unread:
        left = deadline - monotonic()
        if left <= 0:
            return Unread(Reason.TIMEOUT)
        try:
            return _send(client, request, left, deadline)
        except (HTTPError, ApiException, ConfigException, OSError) as error:
            return next(gap for kind, gap in _GAPS if isinstance(error, kind))

    return send


def _send(client: GuardedClient, request: Request, left: float, deadline: float) -> Reply | Unread:
    headers = {"Accept": request.accept, "User-Agent": "juicefs-bot", **client.credentials(request.path)}
    url = client.configuration.host + request.path + (f"?{request.query}" if request.query else "")
    method = "GET" if request.review is None else "POST"
    headers |= {"Content-Type": JSON} if request.review is not None else {}
    response = client.call_api(method, url, headers, request.review, _request_timeout=(left, left)).response
    body = _body(response, deadline)
    return body if isinstance(body, Unread) else Reply(response.status, body)


def _body(response: BaseHTTPResponse, deadline: float) -> bytes | Unread:
    """The whole body.  The client's timeout is for each read of the socket alone, so look at the clock between them."""
    body = bytearray()
    while chunk := response.read1(_CHUNK):
        body += chunk
        if monotonic() > deadline or len(body) > MAX_BODY:
            response.close()
            return Unread(Reason.ERROR, "too large") if len(body) > MAX_BODY else Unread(Reason.TIMEOUT)
    response.release_conn()
    return bytes(body)
