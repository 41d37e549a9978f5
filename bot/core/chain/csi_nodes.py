"""The CSI Node pods of the driver that the pod's volumes ask for, on the pod's node, and the DaemonSet behind them."""

from bot.core.chain.install import DEFAULT_DRIVER, PLUGIN
from bot.core.chain.mount_chain import Chain
from bot.core.objects.events import told
from bot.core.objects.fields import env, field, items, mapping, name, namespace, text, uid
from bot.model.snapshot import Json, Log, Read, Reason, Snapshot, Unread

REGISTRAR = "node-driver-registrar"


def node_mounts(snapshot: Snapshot, chain: Chain) -> bool:
    """Whether a CSI Node pod has something to do for the pod: it is on a node, and no sidecar mounts for it."""
    return bool(text(snapshot.pod, "spec", "nodeName")) and chain.by_csi_node


def csi_nodes(snapshot: Snapshot, chain: Chain) -> Read:
    """The CSI Node pods of the wanted driver on the pod's node; those of another installation are left out."""
    pods = snapshot.csi_node_pods
    return pods if isinstance(pods, Unread) else tuple(pod for pod in pods if _driver(pod) in chain.wanted)


def daemon_sets(snapshot: Snapshot, chain: Chain) -> Read:
    """The DaemonSets that make those pods."""
    sets = snapshot.daemon_sets
    return (
        sets
        if isinstance(sets, Unread)
        else tuple(one for one in sets if _driver(mapping(one, "spec", "template")) in chain.wanted)
    )


def template_spec(daemon_set: Json) -> Json:
    """The spec of the pods that a DaemonSet makes."""
    return mapping(daemon_set, "spec", "template", "spec")


def registered(snapshot: Snapshot, driver: str) -> bool | None:
    """Whether the pod's node has the driver registered; None when that could not be read."""
    registry = snapshot.csi_node
    if isinstance(registry, Unread):
        return None
    return any(one.get("name") == driver for one in items(registry, "spec", "drivers"))


def denied(snapshot: Snapshot, driver: str) -> str:
    """Kubelet's newest complaint about the pod, if it is that it does not know *driver*; empty otherwise.

    Kubelet's own list is what counts; the CSINode object only mirrors it.
    """
    last = _complaint(snapshot, "FailedMount", "FailedUnMount")
    return last if f"driver name {driver} not found in the list of registered" in last else ""


def waits_for_attacher(snapshot: Snapshot, driver: str) -> str:
    """The newest complaint about the pod, if an attachment is waited for that *driver* never makes; else empty.

    So it is where the CSIDriver object, which says that nothing is to be attached, is lost.
    """
    last = _complaint(snapshot, "FailedMount", "FailedAttachVolume")
    return last if f"waiting for external-attacher of {driver} " in last else ""


def roots_differ(snapshot: Snapshot) -> str:
    """The newest complaint about the pod, if the driver was asked to mount outside the directory that it knows."""
    last = _complaint(snapshot, "FailedMount")
    return last if "target kubelet rootdir" in last else ""


def _complaint(snapshot: Snapshot, *reasons: str) -> str:
    """The newest event about the pod that says more than that volumes are missing."""
    newest = told(snapshot.events(uid(snapshot.pod)), *reasons)
    return next((line for line in newest if "Unable to attach or mount volumes" not in line), "")


def plugin_logs(snapshot: Snapshot, pod: Json) -> tuple[Log, ...]:
    """The logs of the driver's own container: of this run, and of the one before if there was one."""
    runs = (snapshot.log(namespace(pod), name(pod), PLUGIN, previous=before) for before in (False, True))
    return tuple(log for log in runs if not (isinstance(log, Unread) and log.reason is Reason.NOT_ASKED))


def has_run(status: Json) -> bool:
    """Whether a container has run, so that it has a log."""
    return any(field(status, state, how) for state in ("state", "lastState") for how in ("running", "terminated"))


def _driver(pod: Json) -> str:
    return env(pod, "DRIVER_NAME") or DEFAULT_DRIVER
