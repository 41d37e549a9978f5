"""Three pages for machines: is it alive, is it ready, what does it measure."""

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus

from bot.edge.listening import Application, Environ, Start
from bot.edge.metrics import CONTENT_TYPE

Check = Callable[[], bool]


def health(alive: Check, ready: Mapping[str, Check], metrics: Callable[[], bytes]) -> Application:
    """/healthz: 503 when `alive` says no.  /readyz: 503 when one of `ready` does; its JSON tells which.  /metrics."""

    def pages(path: str) -> tuple[HTTPStatus, str, bytes]:
        if path == "/healthz":
            well = alive()
            return _status(well=well), "text/plain", b"ok\n" if well else b"not well\n"
        if path == "/readyz":
            found = {name: check() for name, check in ready.items()}
            return _status(well=all(found.values())), "application/json", json.dumps(found).encode() + b"\n"
        if path == "/metrics":
            return HTTPStatus.OK, CONTENT_TYPE, metrics()
        return HTTPStatus.NOT_FOUND, "text/plain", b"/healthz /readyz /metrics\n"

    def application(environ: Environ, start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            status, kind, body = HTTPStatus.METHOD_NOT_ALLOWED, "text/plain", b"GET\n"
        else:
            status, kind, body = pages(environ["PATH_INFO"])
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        start(f"{status.value} {status.phrase}", headers)
        return [body]

    return application


def _status(*, well: bool) -> HTTPStatus:
    return HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
