"""Reading a scene: its base, its changes, its events and logs, put together into one cluster."""

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml

from bot.core.objects.fields import name, namespace, uid
from bot.core.objects.target import read_target
from bot.edge.plain_yaml import PlainLoader
from bot.model.snapshot import Json, PodRef
from tests.scenes.edit import put

FOLDER = Path(__file__).parent

_KEYS = frozenset("says base pod now names objects change events logs forbid silent broken expect".split())
_AGO = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")

LogKey = tuple[str, str, str, bool]
"""Namespace, pod, container, and whether it is the run before the last restart."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A cluster at one moment, the pod to be diagnosed, and what the API server will not tell."""

    name: str
    pod: PodRef
    now: str
    objects: tuple[Json, ...]
    """Events included; each has apiVersion, kind, name and uid."""
    logs: Mapping[LogKey, str]
    forbidden: frozenset[str] = frozenset()
    """Resources that are answered with 403, such as `csinodes` or `pods/log`; `list pods` refuses lists alone."""
    silent: frozenset[str] = frozenset()
    """Resources that are never answered."""
    broken: frozenset[str] = frozenset()
    """Resources that are answered with 500."""
    expect: Any = None
    """What the scene's own test expects; the loader does not look at it."""
    names: Mapping[str, str] = field(default_factory=dict)

    def get(self, alias: str) -> Json:
        """The object that a short word (or `Kind ns/name`) names.  Raises KeyError when it is not there."""
        thing: Json = _find(list(self.objects), self.names.get(alias, alias))
        return thing


def load(path: Path | str) -> Scene:
    """The scene in a file, or in the file of that name in this folder.  Raises ValueError when a key is unknown."""
    path = FOLDER / f"{path}.yaml" if isinstance(path, str) else path
    return compose(_yaml(path), path.stem)


@cache
def _yaml(path: Path) -> Mapping[str, Any]:
    raw: Mapping[str, Any] = yaml.load(path.read_text("utf-8"), PlainLoader)  # noqa: S506 - a safe loader without dates
    return raw


def compose(raw: Mapping[str, Any], called: str = "inline") -> Scene:
    """The scene that a mapping describes (the same form as a file), for scenes that are written inside a test."""
    if unknown := raw.keys() - _KEYS:
        raise ValueError(f"{called}: unknown keys {sorted(unknown)}")
    base = load(str(raw["base"])) if "base" in raw else None
    names = {**(base.names if base else {}), **raw.get("names", {})}
    # one by one: what YAML anchors share between two objects must not change in both
    objects: list[Any] = [deepcopy(one) for one in (*(base.objects if base else ()), *raw.get("objects", ()))]
    words = _words(objects, names)
    for change in _filled(raw.get("change", []), words):
        _change(objects, names, change)
    words = _words(objects, names)
    now = str(raw.get("now") or (base.now if base else ""))
    for number, event in enumerate(_filled(raw.get("events", []), words)):
        objects.append(_event(objects, names, now, f"{called}-{number}", event))
    logs = _filled(raw.get("logs", {}), words)
    return Scene(
        name=called,
        pod=read_target(str(raw["pod"])).pod if "pod" in raw or base is None else base.pod,
        now=now,
        objects=tuple(objects),
        logs={**(base.logs if base else {}), **{_log_key(key, names): text for key, text in logs.items()}},
        forbidden=frozenset(raw.get("forbid", ())),
        silent=frozenset(raw.get("silent", ())),
        broken=frozenset(raw.get("broken", ())),
        expect=raw.get("expect"),
        names=names,
    )


def _find(objects: list[Any], full: str) -> Any:  # noqa: ANN401 - an object that may be changed
    kind, _, path = full.partition(" ")
    space, _, wanted = path.rpartition("/")
    for thing in objects:
        if (thing["kind"], namespace(thing), name(thing)) == (kind, space, wanted):
            return thing
    raise KeyError(f"no {full} in the scene")


