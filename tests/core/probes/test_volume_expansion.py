"""Probe volume-expansion: has the volume the size that its PVC asks for."""

from typing import Any

from bot.core.probes.volume_expansion import PROBE
from tests.core.probes.looking import codes, look_at, only, unknowns
from tests.scenes.take import changed

RESIZING = {"type": "Resizing", "status": "True", "message": "waiting for the controller"}
WANTS_MORE: dict[str, Any] = {
    "of": "claim",
    "set": {"spec.resources.requests.storage": "40Gi", "status.conditions": [RESIZING]},
}
SECRET = {
    "of": "pv",
    "set": {"spec.csi.controllerExpandSecretRef": {"name": "juicefs-secret", "namespace": "kube-system"}},
}


def test_fires_on_an_expansion_that_does_not_come_through() -> None:
    """Both sizes are told, and what the resizer says of itself."""
    found = only(PROBE, change=[WANTS_MORE, SECRET])
    assert (found.code, found.facts["wanted"], found.facts["given"]) == ("volume-expansion-waits", "40Gi", "20Gi")
    assert found.evidence == "Resizing=True waiting for the controller"


def test_fires_on_what_the_expansion_lacks() -> None:
    """The class's leave, and the Secret that PVs made before the class named one do not have."""
    found = look_at(PROBE, changed(change=[WANTS_MORE, {"of": "class", "set": {"allowVolumeExpansion": None}}]))
    assert [one.code for one in found] == [
        "volume-expansion-waits",
        "volume-expansion-not-allowed",
        "volume-expansion-without-secret",
    ]


def test_silent_on_a_volume_of_its_size() -> None:
    """Asked and given are the same, in whatever units; more than asked is fine, and so is a PV without the Secret."""
    assert codes(PROBE) == ["volume-size-as-asked"]
    assert codes(PROBE, change=[{"of": "claim", "set": {"status.capacity.storage": "20480Mi"}}]) == [
        "volume-size-as-asked"
    ]
    assert codes(PROBE, change=[{"of": "claim", "set": {"status.capacity.storage": "10Pi"}}]) == [
        "volume-size-as-asked"
    ]


def test_silent_on_a_claim_that_is_not_bound() -> None:
    """What has no volume cannot grow."""
    assert codes(PROBE, change=[{"of": "claim", "set": {"status": {"phase": "Pending"}}}]) == []


def test_forbidden_is_unknown() -> None:
    """What may not be read is told beside the trouble, and nothing is fine."""
    assert unknowns(PROBE, forbid=["persistentvolumeclaims"]) == [("PersistentVolumeClaim", "forbidden")]
    assert unknowns(PROBE, change=[WANTS_MORE, SECRET], forbid=["storageclasses"]) == [("StorageClass", "forbidden")]
    assert unknowns(PROBE, change=[WANTS_MORE], forbid=["persistentvolumes"]) == [("PersistentVolume", "forbidden")]
    assert codes(PROBE, forbid=["persistentvolumeclaims"]) == ["volume-expansion-unknown"]
