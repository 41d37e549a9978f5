"""A scene moved to another time: for commands that take the time from the clock."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.scenes.scene import Scene

_RFC3339 = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_CLIENT = re.compile(r"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d", re.MULTILINE)
_KLOG = re.compile(r"^([IWEF])(\d{4} \d\d:\d\d:\d\d)", re.MULTILINE)


def shifted(scene: Scene, now: datetime) -> Scene:
    """The scene with every moment in its objects and logs moved, so that it plays at *now* (UTC, whole seconds)."""
    by = now.astimezone(UTC).replace(microsecond=0) - datetime.fromisoformat(scene.now)
    year = scene.now[:4]

    def move(text: str) -> str:
        return _moved(text, by, year)

    return replace(
        scene,
        now=move(scene.now),
        objects=tuple(_walk(one, move) for one in scene.objects),
        logs={key: move(text) for key, text in scene.logs.items()},
    )


def _walk(thing: Any, move: Callable[[str], str]) -> Any:  # noqa: ANN401 - JSON of any form
    if isinstance(thing, str):
        return move(thing)
    if isinstance(thing, Mapping):
        return {key: _walk(value, move) for key, value in thing.items()}
    return [_walk(item, move) for item in thing] if isinstance(thing, list | tuple) else thing


def _moved(text: str, by: timedelta, year: str) -> str:
    text = _RFC3339.sub(lambda found: _at(found[0], "%Y-%m-%dT%H:%M:%S", by), text)
    text = _CLIENT.sub(lambda found: _at(found[0], "%Y/%m/%d %H:%M:%S", by), text)
    return _KLOG.sub(lambda found: found[1] + _at(f"{year}{found[2]}", "%Y%m%d %H:%M:%S", by)[4:], text)


def _at(text: str, form: str, by: timedelta) -> str:
    return (datetime.strptime(text, form).replace(tzinfo=UTC) + by).strftime(form)
