"""The traces that a publish call leaves."""

from typing import Any

from bot.core.chain.mount_chain import mount_chain
from bot.core.chain.publishing import missing, refusal, trace
from bot.model.snapshot import Part
from tests.core.probes.mount_changes import app_waits
from tests.scenes.take import changed

PV = "pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20"
UNASKED = [{"remove": "mount"}, app_waits(also={"metadata.labels[juicefs-uniqueid]": None})]
QUIET = {"csi/juicefs-plugin": ""}


def traced(**parts: Any) -> str:  # noqa: ANN401 - parts of a scene
    """The trace of the one volume of a scene."""
    snapshot = changed(**parts)
    chain = mount_chain(snapshot)
    return trace(snapshot, chain, chain.links[0])


def test_the_clearest_trace_is_told() -> None:
    """The reference first, with the path that kubelet gave; then what is less certain."""
    assert traced(change=[]).endswith(f"/volumes/kubernetes.io~csi/{PV}/mount")
    assert traced(change=[{"remove": "mount"}]) == "a container of the pod has started"
    assert traced(change=[{"remove": "mount"}, app_waits()], logs=QUIET) == "label juicefs-uniqueid"
    assert traced(change=UNASKED, logs=QUIET) == ""


def test_the_log_before_a_restart_counts() -> None:
    """A call that was answered before CSI Node was restarted was a call."""
    line = f'I0504 02:10:05.1 7 node.go:183] "creating dir" logger="NodePublishVolume" appName="<app>" volumeId="{PV}"'
    restarted = {"of": "csi", "set": {"status.containerStatuses[juicefs-plugin].restartCount": 1}}
    logs = {**QUIET, "csi/juicefs-plugin#previous": line}
    assert "NodePublishVolume" in traced(change=[*UNASKED, restarted], logs=logs)


def test_a_refusal_names_the_volume() -> None:
    """Kubelet's newest complaint about mounting this very volume; another volume's, and the general one, are not it."""
    words = f'MountVolume.SetUp failed for volume "{PV}" : rpc error: code = Internal desc = Could not mount juicefs'
    events = [
        {"about": "app", "reason": "FailedMount", "message": words, "ago": "3m"},
        {"about": "app", "reason": "FailedMount", "message": words.replace(PV, "other"), "ago": "2m"},
        {"about": "app", "reason": "FailedMount", "message": f"Unable to attach or mount volumes: {PV}"},
    ]
    snapshot = changed(change=UNASKED, logs=QUIET, events=events)
    chain = mount_chain(snapshot)
    assert refusal(snapshot, chain.links[0]) == f"FailedMount: {words}"


def test_what_was_not_read_is_named() -> None:
    """Each place where a trace may stand that could not be read; nothing is missing when all were."""
    for forbid, parts in (
        ([], []),
        (["events"], [Part.EVENTS]),
        (["pods/log"], [Part.LOG]),
        (["list pods"], [Part.MOUNT_PODS, Part.CSI_NODE_PODS]),
    ):
        snapshot = changed(change=UNASKED, forbid=forbid)
        chain = mount_chain(snapshot)
        assert [part for part, _ in missing(snapshot, chain, chain.links[0])] == parts
