"""Probe csi-tried-instead: does kubelet try to mount by CSI what a sidecar should mount."""

from typing import Any

from bot.core.probes.csi_tried_instead import PROBE
from tests.core.probes.looking import codes, only, unknowns

SAID = "mounter.SetUpAt failed: driver name csi.juicefs.com not found in the list of registered CSI drivers"
EVENT = {"about": "app", "reason": "FailedMount", "message": SAID}
PLAIN: dict[str, Any] = {
    "of": "app",
    "set": {
        "spec.volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "orders-data"}}],
        "metadata.labels[done.sidecar.juicefs.com/inject]": None,
    },
}


def test_fires_on_a_pod_without_a_sidecar() -> None:
    """The line is the same as where CSI Node is missing; here nobody ever registers a driver."""
    found = only(PROBE, "injected", change=[PLAIN], events=[EVENT])
    assert (found.code, found.facts["driver"]) == ("csi-tried-instead-of-sidecar", "csi.juicefs.com")
    assert SAID in found.evidence


def test_silent_without_such_an_event() -> None:
    """An event about another driver, about a namesake, or none: nothing was tried, as far as one can tell."""
    others = [{**EVENT, "message": SAID.replace("juicefs", "other")}, {**EVENT, "uid": "0-0"}]
    assert codes(PROBE, "injected", change=[PLAIN], events=others) == ["csi-not-tried"]


def test_silent_where_csi_node_mounts_or_a_sidecar_does() -> None:
    """With a DaemonSet the same line is about registration; an injected pod's volumes are no business of kubelet's."""
    assert codes(PROBE, events=[EVENT]) == []
    assert codes(PROBE, "injected", events=[EVENT]) == []


def test_forbidden_is_unknown() -> None:
    """Events that may not be read are not none."""
    assert unknowns(PROBE, "injected", change=[PLAIN], forbid=["events"]) == [("Event", "forbidden")]
    assert codes(PROBE, "injected", change=[PLAIN], forbid=["events"]) == ["csi-tried-instead-unknown"]
