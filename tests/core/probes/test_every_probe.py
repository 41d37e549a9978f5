"""What holds for every probe: it is whole, it is told in both languages, and it is proved three times."""

import ast
import re
from pathlib import Path

import pytest

from bot.core.chain.look import Probe
from bot.core.judging.probing import probe_all
from bot.core.probes import every_probe
from bot.model.finding import State
from bot.model.text import Lang
from tests.core.probes.codes import codes_of, source, strings
from tests.core.probes.looking import book, look_at
from tests.core.probes.page import PAGE, page
from tests.scenes.take import snapshot_of

TESTS = Path(__file__).parent
EACH = pytest.mark.parametrize("probe", every_probe(), ids=lambda probe: probe.name)


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


def test_every_probe_is_on_its_page() -> None:
    """What each probe asks and reads, and which cases lean on it, is told in docs/probes.md, made by page.py."""
    assert PAGE.read_text("utf-8") == page(), "run `python -m tests.core.probes.page`"
