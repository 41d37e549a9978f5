"""Probe pod-containers: do the application's own containers run."""

from typing import Any

import pytest

from bot.core.probes.pod_containers import PROBE
from tests.core.probes.looking import codes, only

TARGET = "/var/lib/kubelet/pods/<app.uid>/volumes/kubernetes.io~csi/<pv>/mount"
STAT = f'failed to generate container "d51d" spec: failed to stat "{TARGET}": transport endpoint is not connected'


def status(**parts: Any) -> list[Any]:  # noqa: ANN401 - parts of a container status
    """A change of the application container's status."""
    state = {f"status.containerStatuses[api].{key}": value for key, value in parts.items()}
    return [{"of": "app", "set": {"status.phase": "Pending", **state}}]


def waiting(reason: str, message: str = "", **more: Any) -> list[Any]:  # noqa: ANN401 - as above
    """A change after which the container waits."""
    return status(ready=False, state={"waiting": {"reason": reason, "message": message}}, **more)


@pytest.mark.parametrize(
    ("reason", "message", "code"),
    [
        ("ImagePullBackOff", 'Back-off pulling image "registry.local/orders-api:2.4.1"', "app-image-unavailable"),
        ("ErrImagePull", "100% of the pulls failed: %s", "app-image-unavailable"),
        ("CreateContainerConfigError", 'configmap "orders-env" not found', "app-container-refused"),
        ("RunContainerError", 'exec: "/app": permission denied', "app-container-refused"),
        ("CreateContainerError", STAT, "app-blocked-by-volume"),
    ],
)
def test_fires_on_a_container_that_cannot_be_created(reason: str, message: str, code: str) -> None:
    """Kubelet's own message is the evidence, whatever it holds (the kubectl plugin took it for a format string)."""
    found = only(PROBE, change=waiting(reason, message))
    assert (found.code, found.facts["reason"]) == (code, reason)
    assert found.evidence.startswith(message[:30])


def test_fires_on_a_container_that_crashes() -> None:
    """A container in a crash loop started: it is not its volume that keeps it from starting."""
    last = {"terminated": {"exitCode": 3, "reason": "Error"}}
    found = only(PROBE, change=waiting("CrashLoopBackOff", "back-off 5m0s restarting", lastState=last))
    assert (found.code, found.facts["exit"], found.evidence) == ("app-crashes", "3", "exit code 3 Error")
    ended = status(ready=False, state={"terminated": {"exitCode": 1, "reason": "Error", "message": "no config"}})
    assert only(PROBE, change=ended).evidence == "no config"
    done = {"terminated": {"exitCode": 0, "reason": "Completed"}}
    assert codes(PROBE, change=waiting("CrashLoopBackOff", lastState=done)) == ["app-crashes"]


def test_fires_on_an_application_out_of_memory() -> None:
    """OOMKilled on the application's own container is its own memory, not the JuiceFS client's."""
    last = {"terminated": {"exitCode": 137, "reason": "OOMKilled"}}
    assert codes(PROBE, change=waiting("CrashLoopBackOff", lastState=last)) == ["app-out-of-memory"]


def test_fires_on_a_pod_that_waits_to_start() -> None:
    """Ten minutes in ContainerCreating are too long; why is for other probes to say."""
    found = only(PROBE, change=waiting("ContainerCreating"))
    assert (found.code, found.facts["minutes"]) == ("app-waits-to-start", "10")
    unreported = [{"of": "app", "set": {"status.containerStatuses": None, "status.phase": "Pending"}}]
    assert codes(PROBE, change=unreported) == ["app-waits-to-start"]


def test_fires_on_a_pod_that_initialises() -> None:
    """While an init container runs, the others wait for it and not for a volume."""
    state = {"name": "migrate", "ready": False, "state": {"running": {"startedAt": "2026-05-04T02:10:20Z"}}}
    init = {"of": "app", "set": {"status.initContainerStatuses": [state]}}
    found = only(PROBE, change=[*waiting("PodInitializing"), init])
    assert (found.code, found.facts["container"]) == ("app-initialising", "migrate")


def test_fires_on_a_container_that_is_not_ready() -> None:
    """A container that runs and is not ready fails its readiness probe."""
    assert codes(PROBE, change=status(ready=False)) == ["app-not-ready"]


def test_fires_on_a_pod_that_failed() -> None:
    """An evicted pod stays as an object and is not coming back."""
    why = "The node was low on resource: ephemeral-storage."
    change = [{"of": "app", "set": {"status.phase": "Failed", "status.reason": "Evicted", "status.message": why}}]
    found = only(PROBE, change=change)
    assert (found.code, found.facts["reason"], found.evidence) == ("pod-failed", "Evicted", why)


def test_silent_on_a_running_pod() -> None:
    """Containers that run and are ready are fine, also after restarts in the past."""
    past = status(restartCount=4, lastState={"terminated": {"exitCode": 1, "reason": "Error"}})
    assert codes(PROBE) == ["app-running"]
    assert codes(PROBE, change=[*past, {"of": "app", "set": {"status.phase": "Running"}}]) == ["app-running"]


def test_silent_while_a_pod_starts() -> None:
    """In its first minute a pod may be in ContainerCreating."""
    assert codes(PROBE, now="2026-05-04T02:10:30Z", change=waiting("ContainerCreating")) == ["app-starting"]


def test_silent_on_a_pod_that_finished() -> None:
    """A Job's pod that succeeded has its containers terminated, and well."""
    assert codes(PROBE, change=[{"of": "app", "set": {"status.phase": "Succeeded"}}]) == ["pod-finished"]


def test_silent_on_a_pod_that_is_being_deleted() -> None:
    """Containers that end with 137 or 143 because their pod is deleted have not crashed, and do not run on."""
    ended = status(ready=False, state={"terminated": {"exitCode": 143, "reason": "Error"}})
    leaving = {"of": "app", "set": {"metadata.deletionTimestamp": "2026-05-04T02:19:00Z"}}
    assert codes(PROBE, change=[*ended, leaving]) == ["app-is-being-stopped"]


def test_silent_on_a_sidecars_own_trouble() -> None:
    """The injected client is no container of the application."""
    broken = {"status.initContainerStatuses[jfs-mount].state": {"waiting": {"reason": "CrashLoopBackOff"}}}
    assert codes(PROBE, "injected", change=[{"of": "app", "set": broken}]) == ["app-running"]


def test_silent_without_a_node() -> None:
    """Containers of a pod that is not scheduled are not expected to run."""
    assert codes(PROBE, change=[{"of": "app", "set": {"spec.nodeName": None}}]) == []


def test_forbidden_reads_do_not_matter() -> None:
    """The pod alone answers; it is always there."""
    assert codes(PROBE, forbid=["events", "nodes", "pods/log"]) == ["app-running"]
