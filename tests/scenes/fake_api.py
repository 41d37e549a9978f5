"""An API server as a plain function: it answers gets and lists from a scene, selectors, pages and refusals included."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from bot.core.objects.fields import field, labels, name, namespace
from bot.edge.cluster.kinds import METRICS, TABLE, Kind
from bot.edge.cluster.wire import Reply, Request, Transport
from bot.model.snapshot import Json, Reason, Unread
from tests.scenes.scene import Scene


def resource_of(kind: Kind) -> str:
    """How scenes call a resource: `pods`; pods of another group as kubectl does, `pods.metrics.k8s.io`."""
    return f"{kind.resource}.{METRICS}" if kind.group == METRICS else kind.resource


_KIND = {resource_of(kind): kind.part.kind for kind in TABLE}


def api_of(scene: Scene) -> Transport:
    """A transport whose API server knows what the scene holds, and answers at once or never."""

    def send(request: Request, deadline: float) -> Reply | Unread:
        del deadline
        space, resource, called = _read_path(request.path)
        asked = {resource} if called else {resource, f"list {resource}"}
        if asked & scene.silent:
            return Unread(Reason.TIMEOUT)
        if asked & (scene.forbidden | scene.broken):
            return Reply(403 if asked & scene.forbidden else 500, b"{}")
        query = {key: values[0] for key, values in parse_qs(request.query, keep_blank_values=True).items()}
        if resource == "pods/log":
            return _log(scene, space, called, query)
        every = [one for one in scene.objects if one["kind"] == _KIND[resource]]
        here = [one for one in every if not space or namespace(one) == space]
        return _get(here, called) if called else _list(here, query, _KIND[resource])

    return send


def _read_path(path: str) -> tuple[str, str, str]:
    """Namespace, resource (with /log) and name of an API path; empty where it has none."""
    steps = path.strip("/").split("/")
    group = f".{METRICS}" if METRICS in steps else ""
    steps = steps[2:] if steps[0] == "api" else steps[3:]
    space = ""
    if steps[0] == "namespaces" and len(steps) > 2:
        space, steps = steps[1], steps[2:]
    return space, "/".join([steps[0], *steps[2:]]) + group, steps[1] if len(steps) > 1 else ""


def _get(objects: list[Json], called: str) -> Reply:
    found = next((one for one in objects if name(one) == called), None)
    return Reply(404, b"{}") if found is None else Reply(200, json.dumps(found).encode())


def _list(objects: list[Json], query: Mapping[str, str], kind: str) -> Reply:
    chosen = [one for one in objects if _selected(one, query)]
    start = int(query.get("continue", "0"))
    size = len(chosen) if query.get("resourceVersion") == "0" else int(query.get("limit", len(chosen)))
    page = chosen[start : start + size]
    more = {"continue": str(start + size)} if start + size < len(chosen) else {}
    bare = [{key: value for key, value in one.items() if key not in {"kind", "apiVersion"}} for one in page]
    version = chosen[0]["apiVersion"] if chosen else "v1"
    body: dict[str, Any] = {"kind": f"{kind}List", "apiVersion": version, "metadata": more, "items": bare}
    return Reply(200, json.dumps(body).encode())


def _selected(thing: Json, query: Mapping[str, str]) -> bool:
    for pair in filter(None, query.get("labelSelector", "").split(",")):
        key, _, value = pair.partition("=")
        if labels(thing).get(key) != value:
            return False
    for pair in filter(None, query.get("fieldSelector", "").split(",")):
        path, _, value = pair.partition("=")
        if (field(thing, *path.split(".")) or "") != value:
            return False
    return True


def _log(scene: Scene, space: str, pod: str, query: Mapping[str, str]) -> Reply:
    if not any((one["kind"], namespace(one), name(one)) == ("Pod", space, pod) for one in scene.objects):
        return Reply(404, b"{}")
    text = scene.logs.get((space, pod, query["container"], query.get("previous") == "true"))
    if text is None:
        return Reply(400, b"{}")
    lines = text.splitlines(keepends=True)[-int(query["tailLines"]) :]
    return Reply(200, "".join(lines).encode()[: int(query["limitBytes"])])
