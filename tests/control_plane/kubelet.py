"""A kubelet that only serves logs: a real API server fetches them from here when somebody asks it for a pod's log."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlparse

from tests.scenes.scene import LogKey

Logs = dict[LogKey, str]


@contextmanager
def kubelet(work: Path, logs: Logs) -> Iterator[int]:
    """Serve *logs*, which may change at any time, with the certificate in *work*; gives the port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(logs))
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(work / "server.crt", work / "server.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(logs: Logs) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """GET /containerLogs/{namespace}/{pod}/{container}; the tail first and then the bytes, as kubelets do."""
            url = urlparse(self.path)
            query = {key: values[0] for key, values in parse_qs(url.query).items()}
            _, namespace, pod, container = url.path.strip("/").split("/")
            text = logs.get((namespace, pod, container, query.get("previous") == "true"))
            lines = (text or "").splitlines(keepends=True)[-int(query.get("tailLines", 10**9)) :]
            body = "".join(lines).encode()[: int(query.get("limitBytes", 10**9))]
            self.send_response(404 if text is None else 200)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing on stderr."""

    return Handler
