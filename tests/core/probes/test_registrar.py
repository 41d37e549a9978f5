"""Probe registrar: what node-driver-registrar says, where the driver is not registered or its pod is not well."""

from typing import Any

from bot.core.probes.registrar import PROBE
from bot.model.snapshot import Part
from tests.core.probes.looking import codes, look_at, only, refused, unknowns
from tests.scenes.take import changed

UNREGISTERED = {"of": "registry", "set": {"spec.drivers": None}}
STILL = "W0504 02:10:11.5       1 connection.go:173] Still connecting to unix:///csi/csi.sock"
TIMED_OUT = "E0504 02:10:41.5       1 main.go:136] error connecting to CSI driver: context deadline exceeded"
ACCEPTED = (
    "I0504 02:10:51.5       1 main.go:167] Received NotifyRegistrationStatus call: {PluginRegistered:true,Error:,}"
)
REGISTRAR = "status.containerStatuses[node-driver-registrar]"
PLUGIN = "status.containerStatuses[juicefs-plugin]"


def scene(log: str, *more: Any) -> dict[str, Any]:  # noqa: ANN401 - changes
    """A node that has not registered the driver, and what the registrar there says."""
    return {"change": [UNREGISTERED, *more], "logs": {"csi/node-driver-registrar": log}}


def test_fires_on_a_registrar_that_may_not_open_the_socket() -> None:
    """Plugin up, registrar unprivileged, and no connection: SELinux."""
    found = only(PROBE, **scene(f"{STILL}\n{TIMED_OUT}"))
    assert (found.code, found.evidence) == ("registrar-kept-from-socket", TIMED_OUT)


def test_fires_on_a_registrar_that_is_privileged_and_cannot_connect() -> None:
    """A privileged registrar is not held back by SELinux: then something else is."""
    privileged = {"of": "csi", "set": {"spec.containers[node-driver-registrar].securityContext": {"privileged": True}}}
    assert codes(PROBE, **scene(STILL, privileged)) == ["registrar-cannot-connect"]


def test_fires_on_a_registrar_that_waits_for_the_plugin() -> None:
    """Where the plugin crashes or has only just started, the registrar's words are a consequence."""
    crashed = {"of": "csi", "set": {f"{PLUGIN}.state": {"waiting": {"reason": "CrashLoopBackOff"}}}}
    young = {"of": "csi", "set": {f"{PLUGIN}.state": {"running": {"startedAt": "2026-05-04T02:19:40Z"}}}}
    for change in (crashed, young):
        assert codes(PROBE, **scene(f"{STILL}\n{TIMED_OUT}", change)) == ["registrar-waits-for-plugin"]


def test_fires_on_a_registration_that_kubelet_refused() -> None:
    """Kubelet says why."""
    answer = ACCEPTED.replace("PluginRegistered:true,Error:", "PluginRegistered:false,Error:no handler")
    assert codes(PROBE, **scene(answer)) == ["kubelet-refuses-registration"]


def test_fires_on_any_other_failure_and_on_silence() -> None:
    """A failure in words of its own is told; a log that decides nothing is told as such."""
    failed = "E0504 02:10:11.5 1 node_register.go:43] failed to listen on socket /registration/csi.juicefs.com-reg.sock"
    assert codes(PROBE, **scene(failed)) == ["registrar-fails"]
    assert codes(PROBE, **scene("I0504 02:10:11.5 1 main.go:135] Version: v2.9.0")) == ["registrar-undecided"]


def test_silent_once_kubelet_accepted() -> None:
    """A registrar tries in vain while its pod starts; what counts is its last word."""
    assert codes(PROBE, **scene(f"{STILL}\n{TIMED_OUT}\n{ACCEPTED}\n")) == ["registrar-was-accepted"]
    assert codes(PROBE, **scene(f"{ACCEPTED}\n{STILL}")) == ["registrar-kept-from-socket"]


def test_silent_where_nothing_is_wrong_or_nothing_ran() -> None:
    """A registered driver in a ready pod needs no look; a registrar that never ran has no log."""
    assert codes(PROBE, logs={"csi/node-driver-registrar": STILL}) == []
    waiting = {
        "state": {"waiting": {"reason": "ContainerCreating"}},
        "name": "node-driver-registrar",
        "restartCount": 0,
    }
    assert codes(PROBE, change=[UNREGISTERED, {"of": "csi", "set": {REGISTRAR: waiting}}]) == []
    assert codes(PROBE, "injected") == []
    assert codes(PROBE, change=[{"remove": "csi"}, UNREGISTERED]) == []


def test_forbidden_is_unknown() -> None:
    """A log that may not be read says nothing."""
    assert unknowns(PROBE, change=[UNREGISTERED], forbid=["pods/log"]) == [("PodLog", "forbidden")]
    assert codes(PROBE, change=[UNREGISTERED], forbid=["pods/log"]) == ["registrar-unknown"]
    unread = refused(changed(change=[UNREGISTERED]), Part.CSI_NODE_PODS)
    assert [one.code for one in look_at(PROBE, unread)] == ["registrar-unknown"]
