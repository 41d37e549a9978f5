"""Putting a scene into a running control plane, as it is: uids, times and status included, past all admission."""

import base64
import json
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any, TypeVar

from bot.core.objects.fields import name, namespace
from bot.edge.cluster.kinds import TABLE, Kind
from bot.model.snapshot import Json
from tests.control_plane.server import ControlPlane
from tests.scenes.scene import Scene

Item = TypeVar("Item")

_STORED_AS = {"nodes": "minions"}
_KINDS: Mapping[str, Kind] = {kind.part.kind: kind for kind in TABLE if "/" not in kind.resource}
_BATCH = 100
"""Operations in a transaction; etcd takes 128."""


class Filler:
    """Fills a control plane with one scene after another; each takes the place of the one before."""

    def __init__(self, plane: ControlPlane, kubelet_port: int) -> None:
        self._plane = plane
        self._port = kubelet_port
        self._keys: dict[str, str] = {}

    def fill(self, scene: Scene) -> None:
        """Replace what the last scene left by this one, and wait until the API server shows it."""
        self.put(scene.objects, replace=True)

    def put(self, objects: Iterable[Json], *, replace: bool = False) -> None:
        """Add objects, or with *replace* make them the only ones."""
        new = {_key(one): self._fitted(one) for one in objects}
        gone = {key: kind for key, kind in self._keys.items() if replace and key not in new}
        changed: dict[str, int] = {}
        for batch in _batches(new.items()):
            puts = [{"requestPut": {"key": _b64(key), "value": _b64(json.dumps(one))}} for key, one in batch]
            revision = self._commit(puts)
            changed |= {one["kind"]: revision for _key_, one in batch}
        for batch_gone in _batches(gone.items()):
            revision = self._commit([{"requestDeleteRange": {"key": _b64(key)}} for key, _ in batch_gone])
            changed |= {kind: revision for _, kind in batch_gone}
        self._keys = {key: kind for key, kind in self._keys.items() if key not in gone}
        self._keys |= {key: one["kind"] for key, one in new.items()}
        for kind, revision in changed.items():
            self._await(_KINDS[kind], revision)

    def _fitted(self, thing: Json) -> Json:
        """The object as it is stored: a node's kubelet is the one that serves the scene's logs."""
        if thing["kind"] != "Node":
            return thing
        node: dict[str, Any] = deepcopy(dict(thing))
        status = node.setdefault("status", {})
        status["addresses"] = [{"type": "InternalIP", "address": "127.0.0.1"}]
        status["daemonEndpoints"] = {"kubeletEndpoint": {"Port": self._port}}
        return node

    def _commit(self, operations: Sequence[Json]) -> int:
        """One transaction; the revision at which it is in force."""
        request = urllib.request.Request(f"{self._plane.etcd}/v3/kv/txn", json.dumps({"success": operations}).encode())  # noqa: S310 - our own etcd
        with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310 - as above
            return int(json.loads(reply.read())["header"]["revision"])

    def _await(self, kind: Kind, revision: int) -> None:
        """Wait until the API server's watch cache, which serves lists with resourceVersion=0, has that revision."""
        path = f"{kind.prefix}/{kind.resource}?resourceVersion={revision}&fieldSelector=metadata.name%3Dnone"
        for _attempt in range(10):
            if self._plane.ask("GET", path)[0] == 200:
                return
        raise RuntimeError(f"the API server does not show revision {revision} of {kind.resource}")


def _batches(items: Iterable[Item]) -> Iterable[list[Item]]:
    every = list(items)
    return (every[start : start + _BATCH] for start in range(0, len(every), _BATCH))


def _key(thing: Json) -> str:
    resource = _KINDS[thing["kind"]].resource
    steps = ["/registry", _STORED_AS.get(resource, resource), namespace(thing), name(thing)]
    return "/".join(step for step in steps if step)


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
