"""The CSI Node pods of the driver that the pod's volumes ask for."""

from typing import Any

from bot.core.chain.csi_nodes import csi_nodes, daemon_sets, denied, has_run, node_mounts, plugin_logs, registered
from bot.core.chain.mount_chain import mount_chain
from bot.core.objects.fields import name
from bot.model.snapshot import Read, Snapshot, Unread
from tests.scenes.take import changed, snapshot_of

OTHER = {"name": "DRIVER_NAME", "value": "juicefs.example.com"}
SAID = "driver name csi.juicefs.com not found in the list of registered CSI drivers"


def called(read: Read) -> list[str]:
    """The names of what was read."""
    assert not isinstance(read, Unread)
    return [name(one) for one in read]


def found(*changes: Any) -> tuple[list[str], list[str]]:  # noqa: ANN401 - changes of a scene
    """CSI Node pods and DaemonSets of the wanted driver."""
    snapshot = changed(change=list(changes))
    chain = mount_chain(snapshot)
    return called(csi_nodes(snapshot, chain)), called(daemon_sets(snapshot, chain))


def events(*many: dict[str, Any]) -> Snapshot:
    """The healthy scene with events about the pod."""
    return changed(events=[{"about": "app", "reason": "FailedMount", **one} for one in many])


def test_only_the_wanted_driver_counts() -> None:
    """Another installation's pod or DaemonSet, in whatever namespace, mounts other volumes."""
    assert found() == (["juicefs-csi-node-8rd96"], ["juicefs-csi-node"])
    renamed = {"of": "csi", "set": {"spec.containers[juicefs-plugin].env[+]": OTHER}}
    assert found(renamed) == ([], ["juicefs-csi-node"])
    assert found(renamed, {"of": "pv", "set": {"spec.csi.driver": "juicefs.example.com"}}) == (
        ["juicefs-csi-node-8rd96"],
        [],
    )


def test_a_node_mounts_for_pods_that_are_on_it_and_have_no_sidecar() -> None:
    """Without a node, or with a sidecar, CSI Node has nothing to do."""
    for snapshot, expected in (
        (snapshot_of("healthy"), True),
        (changed(change=[{"of": "app", "set": {"spec.nodeName": None}}]), False),
        (snapshot_of("injected"), False),
    ):
        assert node_mounts(snapshot, mount_chain(snapshot)) is expected


def test_registration_is_known_or_not() -> None:
    """True and False are read; None is neither."""
    assert registered(snapshot_of("healthy"), "csi.juicefs.com") is True
    assert registered(snapshot_of("healthy"), "juicefs.example.com") is False
    assert registered(changed(forbid=["csinodes"]), "csi.juicefs.com") is None


def test_kubelets_newest_specific_complaint_counts() -> None:
    """The general complaint says nothing, and an older specific one is history."""
    general = {"message": "Unable to attach or mount volumes: timed out waiting for the condition", "ago": "5s"}
    other = {"message": "dial unix csi.sock: connect: no such file or directory", "ago": "10s"}
    assert SAID in denied(events({"message": SAID}, general), "csi.juicefs.com")
    assert denied(events({"message": SAID}, other), "csi.juicefs.com") == ""
    assert denied(events({"message": SAID}), "juicefs.example.com") == ""
    assert denied(changed(forbid=["events"]), "csi.juicefs.com") == ""


def test_logs_are_those_that_were_asked_for() -> None:
    """The run before the last restart is there only when there was one."""
    pods = snapshot_of("healthy").csi_node_pods
    assert not isinstance(pods, Unread)
    pod = pods[0]
    assert len(plugin_logs(snapshot_of("healthy"), pod)) == 1
    restarted = {"of": "csi", "set": {"status.containerStatuses[juicefs-plugin].restartCount": 1}}
    both = changed(change=[restarted], logs={"csi/juicefs-plugin#previous": "gone"})
    assert len(plugin_logs(both, pod)) == 2


def test_a_container_that_has_run_has_a_log() -> None:
    """Now or before; one that only ever waited has none."""
    assert has_run({"lastState": {"terminated": {"exitCode": 1}}})
    assert not has_run({"state": {"waiting": {"reason": "ContainerCreating"}}})
