"""The mount chain is found in every mode, and says so when it cannot be told."""

from typing import Any

import pytest

from bot.core.chain.install import config_name, installs, lease_holder
from bot.core.chain.mount_chain import Chain, Link, Mode, mount_chain
from bot.core.chain.mount_pods import runs_on, served_pods
from bot.core.chain.volumes import Source
from bot.core.objects.fields import name, uid
from bot.model.snapshot import Reason, Unread
from tests.scenes.scene import load
from tests.scenes.take import changed, snapshot_of

PV = "pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20"
APP = "3b1c9a52-6c1e-4f0a-9f57-2a5f0d6c7e11"
REFERENCE = "metadata.annotations[juicefs-3d714b43a3a6df8a63a3542f132ad24da5283409301077113c73fa0]"
VOLUME = "spec.volumes[data]"


def chain(**parts: Any) -> Chain:  # noqa: ANN401 - a scene's parts
    """The chain of the healthy scene with changes."""
    return mount_chain(changed(**parts))


def only(found: Chain) -> Link:
    """The one link of a chain."""
    assert len(found.links) == 1
    return found.links[0]


def mount_pods(link: Link) -> list[str]:
    """The names of the Mount Pods that refer to the pod."""
    assert not isinstance(link.mount_pods, Unread)
    return [name(pod) for pod in link.mount_pods]


def test_a_dynamic_volume_is_followed_from_the_pod_to_its_mount_pod() -> None:
    """PVC, PV, StorageClass, driver and the Mount Pod that refers to this pod are all found."""
    found = chain()
    link = only(found)
    assert (found.mode, found.namespace) == (Mode.MOUNT_POD, "kube-system")
    assert (link.claim_name, link.pv_name, link.class_name) == ("orders-data", PV, "juicefs-sc")
    assert (link.source, link.driver, link.juicefs, link.handle) == (Source.CLAIM, "csi.juicefs.com", True, PV)
    assert mount_pods(link) == [f"juicefs-node-b-{PV}-kqzvwe"]
    assert link.candidates == ()
    assert [name(pod) for pod in found.mount_pods] == mount_pods(link)


def test_a_shared_mount_pod_is_found_by_its_reference() -> None:
    """In share modes name and volume-id name the class or the file system; the reference still names pod and PV."""
    shared = {"metadata.labels[volume-id]": "orders", "metadata.annotations[juicefs/mount-share-mode]": "fsShareMount"}
    assert mount_pods(only(chain(change=[{"of": "mount", "set": shared}])))


def test_a_mount_pod_of_the_same_volume_without_a_reference_is_a_candidate() -> None:
    """While publishing fails early there is no reference yet: the label volume-id leads to the Mount Pod."""
    link = only(chain(change=[{"of": "mount", "set": {REFERENCE: None}}]))
    assert link.mount_pods == ()
    assert not isinstance(link.candidates, Unread)
    assert len(link.candidates) == 1


def test_a_class_shared_mount_pod_is_a_candidate_of_a_dynamic_volume() -> None:
    """Sharing by StorageClass labels the Mount Pod with the class; a static volume of that class does not share."""
    labelled: list[Any] = [{"of": "mount", "set": {REFERENCE: None, "metadata.labels[volume-id]": "juicefs-sc"}}]
    assert len(chain(change=labelled).mount_pods) == 1
    static = {"of": "pv", "set": {"metadata.annotations[pv.kubernetes.io/provisioned-by]": None}}
    assert chain(change=[*labelled, static]).mount_pods == ()


def test_another_pods_reference_does_not_count() -> None:
    """A Mount Pod that serves a namesake (another uid) or a volume whose name starts alike is not this pod's."""
    for value in (
        f"/pods/another/volumes/kubernetes.io~csi/{PV}/mount",
        f"/pods/{APP}/volumes/kubernetes.io~csi/{PV}-2/mount",
    ):
        link = only(chain(change=[{"of": "mount", "set": {REFERENCE: value}}]))
        assert mount_pods(link) == []


def test_several_mount_pods_of_one_volume_are_all_found() -> None:
    """An upgrade pair, or an old Mount Pod beside the new one, both refer to the pod."""
    second = {"copy": "mount", "as": f"kube-system/juicefs-node-b-{PV}-zzzzzz"}
    assert len(mount_pods(only(chain(change=[second])))) == 2


def test_a_mount_pod_that_no_node_has_taken_is_found_by_its_selector() -> None:
    """With enableNodeSelector a waiting Mount Pod has no nodeName; its hostname selector says where it belongs."""
    waiting = {
        "spec.nodeName": None,
        "spec.nodeSelector": {"kubernetes.io/hostname": "node-b"},
        "status": {"phase": "Pending"},
    }
    assert mount_pods(only(chain(change=[{"of": "mount", "set": waiting}])))
    elsewhere = {**waiting, "spec.nodeSelector": {"kubernetes.io/hostname": "node-a"}, REFERENCE: None}
    assert chain(change=[{"of": "mount", "set": elsewhere}]).mount_pods == ()


