"""Probe pv-phase: does the PV of each PVC exist, in a phase that can be used, and belong to that PVC."""

from bot.core.probes.pv_phase import PROBE
from tests.core.probes.looking import codes, only, unknowns


def test_fires_on_a_volume_of_another_claim() -> None:
    """A PV that another PVC holds cannot be had, nor one that an earlier PVC of the same name still holds."""
    other = {"spec.claimRef": {"namespace": "media", "name": "archive", "uid": "1e2d"}}
    found = only(PROBE, change=[{"of": "pv", "set": other}])
    assert (found.code, found.facts["owner"]) == ("volume-bound-elsewhere", "media/archive")
    earlier = {"spec.claimRef.uid": "00000000-0000-4000-8000-000000000000"}
    assert codes(PROBE, change=[{"of": "pv", "set": earlier}]) == ["volume-bound-elsewhere"]


def test_fires_on_each_phase_that_cannot_be_used() -> None:
    """Released, Failed and Available PVs are each told apart; what an earlier PVC left is nobody's."""
    for phase, code in (
        ("Released", "volume-released"),
        ("Failed", "volume-failed"),
        ("Available", "volume-available"),
    ):
        assert codes(PROBE, change=[{"of": "pv", "set": {"status.phase": phase}}]) == [code]
    left = {"status.phase": "Released", "spec.claimRef.uid": "00000000-0000-4000-8000-000000000000"}
    assert codes(PROBE, change=[{"of": "pv", "set": left}]) == ["volume-released"]


def test_fires_on_a_volume_that_is_gone() -> None:
    """A PVC that names a PV which does not exist: the missing PV is a fact."""
    assert codes(PROBE, change=[{"remove": "pv"}]) == ["volume-not-found"]


def test_fires_on_a_volume_that_is_being_deleted() -> None:
    """A PV in use stays Bound while it is being deleted."""
    change = {"of": "pv", "set": {"metadata.deletionTimestamp": "2026-05-04T02:12:00Z"}}
    assert codes(PROBE, change=[change]) == ["volume-is-being-deleted", "volume-bound"]


def test_silent_on_a_volume_that_is_bound() -> None:
    """A PV whose claimRef is this PVC is fine, also when it was reserved by name and has no uid yet."""
    assert codes(PROBE) == ["volume-bound"]
    assert codes(PROBE, change=[{"of": "pv", "set": {"spec.claimRef.uid": None}}]) == ["volume-bound"]
    other = {"spec.claimRef.uid": None, "spec.claimRef.name": "archive"}
    assert codes(PROBE, change=[{"of": "pv", "set": other}]) == ["volume-bound-elsewhere"]


def test_silent_on_a_claim_without_a_volume() -> None:
    """A PVC that names no PV has none to ask about."""
    assert codes(PROBE, change=[{"of": "claim", "set": {"spec.volumeName": None, "status.phase": "Pending"}}]) == []


def test_forbidden_is_unknown() -> None:
    """A PV that may not be read is not called bound."""
    assert unknowns(PROBE, forbid=["persistentvolumes"]) == [("PersistentVolume", "forbidden")]
    assert codes(PROBE, forbid=["persistentvolumes"]) == ["pv-phase-unknown"]
