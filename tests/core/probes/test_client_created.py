"""Probe client-created: could kubelet create the client's container."""

from bot.core.probes.client_created import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import mount_died, mount_waits

MISSING = 'secret "juicefs-pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20-secret" not found'


def test_fires_on_a_missing_secret() -> None:
    """The Secret that the driver makes for its Mount Pod is named; the Secret itself is never read."""
    found = only(PROBE, change=[mount_waits("CreateContainerConfigError", MISSING)])
    assert (found.code, found.evidence) == ("client-secret-missing", MISSING)
    assert found.facts["secret"] == "juicefs-pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20-secret"


def test_fires_on_another_refusal() -> None:
    """Whatever else keeps the container from being created is told with its reason."""
    found = only(PROBE, change=[mount_waits("CreateContainerError", "context deadline exceeded")])
    assert (found.code, found.facts["cause"]) == ("client-not-created", "CreateContainerError")


def test_silent_on_a_container_that_was_created() -> None:
    """One that ran was created, however it ended."""
    assert codes(PROBE) == ["client-created"]
    assert codes(PROBE, change=[mount_died("Error", 1)]) == ["client-created"]


def test_silent_before_kubelet_has_come_to_it() -> None:
    """Waiting for the network or the image is the matter of other probes."""
    assert codes(PROBE, change=[mount_waits()]) == []
    assert codes(PROBE, change=[mount_waits("ImagePullBackOff")]) == []


def test_forbidden_is_unknown() -> None:
    """Mount Pods that may not be listed are not called created."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["client-created-unknown"]
