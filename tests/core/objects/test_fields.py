"""Reading objects whose fields may be missing, null, or of another form than expected."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.core.objects.fields import (
    annotations,
    condition,
    container,
    env,
    field,
    items,
    labels,
    mapping,
    name,
    number,
    ready,
    status_of,
    statuses,
    strings,
    terminating,
    text,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["metadata", "name", "spec"]), inner),
    max_leaves=12,
)


@given(JSON)
def test_no_object_is_odd_enough_to_trip_over(thing: Any) -> None:  # noqa: ANN401 - any JSON is the point
    """Every reader gives its empty value for whatever has not the expected form."""
    assert isinstance(name(thing), str)
    assert isinstance(labels(thing), dict)
    assert isinstance(annotations(thing), dict)
    assert isinstance(text(thing, "spec", "name"), str)
    assert all(isinstance(item, dict) for item in items(thing, "spec"))
    assert all(isinstance(item, str) for item in strings(thing, "metadata"))
    assert not ready(thing)
    assert statuses(thing) == ()


def test_null_is_as_good_as_missing() -> None:
    """`drivers: null`, as a CSINode without drivers has it, is no list and no error."""
    registry = {"spec": {"drivers": None}}
    assert items(registry, "spec", "drivers") == ()
    assert field(registry, "spec", "drivers", "name") is None
    assert mapping(registry, "status") == {}


def test_a_number_is_not_a_truth_value() -> None:
    """`true` is not taken for 1, and a missing number is 0."""
    assert number({"a": True}, "a") == 0
    assert number({"a": 3}, "a") == 3
    assert number({}, "a") == 0


def test_init_containers_count_as_containers() -> None:
    """A native sidecar is an init container, and is found by its name like any other."""
    pod = {
        "spec": {"initContainers": [{"name": "jfs-mount"}], "containers": [{"name": "api"}]},
        "status": {"initContainerStatuses": [{"name": "jfs-mount", "ready": True}]},
    }
    assert container(pod, "jfs-mount") == {"name": "jfs-mount"}
    assert status_of(pod, "jfs-mount")["ready"] is True
    assert container(pod, "none") == status_of(pod, "none") == {}


def test_ready_needs_both_conditions() -> None:
    """A pod is ready when Ready and ContainersReady are both True."""
    both = [{"type": "Ready", "status": "True"}, {"type": "ContainersReady", "status": "True"}]
    assert ready({"status": {"conditions": both}})
    assert not ready({"status": {"conditions": both[:1]}})
    assert condition({"status": {"conditions": both}}, "Ready") == both[0]


def test_an_environment_variable_is_read_by_its_plain_value() -> None:
    """A variable that refers to a Secret has no value to read."""
    variables = [{"name": "A", "valueFrom": {"secretKeyRef": {}}}, {"name": "B", "value": "b"}]
    pod = {"spec": {"containers": [{"env": variables}]}}
    assert (env(pod, "A"), env(pod, "B"), env(pod, "C")) == ("", "b", "")


def test_an_object_is_terminating_once_it_has_a_deletion_time() -> None:
    """Deletion is told by the timestamp alone."""
    assert terminating({"metadata": {"deletionTimestamp": "2026-05-04T02:20:00Z"}})
    assert not terminating({"metadata": {"deletionTimestamp": None}})
