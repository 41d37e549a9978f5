"""The driver's configuration out of its ConfigMap."""

from collections.abc import Mapping

from bot.edge.plain_yaml import NotPlain, read_yaml
from bot.model.snapshot import Json


def read_config(text: str) -> Json:
    """`config`: the mapping in config.yaml (empty when there is none), or null with `broken` saying why not.

    The driver keeps its old configuration when the new one cannot be parsed, and says so only in its log.
    """
    try:
        found = read_yaml(text)
    except NotPlain as why:
        return {"config": None, "broken": f"{why} (line {why.line})" if why.line else str(why)}
    if found is None:
        return {"config": {}, "broken": ""}
    if isinstance(found, Mapping):
        return {"config": found, "broken": ""}
    return {"config": None, "broken": "it is no mapping"}
