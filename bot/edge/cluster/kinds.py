"""Every kind that a snapshot reads, in one table: the requests, the guard and `deploy/base/rbac.yaml` are made from it.

A new kind to read is a new row here and a new `Part` in `bot.model.snapshot`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from bot.core.chain.install import DEFAULT_CONFIG
from bot.edge.cluster import shapes
from bot.model.snapshot import Ask, Json, Part

PAGE = 500
"""Objects in a page: 2,000 PersistentVolumes cost 4 requests, and a page of them about 1.2 MB."""

LOG_LINES = 500
LOG_BYTES = 512 * 1024
"""What a kubelet may send for LOG_LINES lines.  It cuts the newest off, so this is ample."""

KEPT_LOG_BYTES = 64 * 1024
"""What stays of a log: its newest lines."""

Keep = Callable[[Json], Json | None]
"""What is kept of an object; None drops it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one part of a snapshot is read.

    `labels` and `fields` are selectors, where `{name}` stands for the question's name.  `names` limits the role to
    objects of those names.  A `cached` list may come from the API server's memory (resourceVersion=0), which knows the
    field spec.nodeName and needs no look at etcd; such a list cannot be `paged`.  `version` is v1 where there is one.
    """

    part: Part
    group: str
    resource: str
    verb: Literal["get", "list"]
    keep: Keep = shapes.whole
    labels: str = ""
    fields: str = ""
    cached: bool = False
    paged: bool = False
    names: tuple[str, ...] = ()
    version: str = "v1"

    @property
    def prefix(self) -> str:
        """The first part of the kind's path."""
        return f"/apis/{self.group}/{self.version}" if self.group else f"/api/{self.version}"


METRICS = "metrics.k8s.io"
"""The one group that no API server serves by itself: metrics-server does, and a cluster may be without it."""

_ON_NODE = "spec.nodeName={name}"
_MOUNT = "app.kubernetes.io/name=juicefs-mount"

TABLE: tuple[Kind, ...] = (
    Kind(Part.POD, "", "pods", "get", shapes.application_pod),
    Kind(Part.NAMESPACE, "", "namespaces", "get", shapes.marked),
    Kind(Part.EVENTS, "", "events", "list", shapes.event, fields="involvedObject.uid={name}"),
    Kind(Part.CLAIM, "", "persistentvolumeclaims", "get"),
    Kind(Part.VOLUME, "", "persistentvolumes", "get"),
    Kind(Part.STORAGE_CLASS, "storage.k8s.io", "storageclasses", "get"),
    Kind(Part.NODE, "", "nodes", "get", shapes.node),
    Kind(Part.CSI_NODE, "storage.k8s.io", "csinodes", "get"),
    Kind(Part.CSI_DRIVERS, "storage.k8s.io", "csidrivers", "list", cached=True),
    Kind(
        Part.WEBHOOKS,
        "admissionregistration.k8s.io",
        "mutatingwebhookconfigurations",
        "list",
        shapes.webhook,
        cached=True,
    ),
    Kind(
        Part.CSI_NODE_PODS, "", "pods", "list", shapes.driver_pod, "app=juicefs-csi-node", fields=_ON_NODE, cached=True
    ),
    Kind(Part.DAEMON_SETS, "apps", "daemonsets", "list", shapes.daemon_set, cached=True),
    Kind(Part.CONTROLLER_PODS, "", "pods", "list", shapes.driver_pod, "app=juicefs-csi-controller", cached=True),
    Kind(Part.LEASES, "coordination.k8s.io", "leases", "list", shapes.lease, cached=True),
    Kind(Part.MOUNT_PODS, "", "pods", "list", shapes.driver_pod, _MOUNT, _ON_NODE, cached=True),
    Kind(Part.UNBOUND_MOUNT_PODS, "", "pods", "list", shapes.driver_pod, _MOUNT, "spec.nodeName=", cached=True),
    Kind(Part.NODE_PODS, "", "pods", "list", shapes.neighbour, fields=_ON_NODE, cached=True),
    Kind(Part.CONFIG, "", "configmaps", "get", shapes.config, names=(DEFAULT_CONFIG,)),
    Kind(Part.ALL_VOLUMES, "", "persistentvolumes", "list", shapes.any_volume, paged=True),
    Kind(Part.JOBS, "batch", "jobs", "list", shapes.job, cached=True),
    Kind(Part.PRIORITY_CLASS, "scheduling.k8s.io", "priorityclasses", "get"),
    Kind(Part.POD_METRICS, METRICS, "pods", "get", shapes.metrics, version="v1beta1"),
    Kind(Part.LOG, "", "pods/log", "get"),
)

KINDS: Mapping[Part, Kind] = {kind.part: kind for kind in TABLE}


def path_of(ask: Ask) -> str:
    """The path of a question; its names must be valid Kubernetes names (`bot.edge.cluster.answers` sees to it)."""
    kind = KINDS[ask.part]
    resource, _, below = kind.resource.partition("/")
    steps = [kind.prefix, *(("namespaces", ask.namespace) if ask.namespace else ()), resource]
    steps += [ask.name] if kind.verb == "get" else []
    return "/".join([*steps, below] if below else steps)


def query_of(ask: Ask) -> str:
    """The query of a question, encoded, for the first page."""
    kind = KINDS[ask.part]
    if ask.part is Part.LOG:
        previous = {"previous": "true"} if ask.previous else {}
        return urlencode({"container": ask.container, "tailLines": LOG_LINES, "limitBytes": LOG_BYTES, **previous})
    query = {
        "labelSelector": kind.labels,
        "fieldSelector": kind.fields.format(name=ask.name),
        "resourceVersion": "0" if kind.cached else "",
        "limit": str(PAGE) if kind.paged else "",
    }
    return urlencode({key: value for key, value in query.items() if value})
