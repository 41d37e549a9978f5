"""Diagnosing scenes, as the command does, with every reply held to what holds for all of them."""

from functools import cache
from pathlib import Path

from bot.core.faces.blocks import to_blocks
from bot.core.faces.terminal import to_terminal
from bot.core.matching.index import Index, index
from bot.edge.casebook import load
from bot.edge.hush import Redact
from bot.flow.diagnosing import Diagnosed, diagnose_snapshot
from bot.model.case import Strength
from bot.model.judgement import ClusterView
from bot.model.snapshot import Snapshot
from bot.model.text import Lang, RawText
from tests.scenes import scene as scenes
from tests.scenes.take import changed, snapshot_of, unchanged

FOLDER = scenes.FOLDER / "diagnosed"
"""Scenes with what a diagnosis must come to in their `expect`."""


@cache
def built_in() -> Index:
    """The built-in casebook, ready for matching."""
    return index(load())


def diagnosed(snapshot: Snapshot, text: str | None = None, lang: Lang = Lang.EN) -> Diagnosed:
    """The diagnosis of a snapshot, beside a text."""
    return diagnose_snapshot(snapshot, built_in(), lang, text=RawText(text) if text else None, force=True)


def of(base: str = "healthy", text: str | None = None, **changes: object) -> Diagnosed:
    """The diagnosis of a scene with changes (as `changed` takes them)."""
    return diagnosed(changed(base, **changes) if changes else snapshot_of(base), text)


def view(found: Diagnosed) -> ClusterView:
    """What was found of the pod."""
    assert found.diagnosis.cluster is not None
    return found.diagnosis.cluster


def told(found: Diagnosed) -> dict[str, str]:
    """The cases that are likely or certain, best first, each with its strength."""
    return {one.case: one.strength.word for one in view(found).judged if one.strength >= Strength.LIKELY}


def of_file(path: Path, redact: Redact = unchanged, lang: Lang = Lang.EN) -> Diagnosed:
    """The diagnosis of a scene's file, beside the text in its `expect`."""
    scene = scenes.load(path)
    return diagnosed(snapshot_of(scene, redact), (scene.expect or {}).get("text"), lang)


def faces(found: Diagnosed) -> str:
    """Everything that a person could come to see of a diagnosis, in one string."""
    whole = to_blocks(found.reply, whole=True)
    first = to_blocks(found.reply)
    return "\n".join((to_terminal(found.reply), str(whole.blocks), whole.text, str(first.blocks), first.text))
