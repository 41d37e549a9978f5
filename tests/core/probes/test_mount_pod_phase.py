"""Probe mount-pod-phase: does the Mount Pod run, and how far has it come."""

from bot.core.probes.mount_pod_phase import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import STATUS, mount, mount_died, mount_waits

VOLUME = 'MountVolume.SetUp failed for volume "cachedir-pvc-0" : persistentvolumeclaim "cache" not found'


def test_fires_on_a_mount_pod_that_stays_pending() -> None:
    """After a minute without a container a Mount Pod is stuck, also in the eyes of the driver, which gives up then."""
    found = only(PROBE, change=[mount_waits()])
    assert (found.code, found.facts["minutes"]) == ("mount-pod-pending", "10")
    assert codes(PROBE, change=[mount(status={"phase": "Pending"})]) == ["mount-pod-pending"]


def test_fires_otherwise_on_another_hold_up() -> None:
    """A missing image, Secret or volume of its own is another trouble than waiting for room or an address."""
    assert codes(PROBE, change=[mount_waits("ImagePullBackOff")]) == ["mount-pod-held-up"]
    failed = {"about": "mount", "reason": "FailedMount", "message": VOLUME}
    found = only(PROBE, change=[mount_waits()], events=[failed])
    assert (found.code, found.evidence) == ("mount-pod-held-up", f"FailedMount: {VOLUME}")


def test_fires_on_a_client_that_does_not_become_ready() -> None:
    """A client that runs without becoming ready has not brought its mount point up."""
    assert codes(PROBE, change=[mount(**{f"{STATUS}.ready": False})]) == ["mount-pod-not-ready"]


def test_fires_on_a_mount_pod_that_has_ended() -> None:
    """Failed, Completed, and waiting for its next start are told apart."""
    rejected = mount_waits(status__phase="Failed", status__reason="OutOfcpu", status__message="no cpu")
    found = only(PROBE, change=[rejected])
    assert (found.code, found.facts["cause"], found.evidence) == ("mount-pod-failed", "OutOfcpu", "no cpu")
    done = mount_died("Completed", 0, 0, waiting="")
    done["set"]["status.phase"] = "Succeeded"
    assert only(PROBE, change=[done]).evidence == "exitCode=0 reason=Completed"
    assert codes(PROBE, change=[done]) == ["mount-pod-ended"]
    found = only(PROBE, change=[mount_died("Error", 1)])
    assert (found.code, found.facts["cause"]) == ("mount-pod-client-down", "CrashLoopBackOff")


def test_silent_on_a_mount_pod_that_runs() -> None:
    """Running and ready is fine, whatever its pod thinks of it."""
    assert codes(PROBE) == ["mount-pod-running"]


def test_silent_in_the_first_minute() -> None:
    """A start takes a while: kubelet has to make the network, fetch the image and mount volumes first."""
    young = mount_waits(metadata__creationTimestamp="2026-05-04T02:19:30Z")
    found = only(PROBE, change=[young])
    assert (found.code, found.facts["seconds"]) == ("mount-pod-starting", "30")


def test_silent_on_the_old_one_of_an_upgrade() -> None:
    """In a smooth upgrade two Mount Pods serve one volume for a while; the one that is ready counts."""
    new = {"copy": "mount", "as": "kube-system/juicefs-node-b-new-bbbbbb", "call": "new"}
    leaving = mount_died("Completed", 0, 0, waiting="")
    leaving["set"]["status.phase"] = "Succeeded"
    assert codes(PROBE, change=[new, leaving]) == ["mount-pod-running"]
    starting = {**mount_waits(metadata__creationTimestamp="2026-05-04T02:16:00Z"), "of": "new"}
    assert codes(PROBE, change=[new, starting]) == ["mount-pod-running"]


def test_silent_on_sidecars() -> None:
    """A sidecar has no phase of its own."""
    assert codes(PROBE, "injected") == []


def test_forbidden_is_unknown() -> None:
    """Mount Pods that may not be listed are not called running."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["mount-pod-phase-unknown"]


def test_silent_on_a_pod_that_failed() -> None:
    """A pod thrown out for a Mount Pod is not contradicted by that one's running."""
    assert codes(PROBE, change=[{"of": "app", "set": {"status.phase": "Failed"}}]) == []
