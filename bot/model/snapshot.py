"""What was read of a cluster for one pod: plain objects as the API server prints them, trimmed and redacted.

A snapshot is a list of questions (`Ask`) with their answers.  An answer is the objects, a log's text, or an `Unread`
that says why there is none.  An `Unread` can be neither iterated nor tested for truth: who forgets to look at it first
gets an error from mypy, and a `TypeError` at run time, never an empty list.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn

from bot.model.text import SafeText

Json = Mapping[str, Any]
"""A Kubernetes object as decoded from JSON: field names as in the API (`metadata`, `nodeName`).  Never changed."""

Objects = tuple[Json, ...]
"""Objects that were read; an empty tuple means that the API server said there is none."""


class Part(StrEnum):
    """What a question is about.  The value is the word for it in snapshot files; `kind` is Kubernetes' own word."""

    POD = "pod"
    NAMESPACE = "namespace"
    EVENTS = "events"
    CLAIM = "claim"
    VOLUME = "volume"
    STORAGE_CLASS = "storage-class"
    NODE = "node"
    CSI_NODE = "csi-node"
    CSI_DRIVERS = "csi-drivers"
    WEBHOOKS = "webhooks"
    CSI_NODE_PODS = "csi-node-pods"
    DAEMON_SETS = "daemon-sets"
    CONTROLLER_PODS = "controller-pods"
    LEASES = "leases"
    MOUNT_PODS = "mount-pods"
    UNBOUND_MOUNT_PODS = "unbound-mount-pods"
    NODE_PODS = "node-pods"
    CONFIG = "config"
    ALL_VOLUMES = "all-volumes"
    JOBS = "jobs"
    PRIORITY_CLASS = "priority-class"
    POD_METRICS = "pod-metrics"
    LOG = "log"

    @property
    def kind(self) -> str:
        """The Kubernetes kind that is read, such as `CSINode`; `PodLog` for a log."""
        return _KINDS.get(self, "Pod")


_KINDS: Mapping[Part, str] = {
    Part.NAMESPACE: "Namespace",
    Part.EVENTS: "Event",
    Part.CLAIM: "PersistentVolumeClaim",
    Part.VOLUME: "PersistentVolume",
    Part.STORAGE_CLASS: "StorageClass",
    Part.NODE: "Node",
    Part.CSI_NODE: "CSINode",
    Part.CSI_DRIVERS: "CSIDriver",
    Part.WEBHOOKS: "MutatingWebhookConfiguration",
    Part.DAEMON_SETS: "DaemonSet",
    Part.LEASES: "Lease",
    Part.CONFIG: "ConfigMap",
    Part.ALL_VOLUMES: "PersistentVolume",
    Part.JOBS: "Job",
    Part.PRIORITY_CLASS: "PriorityClass",
    Part.POD_METRICS: "PodMetrics",
    Part.LOG: "PodLog",
}


class Reason(StrEnum):
    """Why there is no answer."""

    FORBIDDEN = "forbidden"
    TIMEOUT = "timeout"
    NOT_FOUND = "not-found"
    """The API server answered that the named object does not exist (404): a fact, unlike the other reasons."""
    ERROR = "error"
    NOT_ASKED = "not-asked"
    """Nothing called for it, or what it hangs on was itself unread."""


@dataclass(frozen=True, slots=True)
class Unread:
    """The lack of an answer.  `detail` holds our own words only, never text from a cluster."""

    reason: Reason
    detail: str = ""

    def __bool__(self) -> NoReturn:
        raise TypeError(f"unread ({self.reason}) is neither empty nor full: look for Unread first")


Read = Objects | Unread
"""The answer to a question for several objects."""

One = Json | Unread
"""The answer to a question for one named object."""

Log = SafeText | Unread
"""The answer to a question for a log: its last lines, redacted."""

Answer = Objects | SafeText | Unread


@dataclass(frozen=True, slots=True, order=True)
class PodRef:
    """A pod by namespace and name; both are valid Kubernetes names."""

    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name}"


