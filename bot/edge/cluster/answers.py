"""One question to the API server, from the request to the trimmed and redacted answer."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from bot.core.objects.fields import name, namespace
from bot.core.objects.target import is_name
from bot.edge.cluster.kinds import KEPT_LOG_BYTES, KINDS, PAGE, Kind, path_of, query_of
from bot.edge.cluster.wire import Reply, Request, Transport
from bot.edge.hush import Redact, hush
from bot.model.snapshot import Answer, Ask, Json, Objects, Part, Reason, Unread
from bot.model.text import RawText, SafeText

_REASONS: Mapping[int, Reason] = {
    HTTPStatus.FORBIDDEN: Reason.FORBIDDEN,
    HTTPStatus.NOT_FOUND: Reason.NOT_FOUND,
    HTTPStatus.REQUEST_TIMEOUT: Reason.TIMEOUT,
    HTTPStatus.GATEWAY_TIMEOUT: Reason.TIMEOUT,
}


def answer(ask: Ask, send: Transport, redact: Redact, deadline: float) -> Answer:
    """The answer to one question, or why there is none; *deadline* is a moment of `time.monotonic`."""
    if not all(is_name(word) for word in (ask.namespace, ask.name, ask.container) if word):
        return Unread(Reason.ERROR, "not a Kubernetes name")
    request = Request(path_of(ask), query_of(ask))
    if ask.part is Part.LOG:
        return _log(send(request, deadline), redact)
    kind = KINDS[ask.part]
    found = _get(kind, request, send, deadline) if kind.verb == "get" else _list(kind, request, send, deadline)
    if isinstance(found, Unread):
        return found
    quiet: list[Json] = hush(found, redact)
    return tuple(quiet)


def _get(kind: Kind, request: Request, send: Transport, deadline: float) -> Objects | Unread:
    body = _decoded(send(request, deadline))
    if isinstance(body, Unread):
        return body
    kept = kind.keep(body)
    return () if kept is None else (kept,)


def _list(kind: Kind, request: Request, send: Transport, deadline: float) -> Objects | Unread:
    """The objects by namespace and name: the watch cache gives them in another order each time."""
    kept: list[Json] = []
    for page in _pages(request, send, deadline):
        if isinstance(page, Unread):
            return _of_list(page)
        shaped = (kind.keep(_typed(item, page)) for item in page.get("items") or () if isinstance(item, Mapping))
        kept += [item for item in shaped if item is not None]
    return tuple(sorted(kept, key=lambda item: (namespace(item), name(item))))


def _pages(request: Request, send: Transport, deadline: float) -> Iterator[Json | Unread]:
    """Each page of a list; half a list is none, so that a page that cannot be read ends it as unread."""
    token = ""
    while True:
        query = urlencode({"limit": PAGE, "continue": token}) if token else request.query
        page = _decoded(send(replace(request, query=query), deadline))
        yield page
        metadata = {} if isinstance(page, Unread) else page.get("metadata")
        token = str(metadata.get("continue") or "") if isinstance(metadata, Mapping) else ""
        if not token:
            return


def _of_list(gap: Unread) -> Unread:
    """A list is never not-found: 404 means that the server does not serve the kind at all."""
    return Unread(Reason.ERROR, "not served") if gap.reason is Reason.NOT_FOUND else gap


def _typed(item: Json, page: Json) -> Json:
    """An item with its kind, which the API server leaves out in lists."""
    kind = str(page.get("kind") or "").removesuffix("List")
    return {"apiVersion": page.get("apiVersion"), "kind": kind, **item}


def _decoded(reply: Reply | Unread) -> Json | Unread:
    if isinstance(reply, Unread):
        return reply
    if reply.status != HTTPStatus.OK:
        return Unread(_REASONS.get(reply.status, Reason.ERROR), f"HTTP {reply.status}")
    try:
        body: Any = json.loads(reply.body)
    except (ValueError, RecursionError):
        return Unread(Reason.ERROR, "not JSON")
    return body if isinstance(body, Mapping) else Unread(Reason.ERROR, "not an object")


def _log(reply: Reply | Unread, redact: Redact) -> SafeText | Unread:
    if isinstance(reply, Unread):
        return reply
    if reply.status != HTTPStatus.OK:
        return Unread(_REASONS.get(reply.status, Reason.ERROR), f"HTTP {reply.status}")
    return redact(RawText(_tail(reply.body))).text


def _tail(body: bytes) -> str:
    """The last KEPT_LOG_BYTES of a log, from the start of a line."""
    kept = body[-KEPT_LOG_BYTES:]
    if len(kept) < len(body):
        kept = kept[kept.find(b"\n") + 1 :]
    return kept.decode("utf-8", "replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")
