"""Probe mount-pod-admission: did the node take the Mount Pod in."""

import pytest

from bot.core.probes.mount_pod_admission import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import Change, mount, mount_waits

LACK = "Pod was rejected: Node didn't have enough resource: cpu, requested: 1000, used: 7600, capacity: 7910"
PREEMPT = (
    "Pod was rejected: Unexpected error while attempting to recover from admission failure: preemption: error finding "
    "a set of pods to preempt: no set of running pods found to reclaim resources: [(res: memory, q: 536870912), ]"
)
ZERO = {"spec.containers[jfs-mount].resources.requests": {"cpu": "0", "memory": "0"}}


def refused(reason: str, message: str) -> Change:
    """A Mount Pod that kubelet refused."""
    return mount_waits(status__phase="Failed", status__reason=reason, status__message=message)


@pytest.mark.parametrize(
    ("reason", "message"),
    [("OutOfcpu", LACK), ("OutOfmemory", LACK), ("OutOfpods", LACK), ("UnexpectedAdmissionError", PREEMPT)],
)
def test_fires_on_a_refusal_for_lack_of_resources(reason: str, message: str) -> None:
    """Kubelet's words for it are OutOf… and, for critical pods such as these, a failed attempt to evict others."""
    found = only(PROBE, change=[refused(reason, message)])
    assert (found.code, found.facts["cause"], found.evidence) == ("mount-pod-rejected", reason, message)


def test_fires_on_what_the_scheduler_says() -> None:
    """With enableNodeSelector the scheduler places Mount Pods, and says why it cannot."""
    said = "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't match Pod's node affinity/selector."
    waits = mount_waits(
        spec__nodeName=None,
        spec__nodeSelector={"kubernetes.io/hostname": "node-b"},
        status__containerStatuses=None,
        status__conditions=[
            {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": said},
        ],
    )
    found = only(PROBE, change=[waits])
    assert (found.code, found.evidence) == ("mount-pod-unschedulable", said)


def test_fires_on_requests_that_the_driver_dropped() -> None:
    """Zero requests that nobody configured are the trace of an earlier refusal, even on one that runs."""
    assert codes(PROBE, change=[{"of": "mount", "set": ZERO}]) == ["mount-pod-requests-dropped"]


def test_silent_on_zero_that_is_configured() -> None:
    """Who asks for zero in the driver's ConfigMap gets zero."""
    text = "mountPodPatch:\n- resources: {requests: {cpu: 0, memory: 0}}\n"
    change = [{"of": "mount", "set": ZERO}, {"of": "config", "set": {"data[config.yaml]": text}}]
    assert codes(PROBE, change=change) == ["mount-pod-admitted"]


def test_silent_on_a_pod_that_failed_otherwise() -> None:
    """A Mount Pod that failed later was taken in all the same; another plugin's error is no lack of resources."""
    assert codes(PROBE) == ["mount-pod-admitted"]
    assert codes(PROBE, change=[mount(status__phase="Failed", status__reason="Evicted")]) == ["mount-pod-admitted"]
    other = refused("UnexpectedAdmissionError", "Allocate failed due to no devices, which is unexpected")
    assert codes(PROBE, change=[other]) == ["mount-pod-admitted"]


def test_forbidden_is_unknown() -> None:
    """Mount Pods that may not be listed are not called admitted; a ConfigMap that may not be read excuses no zero."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["mount-pod-admission-unknown"]
    assert codes(PROBE, change=[{"of": "mount", "set": ZERO}], forbid=["configmaps"]) == ["mount-pod-requests-dropped"]
