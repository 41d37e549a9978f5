"""The JuiceFS clients that serve a pod's volumes."""

from typing import Any

from bot.core.chain.clients import Client, clients
from bot.core.chain.mount_chain import mount_chain
from bot.core.objects.fields import name
from bot.model.snapshot import Reason, Snapshot, Unread
from tests.core.probes.mount_changes import by_process, mount_waits
from tests.scenes.take import changed, snapshot_of

MINE = "metadata.annotations[juicefs-3d714b43a3a6df8a63a3542f132ad24da5283409301077113c73fa0]"
SECOND = {"copy": "mount", "as": "kube-system/juicefs-node-b-second-bbbbbb", "call": "second"}


def found(snapshot: Snapshot) -> tuple[Client, ...]:
    """The clients of a snapshot in which Mount Pods could be listed."""
    told = clients(snapshot, mount_chain(snapshot))
    assert not isinstance(told, Unread)
    return told


def names(*change: Any) -> list[str]:  # noqa: ANN401 - changes of a scene
    """The Mount Pods found in the healthy scene with changes."""
    return [name(one.pod) for one in found(changed(change=list(change)))]


def test_a_mount_pod_with_a_reference_is_a_client() -> None:
    """It knows its container, its status and the volumes that it serves."""
    (client,) = found(snapshot_of("healthy"))
    assert (set(client.volumes), client.sidecar, client.running_since) == ({"data"}, False, "2026-05-04T02:10:08Z")
    assert client.subject.startswith("Mount Pod kube-system/juicefs-node-b-")
    assert (client.healthy, client.ran, dict(client.last_end)) == (True, True, {})


def test_a_sidecar_is_a_client() -> None:
    """The container in the pod itself, and the volume that lies where it mounts."""
    (client,) = found(snapshot_of("injected"))
    assert (set(client.volumes), client.sidecar) == ({"data"}, True)
    assert client.subject == "Sidecar jfs-mount of Pod shop/orders-api-6d4f9c7b8-x2k5p"
    assert client.running_since == "2026-05-04T02:10:12Z"


def test_each_of_two_sidecars_serves_its_own_volume() -> None:
    """Two JuiceFS volumes make two sidecars; each is told by the directory that it mounts."""
    line = "exec /bin/mount.juicefs ${metaurl} /jfs/uvwxyz -o cache-dir=/var/jfsCache"
    second = {"name": "jfs-mount-1", "restartPolicy": "Always", "command": ["sh", "-c", line]}
    volumes = [
        {"name": "more", "hostPath": {"path": "/var/lib/juicefs/volume/uvwxyz", "type": "DirectoryOrCreate"}},
        {"name": "jfs-mount-1-jfs-check-mount", "secret": {"secretName": "orders-more-jfs-secret"}},
    ]
    paths: dict[str, Any] = {"spec.initContainers[+]": second}
    change = [{"of": "app", "set": paths}, *({"of": "app", "set": {"spec.volumes[+]": one}} for one in volumes)]
    assert [one.volumes for one in found(changed("injected", change=change))] == [{"data"}, {"more"}]


def test_of_two_mount_pods_the_ready_one_serves() -> None:
    """While one hands over to another both hold the reference; one that is being deleted serves no more."""
    first = snapshot_of("healthy").mount_pods
    assert not isinstance(first, Unread)
    waiting = {**mount_waits(metadata__creationTimestamp="2026-05-04T02:18:00Z"), "of": "second"}
    assert names(SECOND, waiting) == [name(first[0])]
    leaving = {"of": "mount", "set": {"metadata.deletionTimestamp": "2026-05-04T02:19:00Z"}}
    assert names(SECOND, leaving) == ["juicefs-node-b-second-bbbbbb"]
    assert names(leaving) == []


def test_a_mount_pod_of_others_is_no_client() -> None:
    """Without a reference of this pod only one that is unwell, or that serves nobody, may be its own."""
    path = "/var/lib/kubelet/pods/00000000-0000-4000-8000-000000000000/volumes/kubernetes.io~csi/pvc-x/mount"
    theirs = {"of": "mount", "set": {MINE: path}}
    assert names(theirs) == []
    assert len(names(theirs, mount_waits())) == 1
    assert len(names({"of": "mount", "set": {MINE: None}})) == 1


def test_there_are_none_where_none_belong() -> None:
    """In process mode the client is in CSI Node; without a node, or without JuiceFS, there is none."""
    assert names(*by_process()) == []
    assert names({"of": "app", "set": {"spec.nodeName": None}}) == []
    assert names({"of": "app", "set": {"spec.volumes": []}}) == []


def test_mount_pods_that_cannot_be_listed_are_unread() -> None:
    """Not read is not none."""
    snapshot = changed(forbid=["list pods"])
    told = clients(snapshot, mount_chain(snapshot))
    assert isinstance(told, Unread)
    assert told.reason is Reason.FORBIDDEN
