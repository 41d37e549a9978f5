"""Objects as no driver writes them: every probe answers, whatever is missing, null, empty or says something odd."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chain.mount_chain import mount_chain
from bot.core.probes import every_probe
from bot.core.wording.findings import sentence
from bot.model.snapshot import Snapshot
from bot.model.text import Lang
from tests.core.probes.looking import book
from tests.core.probes.mount_changes import app_waits, mount_died, mount_restarted, mount_waits
from tests.scenes.take import changed, snapshot_of

ODD: dict[type, list[object]] = {
    str: ["", "x", "-1", "2026-05-04T02:10:08Z", "{0} %s {x}"],
    int: [0, -1, 10**12],
    bool: [True, False],
    dict: [{}],
    list: [[]],
}
"""What else a field of a type may hold: the API server keeps to its types, and leaves anything out or null."""

LEAVING = {"of": "mount", "set": {"metadata.deletionTimestamp": "2026-05-04T02:10:30Z"}}
SNAPSHOTS = {
    "healthy": snapshot_of("healthy"),
    "injected": snapshot_of("injected"),
    "waiting": changed(change=[app_waits(), mount_waits()]),
    "killed": changed(change=[app_waits(), mount_died("OOMKilled", 137)]),
    "restarted": changed(change=[mount_restarted()]),
    "leaving": changed(change=[LEAVING]),
}

Step = str | int


def paths(thing: Any, at: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:  # noqa: ANN401 - JSON of any form
    """Every path inside a JSON value."""
    pairs: list[tuple[Step, Any]] = []
    if isinstance(thing, dict):
        pairs = list(thing.items())
    elif isinstance(thing, list | tuple):
        pairs = list(enumerate(thing))
    for step, value in pairs:
        yield (*at, step)
        yield from paths(value, (*at, step))


def spoil(thing: Any, path: tuple[Step, ...], draw: st.DrawFn) -> None:  # noqa: ANN401 - as above
    """Put something odd at a path, or take away what is there."""
    for step in path[:-1]:
        thing = thing[step]
    odd = draw(st.sampled_from([*ODD.get(type(thing[path[-1]]), []), None, "gone"]))
    if odd == "gone":
        del thing[path[-1]]
    else:
        thing[path[-1]] = deepcopy(odd)


@st.composite
def odd_snapshots(draw: st.DrawFn, scene: str) -> Snapshot:
    """A scene's snapshot in which up to four places hold something odd."""
    snapshot = SNAPSHOTS[scene]
    answers: dict[Any, Any] = {ask: deepcopy(answer) for ask, answer in snapshot.answers.items()}
    asks = [ask for ask, answer in answers.items() if isinstance(answer, tuple) and answer]
    for ask in draw(st.lists(st.sampled_from(asks), min_size=1, max_size=4)):
        thing = answers[ask][draw(st.integers(0, len(answers[ask]) - 1))]
        if places := list(paths(thing)):
            spoil(thing, draw(st.sampled_from(places)), draw)
    return replace(snapshot, answers=answers)


@pytest.mark.parametrize("scene", SNAPSHOTS)
@given(data=st.data())
def test_no_odd_object_stops_a_probe(scene: str, data: st.DataObject) -> None:
    """Each probe still answers, in sentences of its own state that can be told in both languages."""
    snapshot = data.draw(odd_snapshots(scene))
    chain = mount_chain(snapshot)
    for probe in every_probe():
        for found in probe.findings(snapshot, chain):
            text = book().findings[found.code]
            assert text.state is found.state
            assert all(sentence(found, text, lang) for lang in Lang)
