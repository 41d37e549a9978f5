"""Probe volume-ownership: does kubelet change the owner of every file at each start."""

from typing import Any

from bot.core.probes.volume_ownership import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import app_waits


def group(policy: str = "", modes: tuple[str, ...] = ("ReadWriteOnce",)) -> list[Any]:
    """A pod with an fsGroup, and a volume of those access modes."""
    context: dict[str, Any] = {"fsGroup": 2000} | ({"fsGroupChangePolicy": policy} if policy else {})
    return [
        {"of": "app", "set": {"spec.securityContext": context}},
        {"of": "pv", "set": {"spec.accessModes": list(modes)}},
    ]


def driver(policy: str) -> dict[str, Any]:
    """The driver's CSIDriver object with another policy."""
    return {"of": "driver", "set": {"spec.fsGroupPolicy": policy}}


def test_fires_while_owners_are_changed() -> None:
    """The volume is mounted, no container starts, and kubelet is to change every file."""
    found = only(PROBE, change=[*group(), app_waits()])
    assert (found.code, found.facts["group"]) == ("ownership-change-holds-start", "2000")
    assert codes(PROBE, change=[*group(modes=("ReadWriteMany",)), driver("File"), app_waits()]) == [
        "ownership-change-holds-start"
    ]


def test_silent_on_a_pod_that_runs() -> None:
    """On a pod that has started, or is not mounted yet, it is told for the next start, and no trouble."""
    assert codes(PROBE, change=group()) == ["ownership-changed-at-start"]
    assert codes(PROBE, change=[*group(), app_waits(), {"remove": "mount"}]) == ["ownership-changed-at-start"]


def test_silent_where_kubelet_leaves_owners_alone() -> None:
    """By default kubelet does so for ReadWriteOnce volumes alone, and never when the driver says None."""
    assert codes(PROBE, change=group(modes=("ReadWriteMany",))) == ["ownership-left-alone"]
    assert codes(PROBE, change=[*group(), driver("None")]) == ["ownership-left-alone"]
    assert codes(PROBE, change=group("OnRootMismatch")) == ["ownership-checked-at-root"]


def test_silent_without_a_group() -> None:
    """Without an fsGroup there is no question, nor for sidecars."""
    assert codes(PROBE) == []
    assert codes(PROBE, "injected", change=[{"of": "app", "set": {"spec.securityContext": {"fsGroup": 1}}}]) == []


def test_forbidden_is_unknown() -> None:
    """Neither the driver's policy nor the volume's modes are guessed."""
    assert unknowns(PROBE, change=group(), forbid=["csidrivers"]) == [("CSIDriver", "forbidden")]
    assert unknowns(PROBE, change=group(), forbid=["persistentvolumes"]) == [("PersistentVolume", "forbidden")]
    assert codes(PROBE, change=group(), forbid=["csidrivers"]) == ["volume-ownership-unknown"]
