"""Every case that shows in a cluster, the look-alikes and the traps: what a diagnosis of the scene must come to."""

from pathlib import Path

import pytest

from bot.core.faces.as_json import cluster_json
from bot.core.faces.blocks import MOST_CHARACTERS, characters, to_blocks
from bot.core.faces.terminal import to_terminal
from bot.model.case import Status, Strength
from bot.model.judgement import Outcome
from bot.model.text import Lang
from tests.core.judging.diagnosing import FOLDER, built_in, of_file, told, view
from tests.scenes.scene import load

FILES = sorted(FOLDER.glob("*.yaml"))
EACH = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
NOT_IN_A_CLUSTER = {"smooth-upgrade-refused"}
"""Cases that nothing the bot reads can show."""


@EACH
def test_a_scene_is_judged_as_it_should_be(file: Path) -> None:
    """The best case with its strength and no other likely one besides those named, or the outcome without any."""
    expect, found = load(file).expect, of_file(file)
    if "case" in expect:
        best, *others = told(found).items()
        assert best == (expect["case"], expect["strength"])
        assert [case for case, _ in others] == expect.get("also", [])
        assert view(found).outcome is Outcome.JUDGED
    else:
        main = view(found).main
        assert told(found) == {}
        assert view(found).outcome == expect["outcome"]
        assert "main" not in expect or (main and main.code) == expect["main"]


@EACH
def test_what_holds_for_every_diagnosis(file: Path) -> None:
    """What is likely has something for it; a certain case two things; the same snapshot gives the same answer."""
    found = of_file(file)
    for one in view(found).judged:
        assert one.speaks_for
        assert one.strength < Strength.CERTAIN or len(one.speaks_for) > 1
    assert of_file(file) == found
    codes = {one.code for one in view(found).findings}
    assert codes <= built_in().book.findings.keys()
    assert {gap.kind for gap in view(found).gaps} == {ask.part.kind for ask, _ in found.snapshot.gaps()}


@EACH
@pytest.mark.parametrize("lang", list(Lang))
def test_every_face_shows_the_diagnosis(file: Path, lang: Lang) -> None:
    """Terminal, Slack and JSON tell the verdict first and name the pod, within Slack's limits, in both languages."""
    reply = of_file(file, lang=lang).reply
    message = to_blocks(reply)
    assert to_terminal(reply).startswith(reply.headline)
    assert characters(message.blocks[0]) == len(reply.headline)
    assert sum(map(characters, message.blocks)) <= MOST_CHARACTERS + 200
    assert len(message.blocks) <= 50
    assert "{" not in reply.headline
    if lang is Lang.ZH:
        assert any("\u4e00" <= character <= "\u9fff" for character in reply.headline)


def test_every_case_that_shows_in_a_cluster_has_a_scene() -> None:
    """No documented or field case goes unproved."""
    proved = {load(file).expect.get("case") for file in FILES}
    wanted = {case.id for case in built_in().book.cases if case.status is not Status.OWN}
    assert sorted(wanted - proved - NOT_IN_A_CLUSTER) == []


def test_the_json_has_the_shape_that_scripts_rely_on() -> None:
    """The pod, node and mode, cases with for and against, findings with code, verdict and subject, what is unread."""
    found = of_file(FOLDER / "waits-on-a-tainted-node.yaml")
    body = cluster_json(found.reply, found.diagnosis)
    assert (body["pod"], body["node"], body["mode"]) == ("shop/orders-api-6d4f9c7b8-x2k5p", "node-b", "mount-pod")
    cases, findings = body["cases"], body["findings"]
    assert isinstance(cases, list)
    assert isinstance(findings, list)
    assert {"case", "strength", "for", "against"} <= cases[0].keys()
    assert {"code", "verdict", "subject"} <= findings[0].keys()
    assert {one["verdict"] for one in findings} <= {"trouble", "fine", "unknown"}
    assert body["unread"] == []
