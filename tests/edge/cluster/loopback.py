"""Servers on loopback that behave badly: they drip, hang, hang up, or answer what they are told."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socket import SHUT_RDWR, socket
from threading import Event, Thread

from kubernetes.client import Configuration

from bot.edge.cluster.guard import GuardedClient

Talk = Callable[[socket, Event], None]
"""What a server does with one connection, until the event is set."""


@dataclass(slots=True)
class Server:
    """A running server: its port, the requests that it got, and how many talks came to their end."""

    port: int
    requests: list[bytes] = field(default_factory=list)
    finished: int = 0

    @property
    def url(self) -> str:
        """Its address, without TLS."""
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> GuardedClient:
        """The bot's client for it, set up as for a cluster."""
        configuration = Configuration()
        configuration.host = self.url
        configuration.retries = False
        return GuardedClient(configuration)


@contextmanager
def server(talk: Talk) -> Iterator[Server]:
    """Serve connections with *talk*, each in a thread of its own."""
    with socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        running = Server(door.getsockname()[1])
        stop = Event()
        open_talks: list[tuple[socket, Thread]] = []

        def serve(connection: socket) -> None:
            with connection:
                try:
                    running.requests.append(connection.recv(65536))
                    talk(connection, stop)
                    running.finished += 1
                except OSError:
                    pass  # the other side hung up, as it should

        def accept() -> None:
            while True:
                try:
                    connection, _ = door.accept()
                except OSError:
                    return
                thread = Thread(target=serve, args=(connection,), daemon=True)
                open_talks.append((connection, thread))
                thread.start()

        acceptor = Thread(target=accept, daemon=True)
        acceptor.start()
        try:
            yield running
        finally:
            stop.set()
            door.shutdown(SHUT_RDWR)
            acceptor.join()
            for _connection, thread in open_talks:
                thread.join()


def saying(body: bytes, status: str = "200 OK", headers: str = "") -> Talk:
    """Answer every request with this body."""

    def talk(connection: socket, stop: Event) -> None:
        del stop
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{headers}\r\n"
        connection.sendall(head.encode() + body)

    return talk


def dripping(first: bytes) -> Talk:
    """Send *first* at once, then a byte every 20 ms for a minute: no single read ever times out."""

    def talk(connection: socket, stop: Event) -> None:
        connection.sendall(first)
        for _ in range(3000):
            if stop.wait(0.02):
                raise OSError
            connection.sendall(b"x")

    return talk


def silent(connection: socket, stop: Event) -> None:
    """Take the request and never answer."""
    del connection
    stop.wait(60)
    raise OSError


def hanging_up(connection: socket, stop: Event) -> None:
    """Take the request and close."""
    del connection, stop


def soon(seconds: float) -> float:
    """A deadline that far from now."""
    return time.monotonic() + seconds
