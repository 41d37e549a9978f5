"""Probe mount-alive: is the mount that the pod's containers use still alive."""

from bot.core.probes.mount_alive import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import (
    app_waits,
    by_process,
    mount_died,
    mount_restarted,
    no_hand_over,
    no_propagation,
)

RESTARTED = mount_restarted("2026-05-04T02:15:00Z")
CSI_STARTED = "status.containerStatuses[juicefs-plugin].state.running.startedAt"


def test_fires_on_a_ready_pod_with_a_dead_mount() -> None:
    """A pod that is Running and Ready may sit on a dead mount; the CSI dashboard gives no reason for such a pod."""
    found = only(PROBE, change=[RESTARTED, no_propagation(), no_hand_over()])
    assert (found.code, found.facts["volume"]) == ("mount-point-dead", "data")
    assert found.subject == "Pod shop/orders-api-6d4f9c7b8-x2k5p, container api"
    assert "02:10:20Z" in found.evidence
    assert "02:15:00Z" in found.evidence


def test_fires_on_a_mount_pod_that_was_made_anew() -> None:
    """A new Mount Pod that has never restarted is as bad as a restarted one: what counts is which is the younger."""
    change = [mount_restarted("2026-05-04T02:15:00Z", restarts=0), no_propagation(), no_hand_over()]
    assert codes(PROBE, change=change) == ["mount-point-dead"]


def test_fires_weakly_where_the_client_hands_over() -> None:
    """A client that takes the FUSE connection over may have kept the mount alive: a suspicion, no more."""
    assert codes(PROBE, change=[RESTARTED, no_propagation()]) == ["mount-point-maybe-dead"]
    hook = {"preStop": {"exec": {"command": ["sh", "-c", "+e", "umount /jfs/x -l; rmdir /jfs/x; exit 0"]}}}
    unmounts = {"of": "mount", "set": {"spec.containers[jfs-mount].lifecycle": hook}}
    assert codes(PROBE, change=[RESTARTED, no_propagation(), unmounts]) == ["mount-point-dead"]


def test_fires_while_nothing_serves_the_mount() -> None:
    """A container that runs while its client does not, or is gone, fails at every access."""
    assert codes(PROBE, change=[mount_died("Error", 1)]) == ["mount-point-down"]
    assert codes(PROBE, change=[{"remove": "mount"}]) == ["mount-point-without-client"]
    leaving = {"of": "mount", "set": {"metadata.deletionTimestamp": "2026-05-04T02:19:55Z"}}
    assert codes(PROBE, change=[leaving]) == ["mount-point-without-client"]


def test_fires_on_a_restart_of_csi_node_in_process_mode() -> None:
    """In process mode the clients live in CSI Node; its restart kills every mount, propagation or not."""
    restarted = {"of": "csi", "set": {CSI_STARTED: "2026-05-04T02:15:00Z"}}
    found = only(PROBE, change=[*by_process(), restarted])
    assert found.code == "mount-point-died-with-csi-node"
    assert "02:15:00Z" in found.evidence


def test_fires_weakly_on_a_client_that_runs_while_the_pod_waits() -> None:
    """Most clients have no readiness probe: that one runs says nothing of its mount point, for which kubelet waits."""
    found = only(PROBE, change=[app_waits()])
    assert (found.code, found.facts["minutes"]) == ("mount-point-perhaps-not-up", "10")
    image = app_waits({"reason": "ImagePullBackOff"})
    assert codes(PROBE, change=[image]) == []
    assert codes(PROBE, change=[app_waits(), mount_restarted("2026-05-04T02:19:30Z")]) == []


def test_silent_on_a_mount_older_than_the_container() -> None:
    """The ordinary case, in all three mount modes; a restart before the container began is over."""
    assert codes(PROBE) == ["mount-point-live"]
    assert codes(PROBE, "injected") == ["mount-point-live"]
    assert codes(PROBE, change=by_process()) == ["mount-point-live-in-csi-node"]
    early = mount_restarted("2026-05-04T02:10:15Z")
    assert codes(PROBE, change=[early, no_propagation(), no_hand_over()]) == ["mount-point-live"]


def test_silent_on_a_restart_with_propagation() -> None:
    """With mountPropagation the new mount reaches the container."""
    assert codes(PROBE, change=[RESTARTED, no_hand_over()]) == ["mount-point-recovered"]


def test_silent_on_a_pair_of_a_smooth_upgrade() -> None:
    """While two Mount Pods serve the volume, the one that is ready counts, and a successor hands over."""
    new = {
        "copy": "mount",
        "as": "kube-system/juicefs-node-b-new-bbbbbb",
        "set": {"metadata.creationTimestamp": "2026-05-04T02:18:00Z", "status.phase": "Pending"}
        | {"status.conditions[Ready].status": "False", "status.containerStatuses": None},
    }
    assert codes(PROBE, change=[new, no_propagation()]) == ["mount-point-live"]


def test_silent_before_and_after_its_containers_run() -> None:
    """Containers that do not run use no mount, nor does one that does not mount the volume."""
    assert codes(PROBE, change=[app_waits(), mount_died("Error", 1)]) == []
    assert codes(PROBE, change=[{"of": "app", "set": {"status.phase": "Succeeded"}}, {"remove": "mount"}]) == []
    unmounted = {"of": "app", "set": {"spec.containers[api].volumeMounts": []}}
    assert codes(PROBE, change=[unmounted, {"remove": "mount"}]) == []


def test_forbidden_is_unknown() -> None:
    """Mount Pods, or in process mode CSI Node, that may not be read leave the mount unknown."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert unknowns(PROBE, change=by_process(), forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["mount-alive-unknown"]
