"""Does the driver look for kubelet's directory where it is?  If not, it registers with nobody and mounts nowhere."""

import re
from collections.abc import Iterator
from itertools import chain as joined

from bot.core.chain.csi_nodes import csi_nodes, daemon_sets, node_mounts, registered, template_spec
from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain
from bot.core.objects.events import line, newest
from bot.core.objects.fields import env, items, labels, mapping, text, uid
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot, Unread

USUAL = "/var/lib/kubelet"

_DIFFERS = re.compile(r"target kubelet rootdir (\S+) is not equal csi mounted kubelet root-dir (\S+)")
_TARGET = re.compile(r"(/\S{0,255}?)/pods/[0-9a-f-]{36}/volumes/")
_NO_DIRECTORY = re.compile(r"hostPath type check failed: (\S+) is not a directory")


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every pod on a node with volumes that CSI Node mounts, of CSI Node there or else of its DaemonSet."""
    if not node_mounts(snapshot, chain):
        return
    pods, sets = csi_nodes(snapshot, chain), daemon_sets(snapshot, chain)
    if not isinstance(pods, Unread) and pods:
        yield _verdict(snapshot, chain, called("CSI Node pod", pods[0]), pods[0])
    elif not isinstance(sets, Unread):
        yield from (
            _verdict(snapshot, chain, called("DaemonSet", one), {"spec": template_spec(one)}) for one in sets[:1]
        )
    else:
        yield unknown(Part.DAEMON_SETS, sets, "CSI Node")


PROBE = Probe(
    "kubelet-root",
    Stage.REGISTRATION,
    (Part.CSI_NODE_PODS, Part.DAEMON_SETS, Part.EVENTS, Part.NODE, Part.CSI_NODE),
    look,
)


def _verdict(snapshot: Snapshot, chain: Chain, subject: str, pod: Json) -> Seen:
    baked = _baked(pod)
    root = baked.get("kubelet-dir") or baked.get("plugin-dir", USUAL).partition("/csi-plugins")[0]
    shown = ", ".join(f"{where}: {path}" for where, path in baked.items())
    if any(not path.startswith(f"{root}/") for where, path in baked.items() if where != "kubelet-dir"):
        return trouble("kubelet-root-inconsistent", subject, shown)
    for said in _events(snapshot, pod):
        seen = _seen(said)
        if seen and seen != root:
            return trouble("kubelet-root-differs", subject, said, seen=seen, root=root)
        missing = _NO_DIRECTORY.search(said)
        if missing and missing[1].startswith(root):
            return trouble("kubelet-root-missing", subject, said, path=missing[1])
    usual = _usual(snapshot)
    if usual not in {"", root} and not all(registered(snapshot, one) for one in chain.wanted):
        return trouble("kubelet-root-perhaps-elsewhere", subject, shown, root=root, usual=usual)
    return fine("kubelet-root-consistent", subject, root=root)


def _baked(pod: Json) -> dict[str, str]:
    """The places in a CSI Node pod that name kubelet's directory, or one below it."""
    paths = {text(volume, "name"): text(volume, "hostPath", "path") for volume in items(pod, "spec", "volumes")}
    known = {where: paths.get(where, "") for where in ("kubelet-dir", "plugin-dir", "registration-dir")}
    known["DRIVER_REG_SOCK_PATH"] = env(pod, "DRIVER_REG_SOCK_PATH")
    return {where: path.rstrip("/") for where, path in known.items() if path}


def _events(snapshot: Snapshot, pod: Json) -> Iterator[str]:
    """What events of the pod and of its CSI Node pod say of paths, the newest first."""
    reads = (snapshot.events(uid(one)) for one in (snapshot.pod, pod) if uid(one))
    failed = (newest(read, "FailedMount", "Failed") for read in reads if not isinstance(read, Unread))
    return (line(event) for event in joined.from_iterable(failed))


def _seen(said: str) -> str:
    """Kubelet's directory as a message shows it: the driver's own complaint, or the path of a volume's target."""
    found = _DIFFERS.search(said) or _TARGET.search(said)
    return found[1].rstrip("/") if found else ""


def _usual(snapshot: Snapshot) -> str:
    """Where distributions that move it keep kubelet's directory; empty for those that do not, or when unread."""
    node = snapshot.node
    if isinstance(node, Unread):
        return ""
    if "+k0s" in text(mapping(node, "status", "nodeInfo"), "kubeletVersion"):
        return "/var/lib/k0s/kubelet"
    return "/var/snap/microk8s/common/var/lib/kubelet" if "microk8s.io/cluster" in labels(node) else ""
