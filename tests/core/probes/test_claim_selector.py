"""Probe claim-selector: is there a PV that a PVC without a provisioner can find."""

from typing import Any

from bot.core.probes.claim_selector import PROBE
from tests.core.probes.looking import codes, only, unknowns

SELECTS = {"spec.selector": {"matchLabels": {"juicefs-name": "media"}}}
STATIC = {"of": "claim", "set": {"status.phase": "Pending", "spec.volumeName": None, "spec.storageClassName": ""}}
SELECTING = {"of": "claim", "set": SELECTS}


def archive(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a PV
    """A free static PV whose labels fit, with changes."""
    plain = {"metadata.labels": {"juicefs-name": "media"}, "spec.storageClassName": "", "status.phase": "Available"}
    return {"copy": "pv", "as": "archive", "set": {**plain, **more}}


def test_fires_when_no_volume_has_the_labels() -> None:
    """The selector is the evidence."""
    found = only(PROBE, change=[STATIC, SELECTING])
    assert (found.code, found.evidence) == ("no-volume-fits-selector", "spec.selector: juicefs-name=media")


def test_fires_on_the_volume_that_almost_fits() -> None:
    """A PV with the labels but with a class, one that is taken, one that is free and yet not bound."""
    for pv, code in (
        (archive(**{"spec.storageClassName": "juicefs-sc"}), "fitting-volume-has-class"),
        (archive(**{"status.phase": "Bound"}), "fitting-volume-is-taken"),
        (archive(), "fitting-volume-not-bound"),
    ):
        found = only(PROBE, change=[STATIC, SELECTING, pv])
        assert (found.code, found.facts["volume"]) == (code, "archive")


def test_fires_on_a_claim_that_names_nothing() -> None:
    """Without class, selector and volume nobody makes or finds a volume."""
    said = "no persistent volumes available for this claim and no storage class is set"
    event = {"about": "claim", "reason": "FailedBinding", "source": "persistentvolume-controller", "message": said}
    found = only(PROBE, change=[STATIC], events=[event])
    assert (found.code, found.evidence) == ("claim-names-nothing", f"FailedBinding: {said}")
    assert only(PROBE, change=[STATIC], forbid=["events"]).evidence == ""


def test_fires_on_a_class_that_is_only_a_name() -> None:
    """Static PVs may share a class that does not exist; then they are what the PVC looks for."""
    pending = {"of": "claim", "set": {"status.phase": "Pending", "spec.volumeName": None}}
    shared = archive(**{"spec.storageClassName": "juicefs-sc"})
    assert codes(PROBE, change=[pending, {"remove": "class"}, shared]) == ["fitting-volume-not-bound"]
    assert codes(PROBE, change=[pending, {"remove": "class"}]) == []


def test_silent_where_a_provisioner_or_a_name_decides() -> None:
    """Not on a bound PVC, one with a class that exists, or one that names its PV."""
    assert codes(PROBE, change=[SELECTING]) == []
    assert (
        codes(PROBE, change=[STATIC, SELECTING, {"of": "claim", "set": {"spec.storageClassName": "juicefs-sc"}}]) == []
    )
    assert codes(PROBE, change=[STATIC, {"of": "claim", "set": {"spec.volumeName": "<pv>"}}]) == []


def test_forbidden_is_unknown() -> None:
    """PVs that may not be listed are not called missing."""
    assert unknowns(PROBE, change=[STATIC, SELECTING], forbid=["persistentvolumes"]) == [
        ("PersistentVolume", "forbidden")
    ]
    assert codes(PROBE, change=[STATIC, SELECTING], broken=["persistentvolumes"]) == ["claim-selector-unknown"]
