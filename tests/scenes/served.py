"""A scene as an API server on loopback, for the whole bot where no real one is found: the same objects, plain HTTP."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from bot.edge.cluster.wire import Reply, Request
from tests.kubeconfig import write_kubeconfig
from tests.scenes.fake_api import api_of
from tests.scenes.scene import Scene


@dataclass(slots=True)
class Served:
    """The server's kubeconfig, and the scene that it shows now."""

    kubeconfig: Path
    scene: Scene | None = None
    seconds: float = 0.0
    """How long every answer takes."""

    def show(self, scene: Scene) -> Scene:
        """Make the cluster what a scene says."""
        self.scene = scene
        return scene

    def answer(self, path: str, query: str) -> Reply:
        """What a GET comes back with: 404 before the first scene, 500 for what a scene leaves without an answer."""
        if self.scene is None:
            return Reply(404, b"{}")
        found = api_of(self.scene)(Request(path, query), 0.0)
        return found if isinstance(found, Reply) else Reply(500, b"{}")


@contextmanager
def served(work: Path) -> Iterator[Served]:
    """The server, its kubeconfig in *work*, until the block ends."""
    shown = Served(work / "scenes.kubeconfig")

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            time.sleep(shown.seconds)
            asked = urlsplit(self.path)
            reply = shown.answer(asked.path, asked.query)
            self.send_response(reply.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the test says what went wrong."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        server.daemon_threads = True
        write_kubeconfig(shown.kubeconfig, f"http://127.0.0.1:{server.server_port}")
        Thread(target=server.serve_forever, daemon=True).start()
        yield shown
        server.shutdown()
