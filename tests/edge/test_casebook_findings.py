"""findings.yaml: a sound file becomes sentences, a faulty entry is named by line and rule; cases name real codes."""

import re
from pathlib import Path

import pytest

from bot.edge.casebook import built_in_folder, check
from bot.edge.casebook.faults import Faults
from bot.edge.casebook.findings import read_findings
from bot.model.finding import State, Weight
from bot.model.text import Lang

SOUND = """
driver-registered: {state: fine, weight: strong, en: "{driver} is here.", zh: "{driver} 已注册。"}
registration-unknown: {state: unknown, en: "No {kind}: {reason}.", zh: "没有 {kind}：{reason}。"}
"""


def faults_of(text: str) -> list[str]:
    """The faults of a findings file, as `line: rule`."""
    faults = Faults("findings.yaml")
    read_findings(text, faults)
    return [f"{fault.line}: {fault.rule}" for fault in faults.found]


def test_a_sound_file_is_read() -> None:
    """State, weight and both sentences; what is unknown weighs nothing."""
    faults = Faults("findings.yaml")
    found = read_findings(SOUND, faults)
    assert faults.found == []
    assert (found["driver-registered"].state, found["driver-registered"].weight) == (State.FINE, Weight.STRONG)
    assert found["registration-unknown"].weight is Weight.WEAK
    assert found["driver-registered"].said[Lang.ZH] == "{driver} 已注册。"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ('a-b: {state: fine, weight: strong, en: "x.", zh: "好。", note: y}', ["1: unknown-key"]),
        ('a-b: {state: fine, weight: strong, en: "x."}', ["1: both-languages"]),
        ('a-b: {state: fine, weight: strong, en: "{pod}.", zh: "好。"}', ["1: slots"]),
        ('a-b: {state: fine, weight: strong, en: "{Pod.x}.", zh: "{Pod.x}。"}', ["1: slots", "1: slots"]),
        ('a-b: {state: fine, weight: strong, en: "}x.", zh: "好。"}', ["1: slots"]),
        ('a-b: {state: trouble, weight: weak, elsewhere: maybe, en: "x.", zh: "好。"}', ["1: elsewhere"]),
        ('a-b: {state: fine, weight: weak, elsewhere: true, en: "x.", zh: "好。"}', ["1: elsewhere"]),
        ('a-b: {state: good, weight: strong, en: "x.", zh: "好。"}', ["1: state"]),
        ('a-b: {state: fine, en: "x.", zh: "好。"}', ["1: weight"]),
        ('a-b: {state: unknown, en: "x.", zh: "好。"}', ["1: state"]),
        ('a-unknown: {state: fine, weight: weak, en: "x.", zh: "好。"}', ["1: state"]),
        ('a-unknown: {state: unknown, en: "{pod}.", zh: "{pod}。"}', ["1: slots"]),
        ('A_b: {state: fine, weight: weak, en: "x.", zh: "好。"}', ["1: code"]),
        ("a-b: fine", ["1: finding"]),
        ("- a", ["1: yaml"]),
    ],
)
def test_a_faulty_entry_is_named(entry: str, expected: list[str]) -> None:
    """Every broken rule is told with its line."""
    assert faults_of(entry) == expected


def test_a_faulty_entry_is_left_out() -> None:
    """What a faulty entry would say is never said; its neighbours stay."""
    found = read_findings(SOUND + "a-b: {state: fine}", Faults("findings.yaml"))
    assert sorted(found) == ["driver-registered", "registration-unknown"]


def test_trouble_that_is_not_juicefs_is_marked() -> None:
    """`elsewhere: true` is read, and absent means no."""
    faults = Faults("findings.yaml")
    found = read_findings(SOUND + 'a-b: {state: trouble, weight: weak, elsewhere: true, en: "x.", zh: "好。"}', faults)
    assert faults.found == []
    assert [code for code, text in found.items() if text.elsewhere] == ["a-b"]


def test_a_case_may_name_only_codes_that_exist(tmp_path: Path) -> None:
    """A case that leans on a code that no probe finds, or on something unknown, is refused at that line."""
    model = (built_in_folder() / "cases" / "csi-driver-not-registered.md").read_text("utf-8")
    without = re.sub(r"(?m)^(?:confirmed_by|cause_of|ruled_out_by):.*\n(?:[ -].*\n)*", "", model)
    start = without.replace("csi-driver-not-registered", "own-case").split("\n")
    start.insert(1, "confirmed_by: [pod-scheduled, no-such-code]\nruled_out_by: [x-unknown]")
    (tmp_path / "own-case.md").write_text("\n".join(start), "utf-8")
    _, faults = check(tmp_path, built_in=False)
    named = [(fault.line, fault.rule) for fault in faults if fault.rule in {"confirmed_by", "ruled_out_by"}]
    assert named == [(2, "confirmed_by"), (3, "ruled_out_by")]


def test_a_finding_proves_only_a_cause_that_exists(tmp_path: Path) -> None:
    """A code that does not confirm the case, and a cause that has no sentence, are refused at their lines."""
    model = (built_in_folder() / "cases" / "csi-driver-not-registered.md").read_text("utf-8")
    without = re.sub(r"(?m)^cause_of:.*\n(?:[ -].*\n)*", "", model)
    start = without.replace("csi-driver-not-registered", "own-case").split("\n")
    start.insert(1, "cause_of:\n  pod-scheduled: root-dir\n  csi-node-absent: no-such-cause")
    (tmp_path / "own-case.md").write_text("\n".join(start), "utf-8")
    _, faults = check(tmp_path, built_in=False)
    named = [(fault.line, fault.rule) for fault in faults if fault.rule in {"cause_of", "cause"}]
    assert sorted(named) == [(3, "cause_of"), (4, "cause")]


def test_the_built_in_findings_are_sound() -> None:
    """The file that comes with the bot has no fault."""
    book, faults = check()
    assert [fault for fault in faults if fault.path == "findings.yaml"] == []
    assert book.findings
