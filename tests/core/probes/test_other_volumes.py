"""Probe other-volumes: does a volume that is not JuiceFS' keep the pod from starting."""

from typing import Any

from bot.core.probes.other_volumes import PROBE
from tests.core.probes.looking import codes, only, unknowns

TLS = {"of": "app", "set": {"spec.volumes[+]": {"name": "tls", "secret": {"secretName": "orders-tls"}}}}
NO_SECRET = 'MountVolume.SetUp failed for volume "tls" : secret "orders-tls" not found'


def failed(message: str, ago: str = "30s", reason: str = "FailedMount") -> dict[str, str]:
    """An event of the pod, newer than the base's own general complaint unless told otherwise."""
    return {"about": "app", "reason": reason, "ago": ago, "message": message}


def test_fires_on_a_secret_that_is_missing() -> None:
    """What kubelet says last is about a volume of another kind: it is named, with kubelet's line."""
    found = only(PROBE, "waiting", change=[TLS], events=[failed(NO_SECRET)])
    assert (found.code, found.facts["volume"]) == ("other-volume-fails", "tls")
    assert found.evidence == f"FailedMount: {NO_SECRET}"


def test_fires_on_a_list_of_other_volumes_alone() -> None:
    """The general complaint counts when every volume in it is another's."""
    only_tls = failed("Unable to attach or mount volumes: unmounted volumes=[tls], unattached volumes=[data tls]: x")
    assert codes(PROBE, "waiting", change=[TLS], events=[only_tls]) == ["other-volume-fails"]
    both = failed("Unable to attach or mount volumes: unmounted volumes=[tls data], unattached volumes=[]: x")
    assert codes(PROBE, "waiting", change=[TLS], events=[both]) == ["other-volumes-not-blamed"]


def test_fires_on_a_pv_of_another_driver() -> None:
    """A PV is named by its own name in kubelet's events."""
    change: list[Any] = [
        {"copy": "pv", "as": "disk-pv", "set": {"spec.csi": {"driver": "ebs.csi.aws.com", "volumeHandle": "vol-1"}}},
        {"copy": "claim", "as": "shop/disk", "set": {"spec.volumeName": "disk-pv"}},
        {"of": "app", "set": {"spec.volumes[+]": {"name": "disk", "persistentVolumeClaim": {"claimName": "disk"}}}},
    ]
    said = 'AttachVolume.Attach failed for volume "disk-pv" : rpc error: code = Internal desc = could not attach'
    found = only(PROBE, "waiting", change=change, events=[failed(said, reason="FailedAttachVolume")])
    assert (found.code, found.facts["volume"]) == ("other-volume-fails", "disk-pv")


def test_silent_where_the_last_word_is_of_juicefs() -> None:
    """An older complaint about another volume is over when kubelet has come to the JuiceFS one since."""
    ours = failed('MountVolume.SetUp failed for volume "<pv>" : rpc error: code = Internal desc = x', "20s")
    events = [failed(NO_SECRET, "9m"), ours]
    assert codes(PROBE, "waiting", change=[TLS], events=events) == ["other-volumes-not-blamed"]
    assert codes(PROBE, "waiting", change=[TLS], events=[failed(NO_SECRET, "3h")]) == ["other-volumes-not-blamed"]


def test_silent_on_a_pod_that_runs() -> None:
    """A pod that has started has all its volumes."""
    assert codes(PROBE, change=[TLS], events=[failed(NO_SECRET)]) == []


def test_forbidden_events_are_unknown() -> None:
    """Only events tell which volume fails."""
    assert unknowns(PROBE, "waiting", change=[TLS], forbid=["events"]) == [("Event", "forbidden")]
    assert codes(PROBE, "waiting", change=[TLS], forbid=["events"]) == ["other-volumes-unknown"]
