"""What holds for every probe: it is whole, it is told in both languages, and it is proved three times."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core import probes
from bot.core.probe import Probe
from bot.core.probes import every_probe
from bot.core.probing import probe_all
from bot.model.finding import State
from bot.model.text import Lang
from tests.core.probes.looking import book, look_at
from tests.scenes.take import snapshot_of

SOURCES = Path(probes.__file__).parent
TESTS = Path(__file__).parent
EACH = pytest.mark.parametrize("probe", every_probe(), ids=lambda probe: probe.name)


def source(probe: Probe) -> Path:
    """The module of a probe, found by its name."""
    return SOURCES / f"{probe.name.replace('-', '_')}.py"


def strings(path: Path) -> frozenset[str]:
    """Every string that a Python file holds, docstrings included."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def codes_of(probe: Probe) -> Iterator[str]:
    """The codes that a probe can find: those of its strings that findings.yaml knows, and its own unknown."""
    yield from (code for code in book().findings if code in strings(source(probe)))
    if "unknown(" in source(probe).read_text("utf-8"):
        yield f"{probe.name}-unknown"


@EACH
def test_a_probe_is_named_as_its_module(probe: Probe) -> None:
    """Who reads a probe's name in a finding finds its file at once, and the file says which question it asks."""
    assert source(probe).exists()
    assert "?" in (ast.get_docstring(ast.parse(source(probe).read_text("utf-8"))) or "")
    assert len(source(probe).read_text("utf-8").splitlines()) <= 120


@EACH
def test_a_probe_is_proved_three_times(probe: Probe) -> None:
    """Every probe has a scene where it fires, one where it is silent, and one where it may not read."""
    test = TESTS / f"test_{source(probe).stem}.py"
    names = re.findall(r"^def (test_[a-z]+)_", test.read_text("utf-8"), re.MULTILINE)
    assert {"test_fires", "test_silent", "test_forbidden"} <= set(names)


@EACH
def test_every_code_of_a_probe_is_expected_by_its_test(probe: Probe) -> None:
    """A code that no test waits for might never be found, or always."""
    expected = strings(TESTS / f"test_{source(probe).stem}.py")
    assert [code for code in codes_of(probe) if code not in expected] == []


@EACH
def test_a_probe_finds_nothing_wrong_with_a_healthy_pod(probe: Probe) -> None:
    """On a pod where all is well, mounted by a Mount Pod or injected, no probe finds trouble or lacks a read."""
    for scene in ("healthy", "injected"):
        assert {one.state for one in look_at(probe, snapshot_of(scene))} <= {State.FINE}


def test_every_code_belongs_to_a_probe() -> None:
    """A sentence that no probe can say is dead text."""
    used = {code for probe in every_probe() for code in codes_of(probe)}
    assert sorted(set(book().findings) - used) == []


def test_sentences_are_sentences() -> None:
    """Each ends as its language ends a sentence, and Chinese is written in Chinese."""
    for code, text in book().findings.items():
        assert text.said[Lang.EN].endswith((".", "?")), code
        assert text.said[Lang.ZH].endswith(("。", "？")), code
        assert re.search(r"[\u4e00-\u9fff]", text.said[Lang.ZH]), code


def test_findings_are_told_along_the_chain() -> None:
    """All findings come by stage, then by probe, then by subject."""
    found = probe_all(snapshot_of("healthy"))
    assert list(found) == sorted(found, key=lambda one: (one.stage, one.probe, one.subject))
    assert found
