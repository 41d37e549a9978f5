"""Probe client-memory: has the client enough memory."""

from typing import Any

from bot.core.probes.client_memory import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import mount_died

MOUNT = "juicefs-node-b-pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20-kqzvwe"


def limit(memory: str | None) -> dict[str, Any]:
    """The Mount Pod with another memory limit."""
    return {"of": "mount", "set": {"spec.containers[jfs-mount].resources.limits.memory": memory}}


def uses(memory: str) -> dict[str, Any]:
    """What the metrics server has measured of the Mount Pod."""
    return {
        "add": {
            "apiVersion": "metrics.k8s.io/v1beta1",
            "kind": "PodMetrics",
            "metadata": {"name": MOUNT, "namespace": "kube-system"},
            "timestamp": "2026-05-04T02:19:45Z",
            "containers": [
                {"name": "jfs-mount", "usage": {"cpu": "250m", "memory": memory}},
                {"name": "other", "usage": {"memory": "9Gi"}},
            ],
        }
    }


def test_fires_on_memory_that_is_nearly_used_up() -> None:
    """Used and limit are told, and the share; another container's use does not count."""
    found = only(PROBE, change=[limit("4Gi"), uses("3Gi")])
    assert (found.code, dict(found.facts)) == ("client-memory-tight", {"used": "3Gi", "limit": "4Gi", "percent": "75"})


def test_fires_on_a_small_limit() -> None:
    """A limit as in the troubleshooting document's example, measured or not."""
    assert codes(PROBE, change=[limit("2Gi"), uses("500Mi")]) == ["client-memory-small"]
    assert codes(PROBE, change=[limit("1Gi")]) == ["client-memory-small"]


def test_silent_on_ample_memory() -> None:
    """The driver's own limit, no limit, or a lower one that is not used up."""
    assert codes(PROBE) == ["client-memory-ample"]
    assert codes(PROBE, "injected") == ["client-memory-ample"]
    assert codes(PROBE, change=[limit("4Gi"), uses("1Gi")]) == ["client-memory-ample"]
    assert codes(PROBE, change=[limit(None)]) == ["client-memory-unlimited"]


def test_silent_on_a_client_that_does_not_run() -> None:
    """Memory is asked of a client that works, slowly."""
    assert codes(PROBE, change=[limit("1Gi"), mount_died("OOMKilled", 137)]) == []


def test_forbidden_is_unknown() -> None:
    """A measurement that was refused is not called ample."""
    forbidden = ["pods.metrics.k8s.io"]
    assert unknowns(PROBE, change=[limit("4Gi")], forbid=forbidden) == [("PodMetrics", "forbidden")]
    assert codes(PROBE, change=[limit("4Gi")], forbid=forbidden) == ["client-memory-unknown"]
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
