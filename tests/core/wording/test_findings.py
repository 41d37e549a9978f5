"""A finding as a sentence."""

import pytest

from bot.core.wording.findings import sentence
from bot.model.finding import Finding, FindingText, Stage, State, Weight
from bot.model.text import Lang

TEXT = FindingText(
    "x-unknown", State.UNKNOWN, Weight.WEAK, {Lang.EN: "{kind}: {reason}.", Lang.ZH: "{kind}：{reason}。"}
)


def finding(**facts: str) -> Finding:
    """A finding with these facts."""
    return Finding("x", "x-unknown", State.UNKNOWN, Stage.POD, "Pod a/b", facts)


def test_a_reason_is_told_in_the_readers_language() -> None:
    """Why something could not be read is a clause in the language of the sentence; other facts stay as they are."""
    found = finding(kind="CSINode", reason="forbidden")
    assert sentence(found, TEXT, Lang.EN) == "CSINode: not allowed."
    assert sentence(found, TEXT, Lang.ZH) == "CSINode：没有权限。"


def test_a_reason_that_is_no_reason_of_reading_stays() -> None:
    """A container's waiting reason is Kubernetes' own word."""
    assert sentence(finding(kind="Pod", reason="ErrImagePull"), TEXT, Lang.EN) == "Pod: ErrImagePull."


def test_a_missing_fact_is_a_fault_of_the_probe() -> None:
    """A sentence with a hole is never told."""
    with pytest.raises(KeyError):
        sentence(finding(kind="Pod"), TEXT, Lang.EN)
