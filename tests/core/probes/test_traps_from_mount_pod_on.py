"""What looks like trouble from the Mount Pod on, and is none for this pod, now: asked of all probes."""

from typing import Any

from bot.core.judging.probing import probe_all
from bot.model.finding import Finding, State, Weight
from tests.core.probes.looking import book
from tests.core.probes.mount_changes import STATUS, app_waits, mount_restarted, mount_waits, no_propagation
from tests.scenes.take import changed

ELSEWHERE = "00000000-0000-4000-8000-000000000000"
NEW = {
    "copy": "mount",
    "as": "kube-system/juicefs-node-b-new-bbbbbb",
    "call": "new",
    "set": {
        "metadata.creationTimestamp": "2026-05-04T02:18:00Z",
        f"{STATUS}.state.running.startedAt": "2026-05-04T02:18:03Z",
    },
}


def strong(base: str = "healthy", **parts: Any) -> dict[str, Finding]:  # noqa: ANN401 - parts of a scene
    """Every trouble of a scene that is enough to lean on, by its code."""
    found = (one for one in probe_all(changed(base, **parts)) if one.state is State.TROUBLE)
    return {one.code: one for one in found if book().findings[one.code].weight is Weight.STRONG}


def test_an_old_failure_that_has_recovered_is_over() -> None:
    """A Mount Pod that got its address, room and image late, and a client that was killed before the pod began."""
    old = [
        {"about": "mount", "reason": "FailedCreatePodSandBox", "message": "no IP addresses available", "ago": "9m"},
        {"about": "app", "reason": "FailedMount", "message": "mount pod is not running in 60s", "ago": "9m"},
        {"about": "mount", "reason": "FailedPreStopHook", "message": "PreStopHook failed", "ago": "9m"},
    ]
    killed = mount_restarted("2026-05-04T02:10:12Z", reason="OOMKilled")
    assert strong(change=[killed, no_propagation()], events=old) == {}


def test_a_restart_with_propagation_is_mended() -> None:
    """The new mount reached the container; what remains is weak."""
    assert strong(change=[mount_restarted(reason="OOMKilled")]) == {}


def test_a_pair_of_a_smooth_upgrade_is_normal() -> None:
    """The new Mount Pod starts while the old one serves, then serves while the old one leaves."""
    starting = {**mount_waits(metadata__creationTimestamp="2026-05-04T02:18:00Z"), "of": "new"}
    assert strong(change=[NEW, starting]) == {}
    leaving = {"of": "mount", "set": {"metadata.deletionTimestamp": "2026-05-04T02:19:50Z"}}
    assert strong(change=[NEW, leaving]) == {}
    assert strong(change=[NEW, leaving, no_propagation()]) == {}


def test_another_pods_mount_pod_is_not_ours() -> None:
    """A Mount Pod in trouble on the same node that serves another volume of another pod does not concern this one."""
    path = f"/var/lib/kubelet/pods/{ELSEWHERE}/volumes/kubernetes.io~csi/pvc-other/mount"
    key = "metadata.annotations[juicefs-3d714b43a3a6df8a63a3542f132ad24da5283409301077113c73fa0]"
    other = {"metadata.labels[volume-id]": "pvc-other", key: path, "metadata.deletionTimestamp": "2026-05-04T02:10:30Z"}
    theirs = {"copy": "mount", "as": "kube-system/juicefs-node-b-pvc-other-cccccc", "call": "theirs", "set": other}
    assert strong(change=[theirs, {**mount_waits("ImagePullBackOff"), "of": "theirs"}]) == {}


def test_events_of_a_namesake_do_not_count() -> None:
    """A Mount Pod of the same name that lived before has left events; its uid was another."""
    old = {
        "about": "mount",
        "reason": "FailedCreatePodSandBox",
        "message": "no IP addresses available",
        "uid": ELSEWHERE,
    }
    found = strong(change=[app_waits(), mount_waits()], events=[old])
    assert "mount-pod-no-address-left" not in found
    assert "mount-pod-pending" in found


def test_a_neighbour_that_was_preempted_long_ago_does_not_count() -> None:
    """Failed pods lie about for a long time; this pod works."""
    victim = {"status.phase": "Failed", "status.reason": "Preempting", "status.message": "Preempted in order to admit"}
    assert strong(change=[{"copy": "app", "as": "shop/orders-api-6d4f9c7b8-old11", "set": victim}]) == {}
