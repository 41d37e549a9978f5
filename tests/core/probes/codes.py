"""Which codes a probe can find, read from its source."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.core import probes
from bot.core.chain.look import Probe
from tests.core.probes.looking import book


def source(probe: Probe) -> Path:
    """The module of a probe, found by its name."""
    return Path(probes.__file__).parent / f"{probe.name.replace('-', '_')}.py"


@cache
def strings(path: Path) -> frozenset[str]:
    """Every string that a Python file holds, docstrings included."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def codes_of(probe: Probe) -> Iterator[str]:
    """The codes that a probe can find: those of its strings that findings.yaml knows, and its own unknown."""
    yield from (code for code in book().findings if code in strings(source(probe)))
    if "unknown(" in source(probe).read_text("utf-8"):
        yield f"{probe.name}-unknown"
