"""Probe claim-provisioned: why no volume has been made for a PVC."""

from typing import Any

from bot.core.probes.claim_provisioned import PROBE
from tests.core.probes.looking import codes, look_at, only, unknowns
from tests.scenes.take import changed

PENDING = {"of": "claim", "set": {"status.phase": "Pending", "spec.volumeName": None}}
SECRET = 'failed to provision volume with StorageClass "juicefs-sc": secrets "juicefs-secret" not found'


def event(reason: str, message: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - keys of an event
    """An event about the PVC."""
    return {"about": "claim", "reason": reason, "source": "csi.juicefs.com", "message": message, **more}


def test_fires_on_a_class_that_does_not_exist() -> None:
    """A PVC whose class nobody made waits for ever."""
    found = look_at(PROBE, changed(change=[PENDING, {"remove": "class"}]))
    assert [one.code for one in found] == ["class-not-found", "claim-events-gone"]
    assert found[0].facts["called"] == "juicefs-sc"


def test_fires_with_the_provisioners_own_words() -> None:
    """The newest failure is the evidence, not a later note that the provisioner is at it again."""
    said = [
        event("ProvisioningFailed", "an older failure", ago="9m"),
        event("ProvisioningFailed", "a newer failure", ago="30s"),
        event("Provisioning", 'External provisioner is provisioning volume for claim "shop/orders-data"', ago="10s"),
    ]
    found = only(PROBE, change=[PENDING], events=said)
    assert (found.code, found.evidence) == ("provisioning-failed", "ProvisioningFailed: a newer failure")


def test_fires_on_a_secret_that_is_not_there() -> None:
    """Said of this very PVC, a Secret that is not found is the one that its class names, and not just any."""
    found = only(PROBE, change=[PENDING], events=[event("ProvisioningFailed", SECRET)])
    assert (found.code, found.facts["secret"]) == ("provisioner-secret-missing", "juicefs-secret")
    assert found.evidence == f"ProvisioningFailed: {SECRET}"


def test_fires_on_a_provisioner_that_does_not_answer() -> None:
    """Only waiting events: somebody was asked."""
    waiting = event("ExternalProvisioning", "waiting for a volume to be created", type="Normal")
    assert codes(PROBE, change=[PENDING], events=[waiting]) == ["provisioner-does-not-answer"]


def test_fires_on_events_that_are_gone_without_taking_that_for_proof() -> None:
    """Events live for about an hour; that there are none is said, and proves nothing."""
    assert codes(PROBE, change=[PENDING]) == ["claim-events-gone"]


def test_silent_on_a_name_that_static_volumes_share() -> None:
    """A class may exist as nothing but a word that a PVC and a free static PV share."""
    static = {"copy": "pv", "as": "archive", "set": {"status.phase": "Available"}}
    assert codes(PROBE, change=[PENDING, {"remove": "class"}, static])[0] == "class-only-a-name"


def test_silent_where_no_volume_is_to_be_made() -> None:
    """Not on a bound PVC, whatever failed before; not on one that waits for its pod, or chooses its volume itself."""
    assert codes(PROBE, events=[event("ProvisioningFailed", SECRET, ago="20m")]) == []
    waits = {"of": "class", "set": {"volumeBindingMode": "WaitForFirstConsumer"}}
    assert codes(PROBE, change=[PENDING, waits, {"of": "app", "set": {"spec.nodeName": None}}]) == []
    assert codes(PROBE, change=[PENDING, {"of": "claim", "set": {"spec.selector.matchLabels.a": "b"}}]) == []
    assert codes(PROBE, change=[PENDING, {"of": "claim", "set": {"spec.storageClassName": ""}}]) == []


def test_silent_on_a_namesakes_events() -> None:
    """Events about an earlier PVC of the same name are another object's."""
    earlier = event("ProvisioningFailed", SECRET, uid="00000000-0000-4000-8000-000000000000")
    assert codes(PROBE, change=[PENDING], events=[earlier]) == ["claim-events-gone"]


def test_forbidden_is_unknown() -> None:
    """Neither events nor a class that may not be read are taken for none."""
    expected = [("StorageClass", "forbidden"), ("Event", "forbidden")]
    assert unknowns(PROBE, change=[PENDING], forbid=["storageclasses", "events"]) == expected
    assert codes(PROBE, change=[PENDING], forbid=["events"]) == ["claim-provisioned-unknown"]
