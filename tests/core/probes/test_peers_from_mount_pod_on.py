"""What other checkers get wrong from the Mount Pod on: each broken check is a scene here, asked of all probes.

The checkers are the kubectl plugin of JuiceFS (v0.3.0), csi-doctor.sh, the CSI dashboard and k8sgpt, as read in their
sources.
"""

from typing import Any

from bot.core.judging.probing import probe_all
from bot.model.finding import Finding, State
from tests.core.probes.mount_changes import (
    app_waits,
    mount_died,
    mount_restarted,
    mount_waits,
    no_hand_over,
    no_propagation,
)
from tests.core.probes.test_unmounting import deleted
from tests.scenes.take import changed

NO_ADDRESS = "Failed to create pod sandbox: failed to allocate for range 0: no IP addresses available in range set"


def troubles(base: str = "healthy", **parts: Any) -> dict[str, Finding]:  # noqa: ANN401 - parts of a scene
    """Every trouble that is found in a scene, by its code."""
    return {one.code: one for one in probe_all(changed(base, **parts)) if one.state is State.TROUBLE}


def test_events_of_a_mount_pod_are_looked_for_where_it_lives() -> None:
    """csi-doctor asks the application's namespace for the Mount Pod's events, and finds none."""
    said = {"about": "mount", "reason": "FailedCreatePodSandBox", "message": NO_ADDRESS}
    assert "mount-pod-no-address-left" in troubles(change=[app_waits(), mount_waits()], events=[said])


def test_a_shared_mount_pod_is_found() -> None:
    """csi-doctor looks for the volumeHandle in its name, the plugin in its label: blind in share modes."""
    shared = {
        "metadata.labels[volume-id]": "juicefs-sc",
        "metadata.annotations[juicefs/mount-share-mode]": "fsShareMount",
    }
    change = [
        {"copy": "mount", "as": "storage/juicefs-node-b-orders-zzzzzz", "call": "shared", "set": shared},
        {"remove": "mount"},
    ]
    assert troubles(change=change) == {}
    died = {**mount_died("OOMKilled", 137), "of": "shared"}
    assert troubles(change=[*change, died])["client-out-of-memory"].subject.endswith("juicefs-node-b-orders-zzzzzz")


def test_a_ready_pod_is_looked_at() -> None:
    """The dashboard gives no reason at all for a pod that is Ready, be its mount dead or not."""
    found = troubles(change=[mount_restarted(), no_propagation(), no_hand_over()])
    assert "mount-point-dead" in found


def test_a_pod_that_leaves_an_unready_node_is_explained() -> None:
    """The dashboard asks a node's phase, which nodes do not have, and so has no answer for such a pod."""
    lost = {"of": "node", "set": {"status.conditions[Ready].status": "Unknown"}}
    assert {"node-silent", "pod-stuck-with-reference"} <= troubles(change=[lost, deleted("app")]).keys()


def test_a_pod_that_leaves_without_csi_node_is_explained() -> None:
    """The plugin crashes on a Terminating pod whose node has no CSI Node pod, the very reason why it stays."""
    found = troubles(change=[deleted("app"), deleted("mount"), {"remove": "csi"}])
    assert {"csi-node-absent", "pod-stuck-with-reference", "mount-pod-stuck-with-finalizer"} <= found.keys()


def test_a_reference_that_is_left_is_seen() -> None:
    """The dashboard looks for the pod's uid among the annotations' keys, where it never stands."""
    assert "pod-stuck-with-reference" in troubles(change=[deleted("app")])


def test_all_that_is_wrong_is_told() -> None:
    """The plugin keeps the first failure and drops the rest, which may be the cause."""
    pressed = {"of": "node", "set": {"status.conditions[DiskPressure].status": "True"}}
    options = {"of": "pv", "set": {"spec.mountOptions": ["debug foreground"]}}
    found = troubles(change=[pressed, options, mount_died("OOMKilled", 137), app_waits()])
    assert {"node-under-pressure", "mount-option-with-blank", "client-out-of-memory"} <= found.keys()


def test_text_from_the_cluster_is_told_as_it_is() -> None:
    """The plugin uses a message as a format: a percent sign in it comes out mangled."""
    words = "exec /bin/sh: exec format error 100%s {0} {name}"
    died = mount_died("StartError", 128)
    died["set"]["status.containerStatuses"][0]["lastState"]["terminated"]["message"] = words
    assert troubles(change=[died, app_waits()])["client-image-not-for-node"].evidence == words
