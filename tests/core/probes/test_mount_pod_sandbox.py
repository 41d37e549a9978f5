"""Probe mount-pod-sandbox: has the Mount Pod a network and an address."""

import pytest

from bot.core.probes.mount_pod_sandbox import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import mount_waits

START = 'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "9198": '


def event(message: str, about: str = "mount") -> dict[str, str]:
    """Kubelet's complaint about a pod's network."""
    return {"about": about, "reason": "FailedCreatePodSandBox", "message": START + message}


@pytest.mark.parametrize(
    "message",
    [
        "failed to allocate for range 0: no IP addresses available in range set: 10.42.1.1-10.42.1.254",
        "add cmd: failed to assign an IP address to container",
    ],
)
def test_fires_when_no_address_is_left(message: str) -> None:
    """Networks say it in their own words; a Mount Pod takes an address like any other pod."""
    found = only(PROBE, change=[mount_waits()], events=[event(message)])
    assert found.code == "mount-pod-no-address-left"
    assert found.evidence.endswith(message)


def test_fires_on_another_trouble_of_the_network() -> None:
    """A network plugin that is down is not a lack of addresses."""
    down = event("plugin type=flannel failed (add): open /run/flannel/subnet.env: no such file or directory")
    assert codes(PROBE, change=[mount_waits()], events=[down]) == ["mount-pod-no-sandbox"]


def test_fires_without_events() -> None:
    """Events expire: a Mount Pod that has no address after a minute is told without a reason."""
    assert codes(PROBE, change=[mount_waits()]) == ["mount-pod-without-address"]


def test_silent_on_a_mount_pod_with_an_address() -> None:
    """An old event of a Mount Pod that has an address by now is over."""
    old = event("no IP addresses available in range set")
    found = only(PROBE, events=[old])
    assert (found.code, found.facts["address"]) == ("mount-pod-has-address", "10.42.1.37")


def test_silent_on_the_host_network() -> None:
    """On the host's network a Mount Pod needs no address of the cluster."""
    assert codes(PROBE, change=[mount_waits(spec__hostNetwork=True)]) == ["mount-pod-on-host-network"]


def test_silent_on_other_pods_and_in_the_first_minute() -> None:
    """The application's own event is not the Mount Pod's, and neither is one of a namesake; a minute is no trouble."""
    young = mount_waits(metadata__creationTimestamp="2026-05-04T02:19:30Z")
    theirs = event("no IP addresses available in range set", about="app")
    namesake = {**event("no IP addresses available in range set"), "uid": "00000000-0000-4000-8000-000000000000"}
    assert codes(PROBE, change=[young], events=[theirs, namesake]) == ["mount-pod-address-awaited"]


def test_silent_where_no_address_is_due() -> None:
    """A Mount Pod that the node refused, and a sidecar, are not asked."""
    assert codes(PROBE, change=[mount_waits(status__phase="Failed")]) == []
    assert codes(PROBE, "injected") == []


def test_forbidden_is_unknown() -> None:
    """Without its events a Mount Pod without an address is unknown, never fine."""
    assert unknowns(PROBE, change=[mount_waits()], forbid=["events"]) == [("Event", "forbidden")]
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["mount-pod-sandbox-unknown"]
