"""Mount Pods: which volumes of which pods one serves, told by its annotations and labels."""

from bot.core.objects.fields import annotations, text
from bot.model.snapshot import Json


def target_path(pod_uid: str, pv_name: str) -> str:
    """The end of the path under which kubelet wants a volume, as Mount Pods keep it in their annotations.

    Share modes use it too, and it holds the PV's name, not its volumeHandle.
    """
    return f"/pods/{pod_uid}/volumes/kubernetes.io~csi/{pv_name}/mount"


def references(mount_pod: Json) -> tuple[str, ...]:
    """The target paths that a Mount Pod says it serves: one for each volume of each application pod."""
    values = (value for value in annotations(mount_pod).values() if isinstance(value, str))
    return tuple(value for value in values if "/volumes/kubernetes.io~csi/" in value)


def served_pods(mount_pod: Json) -> frozenset[str]:
    """The uids of the application pods that a Mount Pod says it serves."""
    return frozenset(value.split("/pods/", 1)[-1].split("/", 1)[0] for value in references(mount_pod))


def serves(mount_pod: Json, pod_uid: str, pv_name: str) -> bool:
    """Whether a Mount Pod holds a reference to that volume of that pod."""
    path = target_path(pod_uid, pv_name)
    return bool(pv_name) and any(path in value for value in references(mount_pod))


def unique_ids(pv: Json) -> frozenset[str]:
    """What the label `volume-id` of a PV's Mount Pods may be: its handle, or in share mode its StorageClass.

    Sharing by file system names the file system, which only the Secret knows; the reference still finds those.
    """
    shared = text(pv, "spec", "storageClassName") if "pv.kubernetes.io/provisioned-by" in annotations(pv) else ""
    return frozenset(filter(None, (text(pv, "spec", "csi", "volumeHandle"), shared)))


def runs_on(pod: Json, node: str) -> bool:
    """Whether a pod is on *node*, or waits for it with the hostname selector of the driver's enableNodeSelector."""
    bound = text(pod, "spec", "nodeName")
    return (bound or text(pod, "spec", "nodeSelector", "kubernetes.io/hostname")) == node
