"""Changing an object at a path: `status.conditions[Ready].status`, `metadata.labels[app.kubernetes.io/name]`."""

import re
from itertools import pairwise
from typing import Any

_STEP = re.compile(r"([^.\[\]]+)|\[([^\]]+)\]")


def put(thing: Any, path: str, value: Any) -> None:  # noqa: ANN401 - JSON of any form
    """Set the value at *path* inside *thing*; None removes what is there.

    A step in brackets is a key of a mapping, or in a list the item with that name or type, its index, or `+` for a new
    one at the end.  Mappings that are missing on the way are made.  Raises KeyError when a list has no such item.
    """
    steps = [plain or bracketed for plain, bracketed in _STEP.findall(path)]
    for step, following in pairwise(steps):
        thing = _into(thing, step, following)
    _set(thing, steps[-1], value)


def _into(thing: Any, step: str, following: str) -> Any:  # noqa: ANN401 - as above
    if isinstance(thing, list):
        if step == "+":
            thing.append({})
            return thing[-1]
        return thing[_index(thing, step)]
    if not isinstance(thing.get(step), dict | list):
        thing[step] = [] if following == "+" else {}
    return thing[step]


def _set(thing: Any, step: str, value: Any) -> None:  # noqa: ANN401 - as above
    if not isinstance(thing, list):
        if value is None:
            thing.pop(step, None)
        else:
            thing[step] = value
    elif step == "+":
        thing.append(value)
    elif value is None:
        del thing[_index(thing, step)]
    else:
        thing[_index(thing, step)] = value


def _index(things: list[Any], step: str) -> int:
    for number, item in enumerate(things):
        if isinstance(item, dict) and step in {item.get("name"), item.get("type")}:
            return number
    if step.isdecimal() and int(step) < len(things):
        return int(step)
    raise KeyError(f"no item {step!r} in the list")
