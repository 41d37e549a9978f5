"""What to read next for a pod, decided from what is known so far: the whole reading plan, without a cluster.

The adapter asks what it is told, puts the answers into the snapshot and comes back until nothing is left.  Asked for a
healthy pod with one volume: 20 requests.  What only explains a trouble (previous logs, leases, Jobs, events of
objects that are well) is asked when its sign is there.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import islice

from bot.core.chain.install import CLIENTS, PLUGIN, config_name, lease_holder
from bot.core.chain.mount_chain import Chain, Link, Mode, mount_chain
from bot.core.chain.volumes import named_volumes
from bot.core.objects.fields import (
    container,
    field,
    items,
    name,
    namespace,
    number,
    ready,
    status_of,
    statuses,
    terminating,
    text,
    uid,
)
from bot.core.objects.quantity import quantity
from bot.model.snapshot import Ask, Json, Objects, One, Part, Read, Reason, Snapshot, Unread

REQUESTS = 30
"""The most questions for one diagnosis; the pages of the list of all PersistentVolumes count as one."""

MAX_CLAIMS = 4
"""PVCs of a pod that are followed; a pod with more is rare, and each costs about five requests."""

MAX_MOUNT_PODS = 4
"""Mount Pods whose events and logs are read."""

REGISTRAR = "node-driver-registrar"
USUAL_MEMORY = 5 * 2**30
"""The memory limit, in bytes, that the driver gives a client: how much one with less uses is asked."""

OWN_PRIORITY_CLASSES = frozenset({"", "system-node-critical", "system-cluster-critical"})


def next_asks(snapshot: Snapshot, in_flight: AbstractSet[Ask] = frozenset()) -> tuple[Ask, ...]:
    """What is worth asking now and was not asked yet, the most important first, within what is left of REQUESTS."""
    left = REQUESTS - len(snapshot.answers) - len(in_flight)
    new = (ask for ask in dict.fromkeys(_wanted(snapshot)) if ask not in snapshot.answers and ask not in in_flight)
    return tuple(islice(new, max(left, 0)))


def first_asks(snapshot: Snapshot) -> tuple[Ask, ...]:
    """What is asked in any case, before anything is known."""
    scope = snapshot.scope
    return (
        Ask(Part.POD, scope.namespace, scope.name),
        Ask(Part.CONTROLLER_PODS),
        Ask(Part.DAEMON_SETS),
        Ask(Part.WEBHOOKS),
        Ask(Part.CSI_DRIVERS),
        Ask(Part.NAMESPACE, name=scope.namespace),
        Ask(Part.ALL_VOLUMES),
    )


def _wanted(snapshot: Snapshot) -> Iterator[Ask]:
    scope = snapshot.scope
    yield from first_asks(snapshot)
    if isinstance(snapshot.named(Part.POD, scope.name, scope.namespace), Unread):
        return
    yield Ask(Part.EVENTS, scope.namespace, uid(snapshot.pod))
    yield from _of_node(text(snapshot.pod, "spec", "nodeName"))
    yield from _of_claims(snapshot)
    chain = mount_chain(snapshot)
    yield from _of_chain(snapshot, chain)


def _of_node(node: str) -> Iterator[Ask]:
    if node:
        yield Ask(Part.CSI_NODE_PODS, name=node)
        yield Ask(Part.MOUNT_PODS, name=node)
        yield Ask(Part.CSI_NODE, name=node)
        yield Ask(Part.NODE, name=node)


def _of_claims(snapshot: Snapshot) -> Iterator[Ask]:
    claims = dict.fromkeys(named.claim for named in named_volumes(snapshot.pod) if named.claim)
    for claim in islice(claims, MAX_CLAIMS):
        yield Ask(Part.CLAIM, snapshot.scope.namespace, claim)
    for claim in islice(claims, MAX_CLAIMS):
        yield from _behind(snapshot, claim)


def _behind(snapshot: Snapshot, claim_name: str) -> Iterator[Ask]:
    claim = snapshot.claim(claim_name)
    if isinstance(claim, Unread):
        return
    if volume := text(claim, "spec", "volumeName"):
        yield Ask(Part.VOLUME, name=volume)
    if storage_class := text(claim, "spec", "storageClassName"):
        yield Ask(Part.STORAGE_CLASS, name=storage_class)


def _of_chain(snapshot: Snapshot, chain: Chain) -> Iterator[Ask]:
    yield from _of_unbound(snapshot, chain)
    yield from _of_mount_pods(chain)
    yield from _of_sidecars(snapshot)
    yield from _of_csi_node(snapshot, chain)
    if (node := text(snapshot.pod, "spec", "nodeName")) and _maybe_ours(chain):
        yield Ask(Part.NODE_PODS, name=node)
    if chain.namespace:
        yield Ask(Part.CONFIG, chain.namespace, config_name(snapshot))
        yield from _of_terminating(snapshot, chain)
    yield from _of_volumes(chain)
    yield from _of_priority(chain.mount_pods)
    for pod in (snapshot.pod, *chain.mount_pods[:MAX_MOUNT_PODS]):
        yield from _of_memory(pod)


def _maybe_ours(chain: Chain) -> bool:
    return any(link.juicefs is not False for link in chain.links)


def _of_unbound(snapshot: Snapshot, chain: Chain) -> Iterator[Ask]:
    """PVCs that are not bound, with the controller that should bind them, and Mount Pods that no node has taken yet."""
    pending = [link for link in chain.links if link.juicefs is not False and _unwell(link)]
    for link in pending:
        if not isinstance(link.claim, Unread):
            yield Ask(Part.EVENTS, snapshot.scope.namespace, uid(link.claim))
    if pending and chain.namespace:
        yield Ask(Part.LEASES, chain.namespace)
        yield from _of_controller(snapshot)
    if chain.mode in {Mode.MOUNT_POD, Mode.UNKNOWN} and any(_unserved(link) for link in chain.links):
        yield Ask(Part.UNBOUND_MOUNT_PODS)


def _unwell(link: Link) -> bool:
    claim = link.claim
    if isinstance(claim, Unread):
        return False
    return text(claim, "status", "phase") != "Bound" or terminating(claim) or bool(field(claim, "status", "conditions"))


def _of_controller(snapshot: Snapshot) -> Iterator[Ask]:
    """The log of the controller that leads; of the first two when the leases do not tell which one does."""
    pods = snapshot.controller_pods
    if _open(snapshot.leases) or isinstance(pods, Unread):
        return
    holder = lease_holder(snapshot)
    for pod in pods[:2] if holder is None else (holder,):
        yield from _logs(pod, PLUGIN)
        yield from _logs(pod, "csi-provisioner")


def _unserved(link: Link) -> bool:
    """A volume whose Mount Pod should be on the node and is not in the list of that node's."""
    return link.juicefs is True and bool(link.pv_name) and link.mount_pods == () and link.candidates == ()


