"""Where a JuiceFS CSI Driver is installed, under which name, and with which arguments: found, never assumed."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.objects.fields import container, env, field, items, name, namespace, strings, text
from bot.model.snapshot import Json, Objects, Part, Read, Reason, Snapshot, Unread

PLUGIN = "juicefs-plugin"
"""The driver's own container in CSI Node and CSI Controller pods."""

CLIENTS = ("jfs-mount", "jfs-format")
"""How the names of containers start that run a JuiceFS client: in Mount Pods, injected, and to format (old drivers)."""

DEFAULT_DRIVER = "csi.juicefs.com"
DEFAULT_NAMESPACE = "kube-system"
DEFAULT_CONFIG = "juicefs-csi-driver-config"


@dataclass(frozen=True, slots=True)
class Install:
    """One place that runs the driver: a CSI Node pod, its DaemonSet, or a CSI Controller pod."""

    namespace: str
    driver: str
    args: tuple[str, ...]
    on_nodes: bool
    """Whether it is the node side (CSI Node) and not the controller."""


def installs(snapshot: Snapshot) -> tuple[Install, ...]:
    """Every place that was read: CSI Node pods on the pod's node first, then DaemonSets, then controllers."""
    sets = ({**one, "spec": field(one, "spec", "template", "spec")} for one in _read(snapshot.daemon_sets))
    nodes = (_install(pod, on_nodes=True) for pod in (*_read(snapshot.csi_node_pods), *sets))
    return (*nodes, *(_install(pod, on_nodes=False) for pod in _read(snapshot.controller_pods)))


def _install(pod: Json, *, on_nodes: bool) -> Install:
    args = strings(container(pod, PLUGIN), "args") + strings(container(pod, PLUGIN), "command")
    return Install(namespace(pod), env(pod, "DRIVER_NAME") or DEFAULT_DRIVER, args, on_nodes)


def driver_names(snapshot: Snapshot) -> tuple[str, ...]:
    """The CSI driver names that are JuiceFS': those installed, those registered that are, and the default."""
    installed = (install.driver for install in installs(snapshot))
    typed = frozenset(_of_typed_volumes(snapshot))
    registered = (name(one) for one in _read(snapshot.csi_drivers) if "juicefs" in name(one) or _set_up(one, typed))
    return tuple(dict.fromkeys((*installed, *registered, DEFAULT_DRIVER)))


def driver_namespace(snapshot: Snapshot, drivers: frozenset[str] = frozenset()) -> str | None:
    """The namespace of the driver, of the one that serves *drivers* when several are installed.

    None while what would tell is still to be read; `kube-system` when nothing tells.
    """
    if any(_pending(read) for read in _tellers(snapshot)):
        return None
    found = installs(snapshot)
    serving = (install.namespace for install in found if install.driver in drivers)
    others = (install.namespace for install in found)
    told = (place for place in (*serving, *others, *_hints(snapshot)) if place)
    return next(told, DEFAULT_NAMESPACE)


def _tellers(snapshot: Snapshot) -> tuple[Read, ...]:
    scheduled = bool(text(snapshot.pod, "spec", "nodeName"))
    on_node = (snapshot.csi_node_pods, snapshot.bound_mount_pods) if scheduled else ()
    return (*on_node, snapshot.daemon_sets, snapshot.controller_pods, snapshot.webhooks)


def _hints(snapshot: Snapshot) -> Iterator[str]:
    """Namespaces that the webhook's service or a Mount Pod give away when no driver pod could be found."""
    for webhook in _read(snapshot.webhooks):
        yield from (text(hook, "clientConfig", "service", "namespace") for hook in items(webhook, "webhooks"))
    yield from (namespace(pod) for pod in _read(snapshot.bound_mount_pods))


def plugin_args(snapshot: Snapshot) -> tuple[str, ...] | None:
    """The arguments of the driver's node side; empty when there is none, None when that could not be read."""
    node_side = [install for install in installs(snapshot) if install.on_nodes]
    if node_side:
        return node_side[0].args or ("",)
    return None if isinstance(snapshot.daemon_sets, Unread) else ()


def config_name(snapshot: Snapshot) -> str:
    """The name of the driver's ConfigMap: as its pods mount it, else the default."""
    for pod in (*_read(snapshot.csi_node_pods), *_read(snapshot.controller_pods)):
        told = env(pod, "JUICEFS_CONFIG_NAME")
        volumes = (volume for volume in items(pod, "spec", "volumes") if volume.get("name") == "juicefs-config")
        if found := told or next((text(volume, "configMap", "name") for volume in volumes), ""):
            return found
    return DEFAULT_CONFIG


def lease_holder(snapshot: Snapshot) -> Json | None:
    """The controller pod that leads: its name starts the holderIdentity of a lease in the driver's namespace.

    A single controller leads without a lease.  None when there is none, or it cannot be told.
    """
    pods = _read(snapshot.controller_pods)
    holders = [text(lease, "spec", "holderIdentity") for lease in _read(snapshot.leases)]
    leading = [pod for pod in pods if any(_holds(name(pod), holder) for holder in holders)]
    if leading:
        return leading[0]
    return pods[0] if len(pods) == 1 else None


def _holds(pod: str, holder: str) -> bool:
    """Holder identities are the pod's name, alone or followed by `_` or `-` and a random part."""
    return holder == pod or holder.startswith((f"{pod}_", f"{pod}-"))


def _of_typed_volumes(snapshot: Snapshot) -> Iterator[str]:
    """The drivers of the pod's PVs that say themselves that JuiceFS is on them: its provisioner sets fsType so."""
    for ask, answer in snapshot.answers.items():
        for pv in answer if ask.part is Part.VOLUME and isinstance(answer, tuple) else ():
            if text(pv, "spec", "csi", "fsType") == "juicefs":
                yield text(pv, "spec", "csi", "driver")


def _set_up(driver: Json, typed: frozenset[str]) -> bool:
    """Whether a driver of another name is JuiceFS': it is set up as JuiceFS' is, and such a volume asks for it.

    So one that was uninstalled is still known: Helm keeps its CSIDriver object.  A volume's word alone is not enough:
    fsType is copied from example to example.
    """
    set_up = (field(driver, "spec", "attachRequired"), field(driver, "spec", "podInfoOnMount")) == (False, True)
    return set_up and name(driver) in typed


def _read(read: Read) -> Objects:
    return () if isinstance(read, Unread) else read


def _pending(read: Read) -> bool:
    return isinstance(read, Unread) and read.reason is Reason.NOT_ASKED