@dataclass(frozen=True, slots=True, order=True)
class Ask:
    """One question to the API server.

    `name` is the object's name; for `EVENTS` the uid of the object they are about; for `CSI_NODE_PODS`, `MOUNT_PODS`
    and `NODE_PODS` the node's name; empty for the other lists.  `namespace` is empty for what has none and for lists
    over all namespaces.  `container` and `previous` belong to `LOG`, whose `name` is the pod's.
    """

    part: Part
    namespace: str = ""
    name: str = ""
    container: str = ""
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that was read for one pod, and everything that could not be.

    `taken_at` is RFC 3339 in UTC (`2026-05-04T02:20:00Z`); `context` names the cluster, empty for the bot's own.
    """

    taken_at: str
    context: str
    scope: PodRef
    answers: Mapping[Ask, Answer]

    @property
    def pod(self) -> Json:
        """The pod itself.  A snapshot is handed out only when it was read; on a half-made one this raises KeyError."""
        found = self.named(Part.POD, self.scope.name, self.scope.namespace)
        if isinstance(found, Unread):
            raise KeyError(str(self.scope))
        return found

    @property
    def namespace(self) -> One:
        """The pod's namespace."""
        return self.named(Part.NAMESPACE, self.scope.namespace)

    @property
    def node(self) -> One:
        """The pod's node; not asked while the pod is not scheduled."""
        return self.single(Part.NODE)

    @property
    def csi_node(self) -> One:
        """The CSINode object of the pod's node: the list of drivers registered there."""
        return self.single(Part.CSI_NODE)

    @property
    def csi_drivers(self) -> Read:
        """Every CSIDriver object of the cluster."""
        return self.listed(Part.CSI_DRIVERS)

    @property
    def webhooks(self) -> Read:
        """The mutating webhook configurations that belong to JuiceFS (they name it, or serve its paths)."""
        return self.listed(Part.WEBHOOKS)

    @property
    def csi_node_pods(self) -> Read:
        """JuiceFS CSI Node pods on the pod's node, in any namespace."""
        return self.listed(Part.CSI_NODE_PODS)

    @property
    def daemon_sets(self) -> Read:
        """DaemonSets whose pods are JuiceFS CSI Node pods, in any namespace."""
        return self.listed(Part.DAEMON_SETS)

    @property
    def controller_pods(self) -> Read:
        """JuiceFS CSI Controller pods, in any namespace."""
        return self.listed(Part.CONTROLLER_PODS)

    @property
    def leases(self) -> Read:
        """Leases in the driver's namespace; asked when a PVC of the pod is not bound."""
        return self.listed(Part.LEASES)

    @property
    def mount_pods(self) -> Read:
        """Every Mount Pod on the pod's node, and every one bound to no node yet, in any namespace.

        The latter are asked only when the former do not serve the pod.  Unread when either list could not be read:
        half a list must not look like a whole one.
        """
        bound, unbound = self.bound_mount_pods, self.listed(Part.UNBOUND_MOUNT_PODS)
        if isinstance(bound, Unread):
            return bound
        if isinstance(unbound, Unread):
            return bound if unbound.reason is Reason.NOT_ASKED else unbound
        return bound + unbound

    @property
    def bound_mount_pods(self) -> Read:
        """Every Mount Pod on the pod's node, in any namespace."""
        return self.listed(Part.MOUNT_PODS)

    @property
    def node_pods(self) -> Read:
        """Every pod on the pod's node, trimmed to identity, resource requests, priority, phase and reason."""
        return self.listed(Part.NODE_PODS)

    @property
    def config(self) -> One:
        """The driver's ConfigMap, with its key `config.yaml` alone."""
        return self.single(Part.CONFIG)

    @property
    def all_volumes(self) -> Read:
        """Every CSI PersistentVolume, trimmed to name, labels, driver, handle, claimRef, class and phase."""
        return self.listed(Part.ALL_VOLUMES)

    @property
    def jobs(self) -> Read:
        """The driver's Jobs in its namespace (abort-fuse, delete-volume), trimmed to identity, node and status."""
        return self.listed(Part.JOBS)

    def claim(self, name: str) -> One:
        """The PVC of that name in the pod's namespace."""
        return self.named(Part.CLAIM, name, self.scope.namespace)

    def volume(self, name: str) -> One:
        """The PersistentVolume of that name, whole."""
        return self.named(Part.VOLUME, name)

    def storage_class(self, name: str) -> One:
        """The StorageClass of that name."""
        return self.named(Part.STORAGE_CLASS, name)

    def priority_class(self, name: str) -> One:
        """The PriorityClass of that name; asked only when it is not one of Kubernetes' own two."""
        return self.named(Part.PRIORITY_CLASS, name)

    def metrics(self, namespace: str, pod: str) -> One:
        """What a client that may lack memory uses; not-found where the cluster measures nothing (metrics-server)."""
        return self.named(Part.POD_METRICS, pod, namespace)

    def events(self, uid: str) -> Read:
        """The events about the object of that uid (never a namesake's); none may mean expired (they live about 1 h)."""
        answers = (answer for ask, answer in self.answers.items() if (ask.part, ask.name) == (Part.EVENTS, uid))
        return _objects(next(answers, Unread(Reason.NOT_ASKED)))

    def log(self, namespace: str, pod: str, container: str, *, previous: bool = False) -> Log:
        """The last lines of a container's log; `previous` asks for the run before the last restart."""
        answer = self.answers.get(Ask(Part.LOG, namespace, pod, container, previous), Unread(Reason.NOT_ASKED))
        return Unread(Reason.ERROR, "not a log") if isinstance(answer, tuple) else answer

    def named(self, part: Part, name: str, namespace: str = "") -> One:
        """One object that was asked for by name."""
        return _one(self.answers.get(Ask(part, namespace, name), Unread(Reason.NOT_ASKED)))

    def single(self, part: Part) -> One:
        """The object of a part that is asked for at most once in a snapshot."""
        return _one(next(self._of(part), Unread(Reason.NOT_ASKED)))

    def listed(self, part: Part) -> Read:
        """The objects of a part that is asked for at most once in a snapshot."""
        return _objects(next(self._of(part), Unread(Reason.NOT_ASKED)))

    def gaps(self) -> tuple[tuple[Ask, Unread], ...]:
        """Every question that got no answer, in the order asked; what was never asked is no gap."""
        return tuple((ask, answer) for ask, answer in self.answers.items() if isinstance(answer, Unread))

    def _of(self, part: Part) -> Iterator[Answer]:
        return (answer for ask, answer in self.answers.items() if ask.part is part)


def _objects(answer: Answer) -> Read:
    return Unread(Reason.ERROR, "a log, not objects") if isinstance(answer, str) else answer


def _one(answer: Answer) -> One:
    read = _objects(answer)
    if isinstance(read, Unread):
        return read
    return read[0] if read else Unread(Reason.NOT_FOUND)
