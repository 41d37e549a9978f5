"""docs/security.md and docs/reliability.md promise nothing without a test that there is."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_PAGES = [_ROOT / "docs" / "security.md", _ROOT / "docs" / "reliability.md"]
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.name)
def test_every_named_test_exists(page: Path) -> None:
    """Each `tests/….py::test_…` of the page is a test function of that file."""
    named = _NAMED.findall(page.read_text("utf-8"))
    assert len(named) > 20
    assert [f"{file}::{name}" for file, name in named if name not in _tests(file)] == []


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.name)
def test_every_promise_has_its_test(page: Path) -> None:
    """Each row of a table that ends with `proved by` names a test in that column, and nothing else."""
    rows = _promises(page.read_text("utf-8"))
    assert len(rows) > 15
    assert [row for row in rows if not re.fullmatch(rf"{_NAMED.pattern}(?:, {_NAMED.pattern})*", row)] == []


def _promises(text: str) -> list[str]:
    """The last column of every row of the tables whose head says `proved by`."""
    tables = [table.splitlines() for table in re.split(r"\n\n", text) if table.startswith("|")]
    told = [table for table in tables if table[0].endswith("| proved by |")]
    return [row.rstrip(" |").rsplit(" | ", 1)[1] for table in told for row in table[2:]]


@cache
def _tests(file: str) -> frozenset[str]:
    """The test functions of a file; none where there is no such file."""
    path = _ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
