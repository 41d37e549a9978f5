"""Redaction of whole objects: every string of every object goes through it before anything else sees the object."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.model.text import RawText, Redacted

Redact = Callable[[RawText], Redacted]
"""`bot.core.redaction.redact.redact`, or another in tests."""

HIDDEN = "[hidden]"

_SECRET_KEY = re.compile(
    r"(?:passw(?:or)?d|passwd|passphrase|pwd|token|secret|(?:secret|access|api|private|encrypt|rsa)key|credentials?)$"
)
_PLAIN = re.compile(r"[a-z0-9:./]{0,19}|[0-9T:.Z+-]{20,32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Short lower-case words and numbers, times and uids: most strings of an object, and none of them a secret by form."""

_IDENTITY = frozenset({"name", "namespace", "uid", "nodeName", "claimName", "volumeName", "volumeHandle"})
"""Fields that objects refer to each other by; they are Kubernetes names, and a redacted one would break the chain."""


def hush(thing: Any, redact: Redact) -> Any:  # noqa: ANN401 - JSON of any form
    """A JSON value with every string redacted; strings under a key that names a secret are hidden whole.

    Pairs of `name` and `value` (environment variables, anywhere) count as a key and its value.
    """
    seen: dict[str, str] = {}

    def safe(text: str) -> str:
        if text not in seen:
            seen[text] = text if _PLAIN.fullmatch(text) else str(redact(RawText(text)).text)
        return seen[text]

    return _walk(thing, safe)


def _walk(thing: Any, safe: Callable[[str], str]) -> Any:  # noqa: ANN401 - as above
    if isinstance(thing, str):
        return safe(_whole_characters(thing))
    if isinstance(thing, Mapping):
        pair = str(thing.get("name", "")) if "value" in thing else ""
        return {key: _value(pair if key == "value" and pair else key, value, safe) for key, value in thing.items()}
    if isinstance(thing, Sequence):
        return [_walk(item, safe) for item in thing]
    return thing


def _value(key: object, value: Any, safe: Callable[[str], str]) -> Any:  # noqa: ANN401 - as above
    if isinstance(value, str) and value:
        if key in _IDENTITY:
            return value
        if names_a_secret(str(key)):
            return HIDDEN
    return _walk(value, safe)


def names_a_secret(key: str) -> bool:
    """Whether what stands under this key is a secret by its name: `redis-password`, `SECRET_KEY`, `apiToken`."""
    return bool(_SECRET_KEY.search(re.sub(r"[^a-z]", "", key.lower())))


def _whole_characters(text: str) -> str:
    """The text without halves of surrogate pairs, which JSON can escape and UTF-8 cannot hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
