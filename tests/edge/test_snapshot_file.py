"""Snapshots as files: what is saved is loaded back exactly, and what cannot be used is said in one sentence."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.edge.plain_yaml import read_yaml, write_yaml
from bot.edge.snapshot_file import load, save
from bot.errors import InputError
from bot.model.snapshot import Answer, Ask, Part, PodRef, Reason, Snapshot, Unread
from bot.model.text import Lang, RawText, Redacted, SafeText
from tests.scenes.scene import compose
from tests.scenes.take import snapshot_of, unchanged

SCOPE = PodRef("shop", "api")
POD_ASK = Ask(Part.POD, "shop", "api")
POD = {"metadata": {"name": "api", "namespace": "shop"}}

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
VALUE = st.recursive(st.none() | st.integers() | TEXT, lambda v: st.lists(v, max_size=3) | st.dictionaries(TEXT, v))
OBJECTS = st.lists(st.dictionaries(st.sampled_from(["metadata", "spec", "status"]), VALUE), max_size=3).map(tuple)
ANSWER = OBJECTS | TEXT.map(SafeText) | st.builds(Unread, st.sampled_from(Reason), TEXT)
ASK = st.builds(Ask, st.sampled_from([part for part in Part if part is not Part.POD]), TEXT, TEXT, TEXT, st.booleans())


def test_a_scene_is_loaded_back_exactly(tmp_path: Path) -> None:
    """Objects, logs and what could not be read survive the file."""
    scene = compose({"base": "healthy", "forbid": ["csinodes"], "silent": ["pods/log"], "broken": ["daemonsets"]})
    snapshot = snapshot_of(scene)
    assert {gap.reason for _ask, gap in snapshot.gaps()} == {Reason.FORBIDDEN, Reason.TIMEOUT, Reason.ERROR}
    save(snapshot, tmp_path / "pod.yaml")
    assert load(tmp_path / "pod.yaml", unchanged) == snapshot


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=st.dictionaries(ASK, ANSWER, max_size=4), context=TEXT)
def test_any_snapshot_is_loaded_back_exactly(tmp_path: Path, answers: dict[Ask, Answer], context: str) -> None:
    """Whatever text a cluster holds, the file gives it back; secrets aside, nothing is altered."""
    snapshot = Snapshot("2026-05-04T02:20:00Z", context, SCOPE, {POD_ASK: (POD,), **_without_secret_keys(answers)})
    save(snapshot, tmp_path / "pod.yaml")
    assert load(tmp_path / "pod.yaml", unchanged) == snapshot


def _without_secret_keys(answers: dict[Ask, Answer]) -> dict[Ask, Answer]:
    """Answers whose mappings have no key that names a secret: such a value is hidden on loading, as it should be."""
    return {ask: answer for ask, answer in answers.items() if not any(w in str(answer).lower() for w in SECRET_WORDS)}


SECRET_WORDS = ("pass", "pwd", "token", "secret", "key", "credential")


def test_a_file_is_redacted_when_it_is_loaded(tmp_path: Path) -> None:
    """A snapshot may be written by hand, so that nothing in it is trusted to be redacted."""

    def redact(raw: RawText) -> Redacted:
        return Redacted(SafeText(raw.replace("hunter2", "***")))

    log = Ask(Part.LOG, "shop", "api", "api")
    pod = {**POD, "status": {"message": "login with hunter2 failed"}}
    save(Snapshot("", "", SCOPE, {POD_ASK: (pod,), log: SafeText("hunter2\n")}), tmp_path / "pod.yaml")
    loaded = load(tmp_path / "pod.yaml", redact)
    assert loaded.pod["status"]["message"] == "login with *** failed"
    assert loaded.log("shop", "api", "api") == "***\n"


def whole() -> dict[str, Any]:
    """A file's content that can be loaded."""
    return {
        "juicefs-bot-snapshot": 1,
        "taken_at": "2026-05-04T02:20:00Z",
        "context": "",
        "pod": {"namespace": "shop", "name": "api"},
        "answers": [{"ask": {"part": "pod", "namespace": "shop", "name": "api"}, "objects": [POD]}],
    }


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"juicefs-bot-snapshot": 2}, "another version, this bot reads version 1"),
        ({"juicefs-bot-snapshot": None}, "another version"),
        ({"pod": "shop/api"}, "pod is no mapping"),
        ({"pod": {"namespace": "shop", "name": "../x"}}, "name is no Kubernetes name"),
        ({"answers": {}}, "answers is no list"),
        ({"answers": []}, "the pod itself is not in it"),
        ({"answers": ["pod"]}, "answer 1 is no mapping"),
        ({"answers": [{"ask": {"part": "secret"}, "objects": []}]}, "answer 1 has an unknown part"),
        ({"answers": [{"ask": {"part": "pod"}}]}, "answer 1 holds neither"),
        ({"answers": [{"ask": {"part": "pod"}, "objects": ["x"]}]}, "answer 1 holds neither"),
        (
            {"answers": [{"ask": {"part": "pod"}, "unread": {"reason": "tired"}}]},
            "answer 1 has an unknown part or reason",
        ),
        ({"taken_at": 5}, "taken_at is no text"),
    ],
)
def test_a_file_that_is_no_snapshot_says_where(tmp_path: Path, changes: dict[str, object], why: str) -> None:
    """A wrong version or a broken part is refused in both languages, with the place that is wrong."""
    path = tmp_path / "pod.yaml"
    path.write_text(write_yaml({**whole(), **changes}), "utf-8")
    with pytest.raises(InputError) as refused:
        load(path, unchanged)
    assert all(why in sentence and str(path) in sentence for sentence in refused.value.said.values())


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b", "a: [1", "a: &x 1\nb: *x", "kind: Pod\n"])
def test_a_file_with_anything_else_is_refused(tmp_path: Path, text: str) -> None:
    """Text, lists, broken YAML and other YAML are no snapshot, and say so without a foreign word."""
    path = tmp_path / "pod.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as refused:
        load(path, unchanged)
    assert "holds no snapshot" in refused.value.said[Lang.EN]


def test_a_file_that_cannot_be_read_or_written_is_our_own_error(tmp_path: Path) -> None:
    """Missing files, folders and bytes that are no text end in a sentence, not in a trace."""
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "missing", tmp_path, tmp_path / "binary"):
        with pytest.raises(InputError, match="cannot be read"):
            load(path, unchanged)
    with pytest.raises(InputError, match="cannot be written"):
        save(snapshot_of("healthy"), tmp_path / "no-such-folder" / "pod.yaml")


def test_the_file_starts_with_its_version(tmp_path: Path) -> None:
    """A reader sees at once what the file is, and when it was taken of which pod."""
    save(snapshot_of("healthy"), tmp_path / "pod.yaml")
    text = (tmp_path / "pod.yaml").read_text("utf-8")
    assert text.startswith("juicefs-bot-snapshot: 1\ntaken_at: '2026-05-04T02:20:00Z'\n")
    assert read_yaml(text)["pod"] == {"namespace": "shop", "name": "orders-api-6d4f9c7b8-x2k5p"}
