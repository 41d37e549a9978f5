"""Probe claim-class: does its StorageClass keep a PVC from the volume that it chose itself."""

from typing import Any

from bot.core.probes.claim_class import PROBE
from tests.core.probes.looking import codes, only, unknowns

REFUSED = 'failed to provision volume with StorageClass "juicefs-sc": claim Selector is not supported'
EVENT = {"about": "claim", "reason": "ProvisioningFailed", "source": "csi.juicefs.com", "message": REFUSED}
SELECTS = {"spec.selector": {"matchLabels": {"juicefs-name": "media"}}}


def static(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a PVC
    """A change to a PVC that is not bound and was never given to a provisioner."""
    plain = {"status.phase": "Pending", "spec.volumeName": None, "metadata.annotations": None}
    return {"of": "claim", "set": {**plain, **more}}


def test_fires_on_a_selector_with_a_class() -> None:
    """A class sends the PVC to the provisioner, which supports no selectors; it needs no event to see that."""
    found = only(PROBE, change=[static(**SELECTS)])
    assert (found.code, found.facts["called"]) == ("claim-with-selector-has-class", "juicefs-sc")
    assert only(PROBE, change=[static(**SELECTS)], events=[EVENT]).evidence == f"ProvisioningFailed: {REFUSED}"
    shorter = {**EVENT, "message": "claim Selector is not supported"}
    assert only(PROBE, change=[static(**SELECTS)], events=[shorter]).evidence.endswith(shorter["message"])


def test_fires_on_a_named_volume_of_another_class() -> None:
    """PVC and PV bind only when both name the same class, or none."""
    named = {"spec.volumeName": "<pv>", "spec.storageClassName": ""}
    said = 'Cannot bind to requested volume "<pv>": storageClassName does not match'
    mismatch = {"about": "claim", "reason": "VolumeMismatch", "message": said}
    found = only(PROBE, change=[static(**named)])
    assert found.code == "claim-and-volume-class-differ"
    assert 'storageClassName: "" (PVC), "juicefs-sc"' in found.evidence
    assert "does not match" in only(PROBE, change=[static(**named)], events=[mismatch]).evidence


def test_silent_on_static_claims_without_a_class() -> None:
    """An empty class is what a static PVC needs; and so is the same class on both."""
    assert codes(PROBE, change=[static(**SELECTS, **{"spec.storageClassName": ""})]) == ["claim-class-fits"]
    assert codes(PROBE, change=[static(**{"spec.volumeName": "<pv>"})]) == ["claim-class-fits"]
    assert codes(PROBE, change=[static(**SELECTS), {"remove": "class"}]) == ["claim-class-fits"]


def test_silent_where_nothing_was_chosen() -> None:
    """Not on a bound PVC, even one with a selector; not on a dynamic one."""
    assert codes(PROBE, change=[{"of": "claim", "set": SELECTS}], events=[{**EVENT, "ago": "20m"}]) == []
    assert codes(PROBE, change=[static()]) == []


def test_silent_on_a_named_volume_that_is_gone() -> None:
    """That a PV is missing is another probe's answer."""
    assert codes(PROBE, change=[static(**{"spec.volumeName": "gone"})]) == []


def test_forbidden_is_unknown() -> None:
    """Whose class it is may not be read; the driver's own refusal in an event still tells."""
    assert unknowns(PROBE, change=[static(**SELECTS)], forbid=["storageclasses"]) == [("StorageClass", "forbidden")]
    told = codes(PROBE, change=[static(**SELECTS)], events=[EVENT], forbid=["storageclasses"])
    assert told == ["claim-with-selector-has-class"]
    assert codes(PROBE, change=[static(**{"spec.volumeName": "<pv>"})], forbid=["persistentvolumes"]) == [
        "claim-class-unknown"
    ]
