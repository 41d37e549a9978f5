"""A Kubernetes client that cannot write: what is not on the list is refused before a byte leaves.

The role in deploy/base/rbac.yaml is the first lock, this is the second.  It matters because `get` alone is not
harmless: exec, attach, port-forward and proxies are GETs too, and a person's own kubeconfig may be allowed all of them.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from kubernetes.client import ApiClient, Configuration
from kubernetes.client.rest import RESTClientObject
from kubernetes.config import ConfigException

from bot.edge.cluster.kinds import TABLE, Kind

_REVIEWS = frozenset(f"/apis/authorization.k8s.io/v1/selfsubject{what}reviews" for what in ("access", "rules"))
_NAME = r"[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?"
_QUERIES = frozenset(
    {"labelSelector", "fieldSelector", "resourceVersion", "limit", "continue", "container", "previous"}
    | {"tailLines", "limitBytes"}
)


class WriteRefusedError(Exception):
    """Our own code asked for something that a read-only bot must not do: a defect, never a person's mistake."""


def check(method: str, url: str) -> None:
    """Raises WriteRefusedError unless it is a GET of a kind in the table, or one of the two self-review POSTs."""
    parts = urlsplit(url)
    if method == "POST" and parts.path in _REVIEWS and not parts.query:
        return
    queries = parse_qs(parts.query, keep_blank_values=True)
    if method != "GET" or not _READABLE.fullmatch(parts.path) or not queries.keys() <= _QUERIES:
        raise WriteRefusedError(f"{method} {parts.path} is not among what this bot reads")


def _pattern(kind: Kind) -> str:
    resource, _, below = kind.resource.partition("/")
    path = rf"{re.escape(kind.prefix)}(?:/namespaces/{_NAME})?/{resource}"
    path += rf"/{_NAME}" if kind.verb == "get" else ""
    return f"{path}/{below}" if below else path


_READABLE = re.compile("|".join(_pattern(kind) for kind in TABLE))


class _GuardedWire(RESTClientObject):
    """The lowest place where the client makes a request."""

    def request(self, method: str, url: str, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - handed on
        """As in the base class; raises WriteRefusedError first."""
        check(method.upper(), _below(self.configuration.host, url))
        return super().request(method, url, *args, **options)  # type: ignore[no-untyped-call]


class GuardedClient(ApiClient):
    """The official client, held to `check` in both places where a request can start."""

    def __init__(self, configuration: Configuration) -> None:
        super().__init__(configuration)
        self.rest_client = _GuardedWire(configuration)

    def call_api(self, method: str, url: str, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - handed on
        """As in the base class; raises WriteRefusedError first."""
        check(method.upper(), _below(self.configuration.host, url))
        return super().call_api(method, url, *args, **options)

    def credentials(self, path: str) -> Mapping[str, str]:
        """The headers that identify the bot, renewed when they are about to expire.

        A token from a file may end in a newline, which no header may hold.  Raises ConfigException for one that is
        none at all.
        """
        headers: dict[str, str] = {}
        self.update_params_for_auth(headers, [], ["BearerToken"], path, "GET", None)
        sent = {name: value.strip() for name, value in headers.items()}
        if not all(value.isascii() and value.isprintable() for value in sent.values()):
            raise ConfigException("the token holds what no header may hold")
        return sent


def _below(host: str, url: str) -> str:
    """The URL below the cluster's address, which may have a path of its own (as Rancher's do)."""
    if not url.startswith(f"{host}/"):
        raise WriteRefusedError("a request to another host")
    return url.removeprefix(host)