def test_a_generic_ephemeral_volume_has_a_pvc_named_after_pod_and_volume() -> None:
    """Its PVC belongs to the pod by uid; one of the same name that does not is marked as not owned."""
    app = load("healthy").pod.name
    template = {"spec": {"storageClassName": "juicefs-sc"}}
    ephemeral = {"of": "app", "set": {VOLUME: {"name": "data", "ephemeral": {"volumeClaimTemplate": template}}}}
    own = {
        "copy": "claim",
        "as": f"shop/{app}-data",
        "set": {"metadata.ownerReferences": [{"kind": "Pod", "uid": APP}]},
    }
    link = only(chain(change=[ephemeral, own]))
    assert (link.source, link.claim_name, link.owned, link.juicefs) == (Source.EPHEMERAL, f"{app}-data", True, True)
    stranger = {"copy": "claim", "as": f"shop/{app}-data"}
    assert not only(chain(change=[ephemeral, stranger])).owned


def test_an_inline_volume_is_juicefs_by_its_driver() -> None:
    """A CSI volume written into the pod has no PVC; its driver's name tells whose it is."""
    inline = {"of": "app", "set": {VOLUME: {"name": "data", "csi": {"driver": "csi.juicefs.com"}}}}
    link = only(chain(change=[inline]))
    assert (link.source, link.claim_name, link.juicefs) == (Source.INLINE, "", True)


def test_an_injected_pod_keeps_the_name_of_its_pvc_in_a_secret() -> None:
    """The webhook replaces the PVC volume by a host path; the PVC is found through the check-mount Secret's name."""
    found = mount_chain(snapshot_of("injected"))
    link = only(found)
    assert found.mode is Mode.SIDECAR
    assert (link.source, link.volume, link.claim_name, link.juicefs) == (Source.INJECTED, "data", "orders-data", True)


def test_an_injected_pod_without_host_paths_is_serverless() -> None:
    """Serverless injection uses empty directories in place of host paths."""
    volumes = [
        {"name": "data", "emptyDir": {}},
        {"name": "jfs-check-mount", "secret": {"secretName": "orders-data-jfs-secret"}},
    ]
    found = chain(base="injected", change=[{"of": "app", "set": {"spec.volumes": volumes}}])
    assert found.mode is Mode.SERVERLESS
    assert (only(found).claim_name, only(found).volume) == ("orders-data", "")


def test_process_mode_is_told_by_the_drivers_arguments() -> None:
    """With --by-process=true there are no Mount Pods to look for."""
    args = {"spec.containers[juicefs-plugin].args[3]": "--by-process=true"}
    assert chain(change=[{"remove": "mount"}, {"of": "csi", "set": args}]).mode is Mode.PROCESS


