r"""Kubernetes Secrets as people paste them: `data:` and `stringData:` in YAML, in JSON, and in JSON within JSON.

A ConfigMap has a `data:` too and is evidence, so the object's kind decides; where the paste does not show it, values
that are all base64 do.
"""

import re

from bot.core.redaction.grammar import QUOTED

_NEAR = 2048
"""Characters searched for the object's kind on either side (a guess: an object's metadata is shorter)."""

YAML_DATA = (
    r"(?<![^\n])(?P<margin>[ \t]{0,40}+)(?:(?!-[ ])[^\n]{0,80}?[^A-Za-z0-9_\n-])??(?:data|stringData):[ ]?\n"
    r"(?P<value>(?:(?P=margin)[ \t]+[^\s][^\n]*+(?:\n|\Z)|[ \t]*+\n)++)"
)
YAML_ITEM = (
    r"(?m)^(?P<margin>[ \t]*+)[\"']?[\w.-]++[\"']?:[ \t]++"
    r"(?P<value>[^\s][^\n]*+(?:\n(?:(?P=margin)[ \t]+[^\n]*+|[ \t]*+(?=\n)))*+)"
)

_TEXT = r'"(?:[^"\\\n]|\\.)*+(?:"|$)'
_INNER_TEXT = r'\\{1,3}"(?:[^"\\\n]|\\\\\\"|\\(?!\\{0,2}"))*+(?:\\{1,3}"|$)'
_ANY_TEXT = rf"(?:{_TEXT}|{_INNER_TEXT})"
JSON_DATA = (
    r"(?m)\\{0,3}\"(?:data|stringData)\\{0,3}\"\s*+:\s*+\{"
    rf"(?P<value>(?:\s*+,?\s*+{_ANY_TEXT}\s*+:\s*+{_ANY_TEXT})++)"
)
JSON_ITEM = rf":\s*+{QUOTED}"

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?|[A-Za-z0-9+/]{2}==|[\w+/]{3}=")
_JSON_KIND = re.compile(r"kind\\{0,3}\"\s*+:\s*+\\{0,3}\"(\w+)")
_JSON_NEXT = re.compile(r"\s*+\}\s*+,\s*+\\{0,3}\"(?=kind)")


def in_yaml_secret(text: str, data: re.Match[str]) -> bool:
    """Whether this `data:` block (a match of `YAML_DATA`) is a Secret's; `stringData` always is."""
    kind = _yaml_kind(text, data.start(), data.end(), data["margin"])
    return _secret(kind, data, text, YAML_ITEM)


def in_json_secret(text: str, data: re.Match[str]) -> bool:
    """As `in_yaml_secret`, for a match of `JSON_DATA`."""
    kind = _json_kind(text, data.start(), data.end())
    return _secret(kind, data, text, JSON_ITEM)


def _secret(kind: str, data: re.Match[str], text: str, item: str) -> bool:
    if "stringData" in text[data.start() : data.start("value")]:
        return True
    if kind:
        return kind == "Secret"
    values = (found[found.lastgroup or 0] for found in re.finditer(item, data["value"]))
    return all(_BASE64.fullmatch("".join(value.split()).strip("\"'")) for value in values)


def _yaml_kind(text: str, start: int, end: int, margin: str) -> str:
    """The kind on the data's own level: behind it as kubectl prints it, or before it as people write it."""
    here = f"\n{margin}kind:"
    item = f"\n{margin[:-2]}- " if margin else "\n---"  # where one object ends and the next begins
    behind = text.find(here, end - 1, end + _NEAR)
    if behind >= 0 and not any(edge in text[end - 1 : behind] for edge in (item, "\n---")):
        return _word(text, behind + len(here))
    text = "\n" + text[max(0, start - _NEAR) : start]
    ahead = text.rfind(here)
    if ahead >= 0 and not any(edge in text[ahead:] for edge in (item, "\n---")):
        return _word(text, ahead + len(here))
    return ""


def _word(text: str, at: int) -> str:
    return text[at : at + 80].split("\n", 1)[0].strip(" \t\r\"'")


def _json_kind(text: str, start: int, end: int) -> str:
    behind = _JSON_NEXT.match(text, end)
    at = behind.end() if behind else text.rfind('"kind', max(0, start - _NEAR), start) + 1
    found = _JSON_KIND.match(text, at) if at else None
    return found[1] if found else ""
