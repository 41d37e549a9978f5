"""Which conversation may have which pods read: the operator's list, and what it says of one pod.

    C0123=shop,pay*; C0456=prod:*,staging:web; dm=shop; *=-

Between semicolons one line a conversation: the id of a channel, `dm` for every direct message, or `*` for every other
channel.  Behind the `=` stand its namespaces with commas between them, each with its context before a colon where it is
not the cluster that is read without one; `*` stands for any characters, a lone `-` for nothing.  What is not listed may
have nothing read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

DIRECT = "dm"
OTHERS = "*"
_WHERE = re.compile(r"[CG][A-Z0-9]{1,20}|dm|\*")
_WHAT = re.compile(r"(?:(?P<context>[^\s,;=]{1,253}):)?(?P<namespace>[a-z0-9*-]{1,63})")
_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Permit:
    """Namespaces of one cluster; `*` stands for any characters in both."""

    namespace: str
    context: str | None = None
    """None for the cluster that is read where nobody names one."""

    def __str__(self) -> str:
        return f"{self.context}:{self.namespace}" if self.context else self.namespace

    def holds(self, namespace: str, context: str, default: str) -> bool:
        """Whether it allows a namespace in a context; `default` is the name of the one that needs no naming."""
        here = context == default if self.context is None else _like(self.context, context)
        return here and _like(self.namespace, namespace)


Permits = Mapping[str, tuple[Permit, ...]]
"""What each conversation may have read: by a channel's id, `dm` and `*`."""


class UnreadablePermitError(ValueError):
    """A line of the list cannot be read; `number` says which, from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(f"line {number}")
        self.number = number


def read_permits(text: str) -> Permits:
    """The list as an operator writes it.  Raises UnreadablePermitError for the first line that is wrong or is twice."""
    found: dict[str, tuple[Permit, ...]] = {}
    lines = [line.strip() for line in text.split(";")]
    for number, line in enumerate(lines, 1):
        if not line and number == len(lines) > 1:
            break
        where, _, what = (part.strip() for part in line.partition("="))
        permits = _permits(what)
        if permits is None or where in found or not _WHERE.fullmatch(where):
            raise UnreadablePermitError(number)
        found[where] = permits
    return found


def permitted(permits: Permits, channel: str) -> tuple[Permit, ...]:
    """What may be read for a conversation, by its id; nothing where it is not listed."""
    return permits.get(channel, permits.get(DIRECT if channel.startswith("D") else OTHERS, ()))


def _permits(text: str) -> tuple[Permit, ...] | None:
    if text == _NOTHING:
        return ()
    found = [_WHAT.fullmatch(part.strip()) for part in text.split(",")]
    read = tuple(Permit(one["namespace"], one["context"]) for one in found if one)
    return read if len(read) == len(found) and _NOTHING not in {one.namespace for one in read} else None


def _like(pattern: str, name: str) -> bool:
    return bool(re.fullmatch(re.sub(r"(?:\\\*)+", ".*", re.escape(pattern)), name))
