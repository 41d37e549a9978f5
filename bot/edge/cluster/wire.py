"""What goes over the wire: a GET, or a self-review, and its reply.  Tests answer from objects, without a server."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.model.snapshot import Json, Unread

JSON = "application/json"
NAMES_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"
"""Lists without spec and status; servers before 1.15 fall back to whole objects."""

NO_CONNECTION = "no connection"
NO_TLS = "no TLS connection"
NO_CREDENTIALS = "no credentials"
"""The details of an `Unread` for which no reply came."""

MAX_BODY = 32 * 1024 * 1024
"""The largest body that is read: a page of 500 PVs is about 1.2 MB, all pods of a full node about 2 MB."""


@dataclass(frozen=True, slots=True)
class Request:
    """A GET: the path, the encoded query, and what may come back; with a `review` a POST of that self-review."""

    path: str
    query: str = ""
    accept: str = JSON
    review: Json | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The HTTP status and the body."""

    status: int
    body: bytes


Transport = Callable[[Request, float], Reply | Unread]
"""Sends a request and waits until a moment of `time.monotonic` at most; Unread (timeout, error) when nothing came."""
