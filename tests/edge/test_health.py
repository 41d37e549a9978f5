"""The pages for machines, asked over a real socket."""

import json
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from time import monotonic

import pytest

from bot.edge.health import Check, health
from bot.edge.listening import Application, Environ, Listener, Start
from bot.edge.metrics import Metrics
from bot.errors import SettingsError
from bot.settings import Address


@contextmanager
def listening(application: Application, host: str = "127.0.0.1") -> Iterator[Listener]:
    """The application on a free port."""
    listener = Listener(application, Address(host, 0))
    try:
        yield listener
    finally:
        listener.close()


def asked(port: int, path: str, method: str = "GET", host: str = "127.0.0.1") -> tuple[int, bytes, HTTPResponse]:
    """Status, body and response of one request."""
    connection = HTTPConnection(host, port, timeout=10)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        return response.status, response.read(), response
    finally:
        connection.close()


def pages(alive: Check = lambda: True, ready: Mapping[str, Check] | None = None) -> Application:
    """The pages of a bot that is as told."""
    return health(alive, ready or {}, Metrics("0").text)


def test_alive_is_a_page_of_its_own() -> None:
    """/healthz is 200 while the bot lives and 503 when it does not, whatever Slack does."""
    state = {"alive": True}
    with listening(pages(lambda: state["alive"], {"slack": lambda: False})) as listener:
        assert asked(listener.port, "/healthz")[:2] == (200, b"ok\n")
        state["alive"] = False
        assert asked(listener.port, "/healthz")[0] == 503


def test_ready_tells_what_is_missing() -> None:
    """/readyz is 200 only when everything is, and its JSON says which part is not."""
    state = {"slack": True, "database": True}
    checks = {"slack": lambda: state["slack"], "database": lambda: state["database"]}
    with listening(pages(ready=checks)) as listener:
        status, body, _ = asked(listener.port, "/readyz")
        assert (status, json.loads(body)) == (200, {"slack": True, "database": True})
        state["database"] = False
        status, body, _ = asked(listener.port, "/readyz")
        assert (status, json.loads(body)) == (503, {"slack": True, "database": False})


def test_metrics_are_in_prometheus_format() -> None:
    """/metrics says what it is, in the content type that Prometheus expects."""
    with listening(pages()) as listener:
        status, body, response = asked(listener.port, "/metrics")
    assert status == 200
    assert (response.headers["Content-Type"] or "").startswith("text/plain; version=0.0.4")
    assert b'\njuicefs_bot_info{version="0"} 1.0\n' in body


def test_other_paths_and_methods_are_refused() -> None:
    """There is nothing else, and nothing can be sent."""
    with listening(pages()) as listener:
        assert asked(listener.port, "/")[0] == 404
        assert asked(listener.port, "/slack/events")[0] == 404
        assert asked(listener.port, "/metrics", "POST")[0] == 405
        assert asked(listener.port, "/metrics", "HEAD")[:2] == (200, b"")


def test_it_listens_on_ipv6_too() -> None:
    """An address in IPv6 is one like any other."""
    with listening(pages(), "::1") as listener:
        assert asked(listener.port, "/healthz", host="::1")[0] == 200


def test_an_address_in_use_is_told_in_one_sentence() -> None:
    """A port that somebody else has ends the start with a sentence that names it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"Cannot listen on 127.0.0.1:{port}"):
            Listener(pages(), Address("127.0.0.1", port))


def test_closing_finishes_what_is_worked_on_and_frees_the_port() -> None:
    """A request that came before the end is answered; the port can be had again; nobody is kept waiting."""
    entered, leave = threading.Event(), threading.Event()

    def slow(_environ: Environ, start: Start) -> Iterable[bytes]:
        entered.set()
        leave.wait(10)
        start("200 OK", [("Content-Length", "4")])
        return [b"done"]

    got: list[tuple[int, bytes]] = []
    listener = Listener(slow, Address("127.0.0.1", 0))
    client = threading.Thread(target=lambda: got.append(asked(listener.port, "/")[:2]))
    client.start()
    assert entered.wait(10)
    threading.Timer(0.1, leave.set).start()
    listener.close()
    client.join(10)
    assert got == [(200, b"done")]
    Listener(pages(), Address("127.0.0.1", listener.port)).close()


def test_an_idle_connection_does_not_hold_up_the_end() -> None:
    """A scraper that keeps its connection open is hung up on."""
    listener = Listener(pages(), Address("127.0.0.1", 0))
    with socket.create_connection(("127.0.0.1", listener.port), timeout=10) as idle:
        idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert idle.recv(100).startswith(b"HTTP/1.1 200")
        before = monotonic()
        listener.close(30)
        assert monotonic() - before < 30
        idle.settimeout(10)
        while chunk := idle.recv(1000):
            assert chunk
