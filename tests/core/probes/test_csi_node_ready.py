"""Probe csi-node-ready: is the CSI Node pod of the pod's node well."""

from typing import Any

import pytest

from bot.core.probes.csi_node_ready import PROBE
from bot.model.finding import Weight
from bot.model.snapshot import Part
from tests.core.probes.looking import book, codes, look_at, only, refused
from tests.scenes.take import snapshot_of

PLUGIN = "status.containerStatuses[juicefs-plugin]"
UNREADY = {"status.conditions[Ready].status": "False", "status.conditions[ContainersReady].status": "False"}
EXIT = {"exitCode": 1, "reason": "Error", "finishedAt": "2026-05-04T02:18:00Z", "message": "Can't get k8s client"}


def plugin(*, ready: bool = False, **status: Any) -> dict[str, Any]:  # noqa: ANN401 - parts of a container status
    """A change of the plugin's status, in a pod that is then not ready."""
    fields = {f"{PLUGIN}.{key}": value for key, value in status.items()}
    return {"of": "csi", "set": {**({} if ready else UNREADY), f"{PLUGIN}.ready": ready, **fields}}


def test_fires_on_a_container_that_crashes() -> None:
    """How the last run ended is the evidence, in a crash loop and between two runs."""
    looping = plugin(state={"waiting": {"reason": "CrashLoopBackOff"}}, lastState={"terminated": EXIT}, restartCount=7)
    found = only(PROBE, change=[looping])
    assert (found.code, found.facts["container"], found.facts["times"]) == ("csi-node-crashes", "juicefs-plugin", "7")
    assert found.evidence == "exit code 1 Error at 2026-05-04T02:18:00Z: Can't get k8s client"
    assert codes(PROBE, change=[plugin(state={"terminated": EXIT})]) == ["csi-node-crashes"]
    killed = {"exitCode": 137, "reason": "OOMKilled"}
    assert codes(PROBE, change=[plugin(state={"terminated": killed})]) == ["csi-node-out-of-memory"]


def test_fires_on_a_container_beside_the_plugin_that_crashes() -> None:
    """A registrar that crashes keeps the driver from being registered; the plugin's socket is there all the same."""
    registrar = {"status.containerStatuses[node-driver-registrar].state": {"terminated": EXIT}}
    found = only(PROBE, change=[{"of": "csi", "set": {**UNREADY, **registrar}}])
    assert (found.code, found.facts["container"]) == ("csi-node-helper-crashes", "node-driver-registrar")


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("ImagePullBackOff", "csi-node-image-unavailable"),
        ("ErrImagePull", "csi-node-image-unavailable"),
        ("CreateContainerConfigError", "csi-node-container-refused"),
    ],
)
def test_fires_on_a_container_that_cannot_be_created(reason: str, code: str) -> None:
    """Its image, or what it asks for."""
    found = only(PROBE, change=[plugin(state={"waiting": {"reason": reason, "message": "no"}})])
    assert (found.code, found.facts["reason"], found.evidence) == (code, reason, "no")


def test_fires_on_a_pod_that_is_not_ready_or_not_started() -> None:
    """With the newest warning about that very pod as evidence, where one is kept."""
    said = {"about": "csi", "reason": "Unhealthy", "message": "Liveness probe failed: HTTP 500"}
    found = only(PROBE, change=[plugin()], events=[said, {**said, "uid": "0-0", "message": "a namesake's"}])
    assert (found.code, found.evidence) == ("csi-node-not-ready", "Unhealthy: Liveness probe failed: HTTP 500")
    waiting = {"waiting": {"reason": "ContainerCreating"}}
    each = ("juicefs-plugin", "node-driver-registrar", "liveness-probe")
    created = {f"status.containerStatuses[{one}].state": waiting for one in each}
    assert codes(PROBE, change=[{"of": "csi", "set": {**UNREADY, **created}}]) == ["csi-node-not-started"]


def test_fires_weakly_on_a_pod_that_the_control_plane_marked() -> None:
    """On a node that is silent every pod is marked not ready, which says nothing of its containers."""
    assert codes(PROBE, change=[{"of": "csi", "set": UNREADY}]) == ["csi-node-marked-not-ready"]
    assert book().findings["csi-node-marked-not-ready"].weight is Weight.WEAK


def test_fires_on_a_pod_that_failed() -> None:
    """An evicted DaemonSet pod stays for a while as an object."""
    fields = {**UNREADY, "status.phase": "Failed", "status.reason": "Evicted", "status.message": "low on memory"}
    found = only(PROBE, change=[{"of": "csi", "set": fields}])
    assert (found.code, found.facts["reason"], found.evidence) == ("csi-node-failed", "Evicted", "low on memory")


def test_fires_weakly_on_a_restart_that_is_over() -> None:
    """A pod that is ready again is fine; that it was down while the application's pod waited is worth a word."""
    restarted = plugin(ready=True, lastState={"terminated": EXIT}, restartCount=1)
    assert codes(PROBE, change=[restarted]) == ["csi-node-ready", "csi-node-was-restarted"]
    assert book().findings["csi-node-was-restarted"].weight is Weight.WEAK


def test_silent_on_restarts_of_long_ago() -> None:
    """What ended before the application's pod was made did it no harm."""
    old = {**EXIT, "finishedAt": "2026-05-01T00:00:00Z"}
    assert codes(PROBE, change=[plugin(ready=True, lastState={"terminated": old}, restartCount=9)]) == [
        "csi-node-ready"
    ]
    assert codes(PROBE) == ["csi-node-ready"]


def test_silent_where_there_is_none() -> None:
    """No pod, no answer: that it is missing is another probe's; the kubectl plugin crashes on that."""
    deleted = {"of": "app", "set": {"metadata.deletionTimestamp": "2026-05-04T02:19:00Z"}}
    assert codes(PROBE, change=[{"remove": "csi"}, deleted]) == []
    assert codes(PROBE, "injected") == []


def test_forbidden_is_unknown() -> None:
    """A pod that may not be listed is not called ready; events that may not be read only leave the evidence empty."""
    found = look_at(PROBE, refused(snapshot_of("healthy"), Part.CSI_NODE_PODS))
    assert [(one.code, one.facts["reason"]) for one in found] == [("csi-node-ready-unknown", "forbidden")]
    assert only(PROBE, change=[plugin()], forbid=["events"]).evidence == ""
