"""What holds for every probe whatever is missing: nothing new is found where less is known, and nothing breaks."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import pytest

from bot.core.probes import every_probe
from bot.model.finding import State
from bot.model.snapshot import Json, Part, Reason, Snapshot
from tests.core.probes.looking import look_at, refused
from tests.scenes.take import snapshot_of

SCENES = ("healthy", "injected")
PARTS = tuple(part for part in Part if part is not Part.POD)
PIECES = (
    ("metadata", "labels"),
    ("metadata", "annotations"),
    ("metadata", "creationTimestamp"),
    ("spec",),
    ("status",),
)
"""What a field's path may be null at, by the API or by a careless writer."""


def said(snapshot: Snapshot) -> set[str]:
    """The codes of what all probes say other than that something is unknown."""
    every = (found for probe in every_probe() for found in look_at(probe, snapshot))
    return {found.code for found in every if found.state is not State.UNKNOWN}


@pytest.mark.parametrize("reason", [Reason.FORBIDDEN, Reason.TIMEOUT, Reason.NOT_ASKED])
@pytest.mark.parametrize(("scene", "part"), list(product(SCENES, PARTS)), ids=str)
def test_a_read_that_is_refused_makes_nothing_new(scene: str, part: Part, reason: Reason) -> None:
    """Less knowledge never makes a finding, fine or trouble, that more knowledge did not: at most it is unknown."""
    snapshot = snapshot_of(scene)
    assert said(refused(snapshot, part, reason)) <= said(snapshot)


def without(thing: Json, path: tuple[str, ...]) -> Json:
    """An object in which the field at *path* is null, if it has one."""
    first, *rest = path
    if not isinstance(thing.get(first), Mapping):
        return thing
    return {**thing, first: without(thing[first], tuple(rest)) if rest else None}


def poorer(snapshot: Snapshot, path: tuple[str, ...]) -> Iterator[Snapshot]:
    """The snapshot with one answer at a time whose objects have lost a field."""
    for ask, answer in snapshot.answers.items():
        if isinstance(answer, tuple):
            yield replace(snapshot, answers={**snapshot.answers, ask: tuple(without(one, path) for one in answer)})


@pytest.mark.parametrize(("scene", "path"), list(product(SCENES, PIECES)), ids=str)
def test_a_missing_field_breaks_no_probe(scene: str, path: tuple[str, ...]) -> None:
    """Any field may be missing or null; a probe then knows less, and says what it still can in whole sentences."""
    seen = [look_at(probe, one) for one in poorer(snapshot_of(scene), path) for probe in every_probe()]
    assert seen
