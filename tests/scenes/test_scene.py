"""Scenes say what they mean: changes, events, logs and refusals, and faults in them are found."""

from typing import Any

import pytest

from bot.core.objects.fields import labels, name, uid
from bot.edge.cluster.wire import Reply, Request
from bot.model.snapshot import Reason, Unread
from tests.scenes.edit import put
from tests.scenes.fake_api import api_of
from tests.scenes.scene import FOLDER, compose, load


@pytest.mark.parametrize(
    ("path", "value", "wanted"),
    [
        ("a.b", 1, {"a": {"b": 1}, "list": [{"name": "x"}, {"type": "Ready"}]}),
        ("list[x].v", 1, {"list": [{"name": "x", "v": 1}, {"type": "Ready"}]}),
        ("list[Ready].v", 1, {"list": [{"name": "x"}, {"type": "Ready", "v": 1}]}),
        ("list[0]", None, {"list": [{"type": "Ready"}]}),
        ("list[+]", 5, {"list": [{"name": "x"}, {"type": "Ready"}, 5]}),
        ("new[+].k", 1, {"list": [{"name": "x"}, {"type": "Ready"}], "new": [{"k": 1}]}),
        ("labels[a.b/c]", "d", {"list": [{"name": "x"}, {"type": "Ready"}], "labels": {"a.b/c": "d"}}),
        ("list", None, {}),
        ("none", None, {"list": [{"name": "x"}, {"type": "Ready"}]}),
    ],
)
def test_a_path_leads_to_one_place(path: str, value: object, wanted: object) -> None:
    """Names, types, indices, new items and keys with dots can all be reached; null removes."""
    thing: dict[str, Any] = {"list": [{"name": "x"}, {"type": "Ready"}]}
    put(thing, path, value)
    assert thing == wanted


def test_a_list_item_that_is_not_there_is_a_fault() -> None:
    """A typing error in a scene must not make a change that nobody sees."""
    with pytest.raises(KeyError, match="no item 'api2'"):
        put({"containers": [{"name": "api"}]}, "containers[api2].image", "x")


def test_an_unknown_key_or_object_is_a_fault() -> None:
    """Neither keys nor objects are made up on the way."""
    with pytest.raises(ValueError, match="unknown keys \\['chagne'\\]"):
        compose({"base": "healthy", "chagne": []})
    with pytest.raises(KeyError, match="no Pod shop/none in the scene"):
        compose({"base": "healthy", "change": [{"of": "Pod shop/none", "set": {}}]})
    with pytest.raises(ValueError, match="no span of time"):
        compose({"base": "healthy", "events": [{"about": "app", "reason": "x", "message": "y", "ago": "soon"}]})


def test_a_change_leaves_the_base_as_it_was() -> None:
    """Scenes of one base do not touch each other."""
    compose({"base": "healthy", "change": [{"of": "claim", "set": {"status.phase": "Lost"}}, {"remove": "pv"}]})
    assert load("healthy").get("claim")["status"]["phase"] == "Bound"
    assert name(load("healthy").get("pv"))


def test_a_copy_is_another_object() -> None:
    """A copy has its own name and uid, and a short word when it is given one."""
    scene = compose({"base": "healthy", "change": [{"copy": "mount", "as": "kube-system/second", "call": "second"}]})
    assert uid(scene.get("second")) != uid(scene.get("mount"))
    assert labels(scene.get("second")) == labels(scene.get("mount"))


def test_an_event_is_about_the_objects_uid_and_in_its_namespace() -> None:
    """Events of cluster-wide objects stand in the namespace default; times count back from now."""
    events = [
        {"about": "pv", "reason": "VolumeFailedDelete", "message": "of <pv>", "ago": "1m30s"},
        {"about": "app", "uid": "an-older-pod", "reason": "Killing", "message": "x"},
    ]
    added = compose({"base": "healthy", "events": events}).objects[-2:]
    assert added[0]["metadata"]["namespace"] == "default"
    assert added[0]["message"] == "of pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20"
    assert added[0]["lastTimestamp"] == "2026-05-04T02:18:30Z"
    assert added[1]["involvedObject"]["uid"] == "an-older-pod"


def test_a_scene_may_refuse_be_silent_or_break() -> None:
    """Each kind of refusal reaches the reader as an API server would give it."""
    refusing = compose({"base": "healthy", "forbid": ["nodes"], "silent": ["csinodes"], "broken": ["pods/log"]})
    send = api_of(refusing)
    assert send(Request("/api/v1/nodes/node-b"), 0) == Reply(403, b"{}")
    assert send(Request("/apis/storage.k8s.io/v1/csinodes/node-b"), 0) == Unread(Reason.TIMEOUT)
    assert send(Request("/api/v1/namespaces/shop/pods/x/log", "container=a"), 0) == Reply(500, b"{}")


def test_a_container_without_a_log_is_a_bad_request() -> None:
    """As on a real server: 404 for a pod that is not there, 400 for a container that has nothing to show."""
    send = api_of(load("healthy"))
    app = load("healthy").pod.name
    query = "container=api&tailLines=5&limitBytes=100"
    assert send(Request(f"/api/v1/namespaces/shop/pods/{app}/log", query), 0) == Reply(400, b"{}")
    assert send(Request("/api/v1/namespaces/shop/pods/none/log", query), 0) == Reply(404, b"{}")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_scene_can_be_loaded_and_its_objects_differ(path: Any) -> None:  # noqa: ANN401 - pytest's parameter
    """Each file is a scene whose pod exists and whose objects have kinds, names and uids of their own."""
    scene = load(path)
    identities = [(one["kind"], one["metadata"].get("namespace"), name(one)) for one in scene.objects]
    assert len(set(identities)) == len(identities)
    assert len({uid(one) for one in scene.objects}) == len(scene.objects)
    assert ("Pod", scene.pod.namespace, scene.pod.name) in identities