def _of_mount_pods(chain: Chain) -> Iterator[Ask]:
    for pod in chain.mount_pods[:MAX_MOUNT_PODS]:
        yield Ask(Part.EVENTS, namespace(pod), uid(pod))
        yield from _client_logs(pod)


def _of_sidecars(snapshot: Snapshot) -> Iterator[Ask]:
    yield from islice(_client_logs(snapshot.pod), MAX_MOUNT_PODS)


def _of_memory(pod: Json) -> Iterator[Ask]:
    """How much a client uses, where its limit was lowered or it was killed for memory."""
    for status in statuses(pod):
        called = text(status, "name")
        limit = quantity(field(container(pod, called), "resources", "limits", "memory"))
        killed = text(status, "lastState", "terminated", "reason") == "OOMKilled"
        short = killed or (limit is not None and limit < USUAL_MEMORY)
        if called.startswith(CLIENTS) and field(status, "state", "running") and short:
            yield Ask(Part.POD_METRICS, namespace(pod), name(pod))
            return


def _client_logs(pod: Json) -> Iterator[Ask]:
    """Logs of the containers that run a JuiceFS client."""
    for status in statuses(pod):
        called = text(status, "name")
        if called.startswith(CLIENTS):
            yield from _logs(pod, called)


def _of_csi_node(snapshot: Snapshot, chain: Chain) -> Iterator[Ask]:
    pods = snapshot.csi_node_pods
    if isinstance(pods, Unread) or not chain.namespace or chain.mode in {Mode.SIDECAR, Mode.SERVERLESS}:
        return
    for pod in [pod for pod in pods if namespace(pod) == chain.namespace][:1]:
        yield from _logs(pod, PLUGIN)
        if not ready(pod):
            yield Ask(Part.EVENTS, namespace(pod), uid(pod))
        if not ready(pod) or not _registered(snapshot, chain):
            yield from _logs(pod, REGISTRAR)


def _registered(snapshot: Snapshot, chain: Chain) -> bool:
    registry = snapshot.csi_node
    if isinstance(registry, Unread):
        return True
    return any(driver.get("name") in chain.drivers for driver in items(registry, "spec", "drivers"))


def _of_terminating(snapshot: Snapshot, chain: Chain) -> Iterator[Ask]:
    """Jobs that unmount by force or delete a volume: only where something is being deleted."""
    claims = (link.claim for link in chain.links if not isinstance(link.claim, Unread))
    leaving = any(terminating(thing) for thing in (snapshot.pod, *chain.mount_pods, *claims))
    if chain.namespace and (leaving or any(_left(link.pv) for link in chain.links)):
        yield Ask(Part.JOBS, chain.namespace)


def _left(pv: One) -> bool:
    """Whether a PersistentVolume is being removed, or was to be and could not."""
    return not isinstance(pv, Unread) and (terminating(pv) or text(pv, "status", "phase") in {"Released", "Failed"})


def _of_volumes(chain: Chain) -> Iterator[Ask]:
    """Events of PersistentVolumes that are not well; such cluster-wide objects have their events in `default`."""
    for link in chain.links:
        if not isinstance(link.pv, Unread) and (text(link.pv, "status", "phase") != "Bound" or terminating(link.pv)):
            yield Ask(Part.EVENTS, "default", uid(link.pv))


def _of_priority(mount_pods: Objects) -> Iterator[Ask]:
    classes = {text(pod, "spec", "priorityClassName") for pod in mount_pods}
    yield from (Ask(Part.PRIORITY_CLASS, name=one) for one in sorted(classes - OWN_PRIORITY_CLASSES))


def _logs(pod: Json, container: str) -> Iterator[Ask]:
    """The log of a container that has run, and of its run before the last restart if there was one."""
    status = status_of(pod, container)
    if any(field(status, state, how) for state in ("state", "lastState") for how in ("running", "terminated")):
        yield Ask(Part.LOG, namespace(pod), name(pod), container)
    if number(status, "restartCount"):
        yield Ask(Part.LOG, namespace(pod), name(pod), container, previous=True)


def _open(read: Read) -> bool:
    return isinstance(read, Unread) and read.reason is Reason.NOT_ASKED
