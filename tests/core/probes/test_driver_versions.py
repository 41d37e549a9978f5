"""Probe driver-versions: do the parts of the driver run the same version."""

from bot.core.probes.driver_versions import PROBE
from tests.core.probes.looking import codes, only, unknowns

IMAGE = "spec.containers[juicefs-plugin].image"
NEWER = "juicedata/juicefs-csi-driver:v0.33.0"


def test_fires_on_different_versions() -> None:
    """During an upgrade, or after one that got stuck, both versions are told."""
    found = only(PROBE, change=[{"of": "controller", "set": {IMAGE: NEWER}}])
    assert (found.code, found.facts["versions"]) == ("driver-versions-differ", "v0.32.4, v0.33.0")


def test_silent_on_one_version() -> None:
    """The version is told as the tag has it, be it `nightly`."""
    assert only(PROBE).facts["version"] == "v0.32.4"
    night = {IMAGE: "registry.local:5000/csi:nightly"}
    everywhere = [{"of": alias, "set": night} for alias in ("csi", "controller", "standby")]
    found = only(PROBE, change=everywhere)
    assert (found.code, found.facts["version"]) == ("driver-version", "nightly")


def test_silent_on_another_installation() -> None:
    """A second driver in another namespace may have its own version."""
    other = {"copy": "controller", "as": "storage/juicefs-csi-controller-0", "set": {IMAGE: NEWER}}
    assert codes(PROBE, change=[other]) == ["driver-version"]


def test_silent_on_pods_without_juicefs() -> None:
    """A pod without such volumes is not asked, and a pod with sidecars not for CSI Node."""
    assert codes(PROBE, change=[{"of": "app", "set": {"spec.volumes": []}}]) == []
    assert codes(PROBE, "injected") == ["driver-version"]


def test_forbidden_is_unknown() -> None:
    """Each part that may not be read is told."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")] * 2
    assert codes(PROBE, "injected", forbid=["list pods"]) == ["driver-versions-unknown"]
