"""Probe client-image: could the node fetch the client's image, and does it fit the processor."""

from bot.core.probes.client_image import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import mount_died, mount_waits

BACK_OFF = 'Back-off pulling image "juicedata/mount:ce-v1.3.1"'
WRONG = "exec /bin/sh: exec format error"


def test_fires_on_an_image_that_cannot_be_fetched() -> None:
    """Every reason that kubelet has for not having an image."""
    found = only(PROBE, change=[mount_waits("ImagePullBackOff", BACK_OFF)])
    assert (found.code, found.evidence) == ("client-image-unavailable", BACK_OFF)
    assert found.facts["image"] == "juicedata/mount:ce-v1.3.1"
    for reason in ("ErrImagePull", "InvalidImageName", "ErrImageNeverPull"):
        assert codes(PROBE, change=[mount_waits(reason)]) == ["client-image-unavailable"]


def test_fires_on_an_image_for_another_processor() -> None:
    """A shell that cannot be executed is the image's architecture, told beside the node's."""
    died = mount_died("StartError", 128)
    died["set"]["status.containerStatuses"][0]["lastState"]["terminated"]["message"] = WRONG
    found = only(PROBE, change=[died])
    assert (found.code, found.facts["arch"], found.evidence) == ("client-image-not-for-node", "amd64", WRONG)
    assert only(PROBE, change=[died], forbid=["nodes"]).facts["arch"] == "?"


def test_fires_on_the_container_that_formats() -> None:
    """Drivers before v0.23 format in an init container of the same image, which then waits first."""
    waiting = {
        "name": "jfs-format",
        "image": "juicedata/mount:ce-v1.1.2",
        "state": {"waiting": {"reason": "ErrImagePull"}},
    }
    init = {**mount_waits("PodInitializing")["set"], "status.initContainerStatuses": [waiting]}
    found = only(PROBE, change=[{"of": "mount", "set": init}])
    assert (found.code, found.facts["image"]) == ("client-image-unavailable", "juicedata/mount:ce-v1.1.2")


def test_fires_on_a_sidecar() -> None:
    """A sidecar's image is the client's as well; the application's is not."""
    waits = {"status.initContainerStatuses[jfs-mount].state": {"waiting": {"reason": "ImagePullBackOff"}}}
    assert codes(PROBE, "injected", change=[{"of": "app", "set": waits}]) == ["client-image-unavailable"]
    theirs = {"status.containerStatuses[api].state": {"waiting": {"reason": "ImagePullBackOff"}}}
    assert codes(PROBE, "injected", change=[{"of": "app", "set": theirs}]) == ["client-image-runs"]


def test_silent_on_an_image_that_runs() -> None:
    """What runs was fetched and fits the node."""
    assert codes(PROBE) == ["client-image-runs"]


def test_silent_on_a_client_that_has_died() -> None:
    """One that was started and died may have died of its image: the log says `exec format error`, not the status."""
    assert codes(PROBE, change=[mount_died("Error", 1)]) == []


def test_silent_before_kubelet_has_come_to_it() -> None:
    """A Mount Pod that waits for room or an address has not asked for its image yet."""
    assert codes(PROBE, change=[mount_waits()]) == []


def test_forbidden_is_unknown() -> None:
    """Mount Pods that may not be listed may lack their image."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["client-image-unknown"]