def _words(objects: list[Any], names: Mapping[str, str]) -> dict[str, str]:
    """What `<alias>` and `<alias.uid>` stand for."""
    words: dict[str, str] = {}
    for alias, full in names.items():
        try:
            thing = _find(objects, full)
        except KeyError:
            continue
        words |= {f"<{alias}>": name(thing), f"<{alias}.uid>": uid(thing)}
    return words


def _filled(thing: Any, words: Mapping[str, str]) -> Any:  # noqa: ANN401 - YAML of any form
    if isinstance(thing, str):
        return re.sub(r"<[a-z0-9.-]+>", lambda found: words.get(found[0], found[0]), thing)
    if isinstance(thing, Mapping):
        return {key: _filled(value, words) for key, value in thing.items()}
    return [_filled(item, words) for item in thing] if isinstance(thing, list) else thing


def _change(objects: list[Any], names: dict[str, str], change: Mapping[str, Any]) -> None:
    """One change: `of` an object `set` paths; `remove` an object; `add` one; `copy` one `as` another."""
    if "remove" in change:
        objects.remove(_find(objects, names.get(change["remove"], change["remove"])))
        return
    if "add" in change:
        thing = deepcopy(change["add"])
        thing["metadata"].setdefault("uid", _new_uid(thing))
        objects.append(thing)
    elif "copy" in change:
        thing = _copied(_find(objects, names.get(change["copy"], change["copy"])), change["as"])
        objects.append(thing)
    else:
        thing = _find(objects, names.get(change["of"], change["of"]))
    for path, value in change.get("set", {}).items():
        put(thing, path, deepcopy(value))
    if "call" in change:
        names[change["call"]] = " ".join((thing["kind"], "/".join(filter(None, (namespace(thing), name(thing))))))


def _copied(thing: Any, path: str) -> Any:  # noqa: ANN401 - an object
    copy = deepcopy(thing)
    space, _, called = path.rpartition("/")
    copy["metadata"] |= {"name": called} | ({"namespace": space} if space else {})
    copy["metadata"]["uid"] = _new_uid(copy)
    return copy


def _new_uid(thing: Json) -> str:
    return str(uuid5(NAMESPACE_URL, f"{thing['kind']} {namespace(thing)}/{name(thing)}"))


def _event(objects: list[Any], names: Mapping[str, str], now: str, called: str, event: Mapping[str, Any]) -> Json:
    about = _find(objects, names.get(event["about"], event["about"]))
    space = namespace(about) or "default"
    source = event.get("source", "kubelet")
    last = _ago(now, str(event.get("ago", "1m")))
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {"name": f"{name(about)}.{called}", "namespace": space, "uid": str(uuid5(NAMESPACE_URL, called))},
        "involvedObject": {
            "apiVersion": about["apiVersion"],
            "kind": about["kind"],
            **({"namespace": namespace(about)} if namespace(about) else {}),
            "name": name(about),
            "uid": event.get("uid") or uid(about),
        },
        "type": event.get("type", "Warning"),
        "reason": event["reason"],
        "message": event["message"],
        "source": {"component": source} | ({"host": "node-b"} if source == "kubelet" else {}),
        "firstTimestamp": _ago(now, str(event["first"])) if "first" in event else last,
        "lastTimestamp": last,
        "count": event.get("count", 3),
        "reportingComponent": "",
        "reportingInstance": "",
    }


def _ago(now: str, span: str) -> str:
    found = _AGO.fullmatch(span)
    if not span or found is None:
        raise ValueError(f"{span!r} is no span of time such as 2m30s")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    moment = datetime.fromisoformat(now).astimezone(UTC)
    moment -= timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _log_key(key: str, names: Mapping[str, str]) -> LogKey:
    """`alias/container` or `ns/pod/container`, with `#previous` behind it for the run before."""
    path, _, run = key.partition("#")
    pod, _, container = path.rpartition("/")
    space, _, called = names.get(pod, f"Pod {pod}").partition(" ")[2].partition("/")
    return space, called, container, run == "previous"
