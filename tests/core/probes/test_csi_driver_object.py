"""Probe csi-driver-object: what the CSIDriver object says."""

from bot.core.probes.csi_driver_object import PROBE
from tests.core.probes.looking import codes, only, unknowns


def test_fires_on_an_object_that_is_missing() -> None:
    """Its absence is a fact, and weak: the error of an unregistered driver comes with and without it."""
    found = only(PROBE, change=[{"remove": "driver"}])
    assert (found.code, found.subject) == ("csidriver-absent", "CSIDriver csi.juicefs.com")


def test_fires_on_an_object_that_outlived_its_uninstall() -> None:
    """Helm keeps the object: without a DaemonSet it proves no installation."""
    gone = [{"remove": "set"}, {"remove": "csi"}]
    assert codes(PROBE, change=gone) == ["csidriver-left-behind"]


def test_fires_on_settings_that_break_mounting() -> None:
    """Not written, attachRequired is true and podInfoOnMount false."""
    assert codes(PROBE, change=[{"of": "driver", "set": {"spec.attachRequired": None}}]) == ["csidriver-asks-to-attach"]
    assert codes(PROBE, change=[{"of": "driver", "set": {"spec.podInfoOnMount": None}}]) == [
        "csidriver-without-pod-info"
    ]


def test_fires_where_an_attachment_is_waited_for() -> None:
    """Without the object Kubernetes thinks that the volume has to be attached, and says whom it waits for."""
    said = "timed out waiting for external-attacher of csi.juicefs.com CSI driver to attach volume <pv>"
    waits = [{"about": "app", "reason": "FailedAttachVolume", "ago": "30s", "message": said}]
    assert codes(PROBE, "waiting", change=[{"remove": "driver"}], events=waits) == ["csidriver-absent-holds-attach"]
    assert codes(PROBE, "waiting", change=[{"remove": "driver"}]) == ["csidriver-absent"]


def test_silent_on_a_sound_object() -> None:
    """Another driver's object beside it does not matter."""
    other = {"copy": "driver", "as": "csi-other.juicefs.com", "set": {"spec.attachRequired": True}}
    assert codes(PROBE, change=[other]) == ["csidriver-sound"]


def test_silent_where_sidecars_mount() -> None:
    """Kubelet asks no CSI driver for injected volumes."""
    assert codes(PROBE, "injected") == []


def test_forbidden_is_unknown() -> None:
    """An object that may not be read is not called missing; and a DaemonSet that may not be read is not called gone."""
    assert unknowns(PROBE, forbid=["csidrivers"]) == [("CSIDriver", "forbidden")]
    assert codes(PROBE, forbid=["csidrivers"]) == ["csi-driver-object-unknown"]
    assert codes(PROBE, change=[{"remove": "csi"}], forbid=["daemonsets"]) == ["csidriver-sound"]