def test_a_webhook_without_csi_nodes_means_sidecars() -> None:
    """Where only the webhook is installed, a pod that was not injected still belongs to sidecar mode."""
    back: list[Any] = [
        {"of": "app", "set": {"metadata.labels[done.sidecar.juicefs.com/inject]": None}},
        {
            "of": "app",
            "set": {"spec.volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "orders-data"}}]},
        },
    ]
    found = chain(base="injected", change=back)
    assert found.mode is Mode.SIDECAR
    assert only(found).source is Source.CLAIM


def test_the_mode_is_unknown_when_the_driver_cannot_be_read() -> None:
    """Without DaemonSets, CSI Node pods and Mount Pods nothing tells the mode, and no default is made up."""
    assert (
        chain(forbid=["pods/log", "daemonsets"], change=[{"remove": "mount"}, {"remove": "csi"}]).mode is Mode.UNKNOWN
    )
    none = [{"remove": one} for one in ("mount", "csi", "set")]
    assert chain(change=none).mode is Mode.UNKNOWN


def test_a_driver_in_another_namespace_under_another_name_is_found() -> None:
    """Namespace, driver name and Mount Pods are taken from what is there, not from the defaults."""
    named = [{"name": "DRIVER_NAME", "value": "csi.acme.io"}]
    moved: list[Any] = [
        {"copy": one, "as": f"storage/{one}", "call": f"new-{one}"} for one in ("csi", "set", "controller", "mount")
    ]
    gone = [{"remove": one} for one in ("csi", "set", "controller", "standby", "mount")]
    renamed = [
        {"of": "new-csi", "set": {"spec.containers[juicefs-plugin].env": named}},
        {"of": "pv", "set": {"spec.csi.driver": "csi.acme.io"}},
    ]
    found = chain(change=[*moved, *gone, *renamed])
    assert found.namespace == "storage"
    assert "csi.acme.io" in found.drivers
    assert only(found).juicefs is True
    assert mount_pods(only(found)) == ["mount"]


def test_of_two_installs_the_one_that_serves_the_volume_counts() -> None:
    """Two drivers on one node: the namespace is that of the driver which the PV names."""
    other = {"spec.containers[juicefs-plugin].env": [{"name": "DRIVER_NAME", "value": "csi.acme.io"}]}
    second = {"copy": "csi", "as": "a-storage/csi-node-acme", "set": other}
    assert chain(change=[second]).namespace == "kube-system"
    moved = {"of": "pv", "set": {"spec.csi.driver": "csi.acme.io"}}
    assert chain(change=[second, moved]).namespace == "a-storage"


@pytest.mark.parametrize(
    ("change", "juicefs"),
    [
        ({"of": "pv", "set": {"spec.csi.driver": "ebs.csi.aws.com"}}, False),
        ({"of": "pv", "set": {"spec.csi": None, "spec.nfs": {"server": "nfs", "path": "/"}}}, False),
        ({"of": "claim", "set": {"spec.volumeName": None, "status.phase": "Pending"}}, True),
        ({"remove": "claim"}, None),
    ],
)
def test_whose_volume_it_is_is_told_by_pv_class_or_not_at_all(change: object, juicefs: bool | None) -> None:  # noqa: FBT001
    """The PV's driver decides, for an unbound PVC its provisioner; a PVC that does not exist leaves it open."""
    assert only(chain(change=[change])).juicefs is juicefs


def test_an_unbound_static_claim_is_known_by_the_pv_that_its_selector_fits() -> None:
    """A PVC without class and provisioner is JuiceFS' when the PV with the selected labels is."""
    labelled = {"of": "pv", "set": {"metadata.labels": {"juicefs-name": "media"}, "status.phase": "Available"}}
    annotated = dict.fromkeys(
        ("volume.kubernetes.io/storage-provisioner", "volume.beta.kubernetes.io/storage-provisioner")
    )
    waiting = {
        "of": "claim",
        "set": {
            "spec.volumeName": None,
            "spec.storageClassName": "",
            "spec.selector": {"matchLabels": {"juicefs-name": "media"}},
            "status.phase": "Pending",
            **{f"metadata.annotations[{key}]": None for key in annotated},
        },
    }
    assert only(chain(change=[labelled, waiting])).juicefs is True
    assert only(chain(change=[waiting])).juicefs is None
    assert only(chain(change=[labelled, waiting], forbid=["persistentvolumes"])).juicefs is None


def test_forbidden_mount_pods_are_unread_and_not_none() -> None:
    """A role that may not list pods leaves the Mount Pods unread; nobody may conclude that there are none."""
    snapshot = snapshot_of("healthy")
    hidden = {
        ask: Unread(Reason.FORBIDDEN) if ask.part == "mount-pods" else answer
        for ask, answer in snapshot.answers.items()
    }
    found = mount_chain(type(snapshot)(snapshot.taken_at, "", snapshot.scope, hidden))
    assert only(found).mount_pods == only(found).candidates == Unread(Reason.FORBIDDEN)
    assert found.mode is Mode.MOUNT_POD


def test_a_mount_pod_tells_which_pods_hang_on_it() -> None:
    """Every reference names the uid of an application pod."""
    scene = load("healthy")
    assert served_pods(scene.get("mount")) == {APP}
    assert uid(scene.get("app")) == APP
    assert runs_on(scene.get("mount"), "node-b")
    assert not runs_on(scene.get("mount"), "node-a")


def test_the_leading_controller_is_the_one_that_holds_the_lease() -> None:
    """Not the pod that ends in -0, but the one whose name starts the lease's holder; a single one needs no lease."""
    pending = {"of": "claim", "set": {"status.phase": "Pending"}}
    holder = lease_holder(changed(change=[pending]))
    assert holder is not None
    assert name(holder) == "juicefs-csi-controller-1"
    single = lease_holder(changed(change=[{"remove": "standby"}, {"remove": "lease"}]))
    assert single is not None
    assert name(single) == "juicefs-csi-controller-0"
    assert lease_holder(changed(change=[pending, {"remove": "lease"}])) is None


def test_the_config_map_is_the_one_that_the_driver_mounts() -> None:
    """Helm names it after the release; the driver's pod knows how."""
    assert config_name(snapshot_of("healthy")) == "juicefs-csi-driver-config"
    mounted = {"of": "csi", "set": {"spec.volumes[juicefs-config].configMap.name": "acme-config"}}
    assert config_name(changed(change=[mounted])) == "acme-config"
    assert [install.on_nodes for install in installs(snapshot_of("healthy"))] == [True, True, False, False]


def test_which_volumes_concern_the_driver() -> None:
    """A volume of another driver does not; one of which nothing could be read may, and asks for the known driver."""
    foreign = [{"of": "pv", "set": {"spec.csi.driver": "ebs.csi.aws.com"}}]
    assert (chain(change=foreign).concerned, chain(change=foreign).by_csi_node) == ((), False)
    unread = chain(forbid=["persistentvolumeclaims"])
    assert (len(unread.concerned), unread.by_csi_node, unread.wanted) == (1, True, ("csi.juicefs.com",))


def test_a_sidecar_is_not_mounted_by_a_csi_node_pod() -> None:
    """An injected pod needs no CSI Node pod; a plain one does."""
    assert mount_chain(snapshot_of("healthy")).by_csi_node
    assert not mount_chain(snapshot_of("injected")).by_csi_node
