"""Probe handle-in-pod: does each volume of the pod have a volumeHandle of its own."""

from typing import Any

from bot.core.probes.handle_in_pod import PROBE
from tests.core.probes.looking import codes, only, unknowns

ANOTHER = {"name": "more", "persistentVolumeClaim": {"claimName": "more"}}


def second(**pv: Any) -> list[Any]:  # noqa: ANN401 - fields of a PV
    """A second volume of the pod, with a PVC and a PV of its own."""
    return [
        {"of": "app", "set": {"spec.volumes[+]": ANOTHER}},
        {"copy": "claim", "as": "shop/more", "set": {"spec.volumeName": "more-pv"}},
        {"copy": "pv", "as": "more-pv", "set": pv},
    ]


def test_fires_on_two_volumes_with_one_handle() -> None:
    """Kubelet knows a volume by driver and volumeHandle: two PVs with the same are one to it."""
    found = only(PROBE, change=second())
    assert (found.code, found.facts["handle"]) == ("handle-shared-in-pod", "pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20")
    assert "more-pv" in found.facts["volumes"]


def test_fires_on_one_claim_as_two_volumes() -> None:
    """The same PVC twice is the same trouble with one PV."""
    again = {"name": "again", "persistentVolumeClaim": {"claimName": "orders-data"}}
    found = only(PROBE, change=[{"of": "app", "set": {"spec.volumes[+]": again}}])
    assert (found.code, found.facts["claim"]) == ("claim-listed-twice", "orders-data")


def test_silent_on_handles_that_differ() -> None:
    """One volume, two with handles of their own, and a handle that another driver uses too."""
    assert codes(PROBE) == ["handles-differ-in-pod"]
    assert codes(PROBE, change=second(**{"spec.csi.volumeHandle": "more"})) == ["handles-differ-in-pod"]
    assert codes(PROBE, change=second(**{"spec.csi.driver": "ebs.csi.aws.com"})) == ["handles-differ-in-pod"]


def test_silent_on_a_claim_that_is_not_bound() -> None:
    """While a PVC waits, which volumeHandle it will have is open."""
    pending = {"of": "claim", "set": {"status.phase": "Pending"}}
    assert codes(PROBE, change=[pending]) == []


def test_silent_on_injected_volumes() -> None:
    """Kubelet does not mount what a sidecar mounts."""
    assert codes(PROBE, "injected") == []


def test_forbidden_is_unknown() -> None:
    """Two PVs that may not be read are each unknown; of a single volume no PV has to be read."""
    assert unknowns(PROBE, change=second(), forbid=["persistentvolumes"]) == [("PersistentVolume", "forbidden")] * 2
    assert codes(PROBE, change=second(), forbid=["persistentvolumes"]) == ["handle-in-pod-unknown"] * 2
    assert codes(PROBE, forbid=["persistentvolumes"]) == ["handles-differ-in-pod"]
