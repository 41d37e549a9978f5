"""A way to the API server that can be made bad: refusing, failing, dripping, silent, or not there at all."""

import json
import re
import ssl
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Semaphore, Thread
from urllib.error import HTTPError

from tests.control_plane.server import ControlPlane

DRIP_SECONDS = 0.2
"""Between two bytes of a body that drips."""
PLANTED = "zugzwang-planted"
"""Stands in every body that the proxy makes up: nothing of it may reach a person or a log."""


class Way(Enum):
    """How requests fare."""

    OPEN = 0
    FORBIDDEN = 403
    BROKEN = 500
    DRIPPING = -1
    SILENT = -2


class ApiProxy:
    """Plain HTTP on loopback in front of a real API server; every request is handed on with the token that it has."""

    def __init__(self, plane: ControlPlane) -> None:
        self._plane = plane
        self._way, self._paths = Way.OPEN, re.compile("")
        self._over = Event()
        self._first = Semaphore(0)
        self._then: Callable[[], None] | None = None
        self._server = self._serve(0)
        self._port = self._server.server_port

    @property
    def url(self) -> str:
        """Its address, the same for good."""
        return f"http://127.0.0.1:{self._port}"

    @contextmanager
    def bad(self, way: Way, paths: str = "") -> Iterator[None]:
        """Treat all requests like this, or those whose path matches the expression *paths*."""
        self._way, self._paths = way, re.compile(paths)
        try:
            yield
        finally:
            self._way = Way.OPEN

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody listens: connections are refused."""
        self._stop()
        try:
            yield
        finally:
            self._server = self._serve(self._port)

    def after(self, requests: int, do: Callable[[], None]) -> None:
        """Do something, once, when so many more requests have been answered."""
        self._first = Semaphore(requests)
        self._then = do

    def close(self) -> None:
        """End it, and every request that still drips or waits."""
        self._over.set()
        self._stop()

    def _stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _serve(self, port: int) -> ThreadingHTTPServer:
        made = _Quiet(("127.0.0.1", port), _handler(self))
        Thread(target=made.serve_forever, daemon=True).start()
        return made

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        if self._then and not self._first.acquire(blocking=False):
            do, self._then = self._then, None
            do()
        way = self._way if self._paths.search(request.path) else Way.OPEN
        if way is Way.SILENT:
            self._over.wait()
        elif way in (Way.FORBIDDEN, Way.BROKEN):
            _send(request, way.value, json.dumps({"kind": "Status", "code": way.value, "message": PLANTED}).encode())
        else:
            status, body = self._handed_on(request)
            _send(request, status, body[:1] if way is Way.DRIPPING else body, len(body))
            for place in range(1, len(body) if way is Way.DRIPPING else 0):
                if self._over.wait(DRIP_SECONDS):
                    return
                request.wfile.write(body[place : place + 1])

    def _handed_on(self, asked: BaseHTTPRequestHandler) -> tuple[int, bytes]:
        length = int(asked.headers.get("Content-Length", 0))
        kept = {
            name: asked.headers[name] for name in ("Authorization", "Accept", "Content-Type") if asked.headers[name]
        }
        given = asked.rfile.read(length) if length else None
        request = urllib.request.Request(self._plane.url + asked.path, given, kept, method=asked.command)  # noqa: S310 - our own server
        trust = ssl.create_default_context(cafile=str(self._plane.work / "ca.crt"))
        try:
            with urllib.request.urlopen(request, context=trust, timeout=30) as reply:  # noqa: S310 - as above
                return reply.status, reply.read()
        except HTTPError as error:
            with error:
                return error.code, error.read()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """The bot hung up at its deadline, as it should."""


def _send(request: BaseHTTPRequestHandler, status: int, body: bytes, length: int | None = None) -> None:
    request.send_response(status)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(body) if length is None else length))
    request.end_headers()
    request.wfile.write(body)


def _handler(proxy: ApiProxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            proxy.answer(self)

        def do_POST(self) -> None:
            proxy.answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing on stderr."""

    return Handler
