"""Taints and tolerations, against what Kubernetes' own documentation says of them."""

import pytest

from bot.core.objects.taints import DAEMON_TOLERATIONS, untolerated
from bot.model.snapshot import Json

GPU = {"key": "dedicated", "value": "gpu", "effect": "NoSchedule"}
CORDONED = {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"}


def node(*taints: Json) -> Json:
    """A node with these taints."""
    return {"spec": {"taints": list(taints)}}


@pytest.mark.parametrize(
    "toleration",
    [
        {"operator": "Exists"},
        {"key": "dedicated", "operator": "Exists"},
        {"key": "dedicated", "operator": "Equal", "value": "gpu", "effect": "NoSchedule"},
        {"key": "dedicated", "value": "gpu"},
    ],
)
def test_a_taint_is_tolerated(toleration: Json) -> None:
    """By every key, by its key, by key and value; Equal is the operator when none is named."""
    assert untolerated(node(GPU), (toleration,)) == ()


@pytest.mark.parametrize(
    "toleration",
    [
        {"key": "CriticalAddonsOnly", "operator": "Exists"},
        {"key": "dedicated", "operator": "Equal", "value": "cpu"},
        {"key": "dedicated", "operator": "Exists", "effect": "NoExecute"},
        {"operator": "Equal", "value": "gpu"},
    ],
)
def test_a_taint_is_not_tolerated(toleration: Json) -> None:
    """By another key, another value, another effect, or a value without a key."""
    assert untolerated(node(GPU), (toleration,)) == ("dedicated=gpu:NoSchedule",)


def test_soft_taints_keep_nobody_away() -> None:
    """PreferNoSchedule is only a preference."""
    assert untolerated(node({**GPU, "effect": "PreferNoSchedule"}), ()) == ()
    assert untolerated({}, ()) == ()


def test_a_daemon_set_runs_on_a_cordoned_node() -> None:
    """A DaemonSet's pods tolerate what the DaemonSet controller adds; others do not."""
    assert untolerated(node(CORDONED), DAEMON_TOLERATIONS) == ()
    assert untolerated(node(CORDONED), ()) == ("node.kubernetes.io/unschedulable:NoSchedule",)
