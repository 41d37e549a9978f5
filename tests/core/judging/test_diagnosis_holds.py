"""What holds whatever the cluster holds or hides: refusals, odd objects, planted secrets."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from bot.core.faces.as_json import cluster_json
from bot.core.redaction.redact import redact
from bot.edge.cluster.kinds import TABLE
from bot.model.case import Strength
from bot.model.judgement import Gap, Outcome
from bot.model.snapshot import Ask, Part, Reason, Snapshot, Unread
from bot.model.text import Lang
from tests.core.judging.diagnosing import FOLDER, diagnosed, faces, of_file, view
from tests.scenes.scene import load
from tests.scenes.take import snapshot_of

RESOURCES = {kind.resource for kind in TABLE}
HEALTHY = snapshot_of("healthy")
READ = sorted({ask.part for ask in HEALTHY.answers} - {Part.POD})


@pytest.mark.parametrize("reason", [Reason.FORBIDDEN, Reason.TIMEOUT, Reason.ERROR])
@pytest.mark.parametrize("part", READ)
def test_what_is_unread_is_told_and_nothing_is_made_of_it(part: Part, reason: Reason) -> None:
    """One kind of a healthy pod unread: it is in `unread` with its reason, the pod is not called healthy, nor ill."""
    answers = {ask: Unread(reason) if ask.part is part else answer for ask, answer in HEALTHY.answers.items()}
    found = view(diagnosed(replace(HEALTHY, answers=answers)))
    assert Gap(part.kind, reason) in found.gaps
    assert not [one for one in found.judged if one.strength >= Strength.LIKELY]
    unknown = [one for one in found.findings if one.state == "unknown"]
    assert unknown or found.outcome is Outcome.HEALTHY
    assert all(one.facts["reason"] in {reason, "not-asked"} for one in unknown)


def test_with_everything_forbidden_nothing_is_likely() -> None:
    """Of every scene the pod alone can be read: no case is likely, and every read that was refused is told."""
    for file in FOLDER.glob("*.yaml"):
        snapshot = snapshot_of(replace(load(file), forbidden=frozenset(RESOURCES - {"pods"})))
        found = view(diagnosed(snapshot))
        assert [one.case for one in found.judged if one.strength >= Strength.LIKELY] == [], file.stem
        assert {gap.kind for gap in found.gaps} == {ask.part.kind for ask, _ in snapshot.gaps()}


SECRETS = (
    "hunter2-Zx9Qw7",
    "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl",
)
PLANTED = f"redis://:{SECRETS[0]}@redis.db:6379/1 AWS_SECRET_ACCESS_KEY={SECRETS[1]} Authorization: Bearer {SECRETS[2]}"


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yaml")), ids=lambda file: file.stem)
def test_no_planted_secret_is_in_any_face(file: Path) -> None:
    """Put into every message and log line that the scene has, secrets show in no face, language or JSON."""
    scene = load(file)
    objects = tuple(_planted(one) for one in scene.objects)
    logs = {key: text.replace("\n", f" {PLANTED}\n") for key, text in scene.logs.items()}
    snapshot = snapshot_of(replace(scene, objects=objects, logs=logs), redact)
    for lang in Lang:
        found = diagnosed(snapshot, (scene.expect or {}).get("text"), lang)
        shown = faces(found) + json.dumps(cluster_json(found.reply, found.diagnosis), ensure_ascii=False)
        assert [secret for secret in SECRETS if secret in shown] == []


def _planted(thing: Any) -> Any:  # noqa: ANN401 - JSON of any form
    """An object whose messages hold the secrets as well."""
    if isinstance(thing, dict):
        return {key: f"{value} {PLANTED}" if key == "message" else _planted(value) for key, value in thing.items()}
    return [_planted(one) for one in thing] if isinstance(thing, list) else thing


ODD: tuple[object, ...] = (None, "", "x", [], {}, 0, -1, True, [None], [{}], [1], {"": None})


@cache
def snapshots() -> tuple[Snapshot, ...]:
    """Every scene, and the two bases."""
    return (HEALTHY, snapshot_of("injected"), *(snapshot_of(load(file)) for file in sorted(FOLDER.glob("*.yaml"))))


def paths(thing: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in an object but its kind and identity, which the API server never lacks."""
    if path and path not in {("metadata",), ("metadata", "name"), ("metadata", "namespace")}:
        yield path
    steps = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    for step, below in steps:
        if (*path, step) not in {("kind",), ("apiVersion",)}:
            yield from paths(below, (*path, step))


def put(thing: Any, path: tuple[Any, ...], value: object) -> Any:  # noqa: ANN401 - JSON of any form
    """A copy of an object with another value at a place."""
    made = deepcopy(thing)
    inner = made
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return made


@given(st.data())
@given_settings(max_examples=150)
def test_no_object_is_too_odd(data: st.DataObject) -> None:
    """Any field may be missing, null or of another type: a diagnosis comes out, and it is told in both languages."""
    snapshot = data.draw(st.sampled_from(range(len(snapshots()))).map(lambda at: snapshots()[at]))
    filled = [ask for ask, answer in snapshot.answers.items() if isinstance(answer, tuple) and answer]
    ask: Ask = data.draw(st.sampled_from(filled))
    objects = json.loads(json.dumps(snapshot.answers[ask]))
    at = data.draw(st.integers(0, len(objects) - 1))
    place, value = data.draw(st.sampled_from(list(paths(objects[at])))), data.draw(st.sampled_from(ODD))
    objects[at] = put(objects[at], place, value)
    odd = replace(snapshot, answers={**snapshot.answers, ask: tuple(objects)})
    for lang in Lang:
        assert faces(diagnosed(odd, lang=lang))


def test_a_text_is_redacted_before_anything_sees_it() -> None:
    """A secret in the pasted text is hidden in every face, and the person is told to change it."""
    found = diagnosed(
        HEALTHY, f"juicefs format redis://:{SECRETS[0]}@redis.db:6379/1 pics: NOAUTH Authentication required."
    )
    assert SECRETS[0] not in faces(found)
    assert any("change the secret" in line for line in found.reply.advice)
    assert of_file(FOLDER / "reads-slowly.yaml").asked is not None
