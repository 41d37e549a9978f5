"""The mount chain of a pod: its volumes, the PVC, PV and StorageClass of each, and the Mount Pods that serve them.

Works in every mount mode and on a half-made snapshot, where everything not yet read is `Unread`.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.core.chain.install import driver_names, driver_namespace, plugin_args
from bot.core.chain.mount_pods import runs_on, serves, unique_ids
from bot.core.chain.volumes import Named, Source, named_volumes, replaced
from bot.core.objects.fields import annotations, items, labels, mapping, name, text, uid
from bot.model.snapshot import Json, Objects, One, Read, Snapshot, Unread

INJECTED_LABEL = "done.sidecar.juicefs.com/inject"
"""Set to "true" on a pod that the webhook gave a sidecar."""


class Mode(StrEnum):
    """How the pod's JuiceFS volumes are mounted."""

    MOUNT_POD = "mount-pod"
    SIDECAR = "sidecar"
    SERVERLESS = "serverless"
    PROCESS = "process"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Link:
    """One volume of the pod, followed to its end.  Names are empty where there is none, or it could not be read."""

    volume: str
    """The volume's name in the pod; empty when an injected volume cannot be told from its neighbours."""
    source: Source
    claim_name: str
    claim: One
    owned: bool
    """False for an ephemeral volume's PVC that belongs to another pod: Kubernetes refuses to use it."""
    pv_name: str
    pv: One
    class_name: str
    storage_class: One
    driver: str
    """The CSI driver or provisioner behind it; empty when nothing that could be read names one."""
    juicefs: bool | None
    """None when what could be read does not tell."""
    mount_pods: Read
    """Mount Pods that hold a reference of this very pod to this very volume."""
    candidates: Read
    """Mount Pods for the same volume on this node that hold no reference of this pod (yet)."""

    @property
    def handle(self) -> str:
        """The PV's volumeHandle, which need not be its name."""
        return "" if isinstance(self.pv, Unread) else text(self.pv, "spec", "csi", "volumeHandle")


@dataclass(frozen=True, slots=True)
class Chain:
    """The volumes of the pod that are, or may be, JuiceFS', and the driver that serves them."""

    mode: Mode
    drivers: tuple[str, ...]
    """Names under which a JuiceFS CSI driver is, or by default would be, installed."""
    namespace: str | None
    """The driver's namespace, where its Mount Pods live; None while what tells it is unread."""
    links: tuple[Link, ...]

    @property
    def juicefs(self) -> tuple[Link, ...]:
        """The links known to be JuiceFS'."""
        return tuple(link for link in self.links if link.juicefs)

    @property
    def concerned(self) -> tuple[Link, ...]:
        """The links that are JuiceFS', and those that may be for all that could be read."""
        return tuple(link for link in self.links if link.juicefs is not False)

    @property
    def by_csi_node(self) -> bool:
        """Whether a CSI Node pod has to mount volumes of the pod, as far as one can tell: not so with sidecars."""
        return self.mode not in {Mode.SIDECAR, Mode.SERVERLESS} and bool(self.concerned)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The names of the drivers that the pod's volumes ask for; the first known one when no volume names any."""
        asked = dict.fromkeys(link.driver for link in self.concerned if link.driver)
        return tuple(asked) or self.drivers[:1]

    @property
    def mount_pods(self) -> Objects:
        """Every Mount Pod found for the pod, referenced ones first, each once; unread lists count as none here."""
        lists = [*(link.mount_pods for link in self.links), *(link.candidates for link in self.links)]
        found = {uid(pod): pod for read in lists if not isinstance(read, Unread) for pod in read}
        return tuple(found.values())


def mount_chain(snapshot: Snapshot) -> Chain:
    """Follow every volume of the pod that a CSI driver may serve; volumes of other kinds are left out."""
    drivers = driver_names(snapshot)
    links = tuple(_link(snapshot, named, drivers) for named in named_volumes(snapshot.pod))
    wanted = frozenset(link.driver for link in links if link.driver in drivers)
    return Chain(mount_mode(snapshot, links), drivers, driver_namespace(snapshot, wanted), links)


def mount_mode(snapshot: Snapshot, links: tuple[Link, ...] = ()) -> Mode:
    """How this pod's volumes are mounted: what was done to the pod first, then what the driver is set up to do."""
    if labels(snapshot.pod).get(INJECTED_LABEL) == "true":
        return Mode.SIDECAR if replaced(snapshot.pod) else Mode.SERVERLESS
    if any(not isinstance(link.mount_pods, Unread) and link.mount_pods for link in links):
        return Mode.MOUNT_POD
    args = plugin_args(snapshot)
    if args is not None and "--by-process=true" in args:
        return Mode.PROCESS
    if args:
        return Mode.MOUNT_POD
    webhooks = snapshot.webhooks
    return Mode.UNKNOWN if args is None or isinstance(webhooks, Unread) or not webhooks else Mode.SIDECAR


def _link(snapshot: Snapshot, named: Named, drivers: tuple[str, ...]) -> Link:
    claim = snapshot.claim(named.claim)
    pv_name = "" if isinstance(claim, Unread) else text(claim, "spec", "volumeName")
    pv = snapshot.volume(pv_name)
    class_name = _class_name(claim, pv)
    storage_class = snapshot.storage_class(class_name)
    driver = named.driver or _driver(snapshot, claim, pv, storage_class)
    foreign = not isinstance(pv, Unread) and not driver
    return Link(
        volume=named.volume,
        source=named.source,
        claim_name=named.claim,
        claim=claim,
        owned=named.source is not Source.EPHEMERAL or _owned(claim, uid(snapshot.pod)),
        pv_name=pv_name,
        pv=pv,
        class_name=class_name,
        storage_class=storage_class,
        driver=driver,
        juicefs=driver in drivers if driver or foreign else None,
        mount_pods=_referenced(snapshot, pv_name),
        candidates=_candidates(snapshot, pv_name, pv),
    )


def _owned(claim: One, pod_uid: str) -> bool:
    if isinstance(claim, Unread):
        return True
    return any(owner.get("uid") == pod_uid for owner in items(claim, "metadata", "ownerReferences"))


def _class_name(claim: One, pv: One) -> str:
    asked = "" if isinstance(claim, Unread) else text(claim, "spec", "storageClassName")
    return asked or ("" if isinstance(pv, Unread) else text(pv, "spec", "storageClassName"))


def _driver(snapshot: Snapshot, claim: One, pv: One, storage_class: One) -> str:
    """The PV's driver; for an unbound PVC its provisioner, or the driver of the PV that its selector leads to."""
    if not isinstance(pv, Unread):
        return text(pv, "spec", "csi", "driver")
    if not isinstance(storage_class, Unread):
        return text(storage_class, "provisioner")
    if isinstance(claim, Unread):
        return ""
    noted = annotations(claim)
    told = noted.get("volume.kubernetes.io/storage-provisioner")
    told = told or noted.get("volume.beta.kubernetes.io/storage-provisioner")
    return str(told) if told else _selected_driver(snapshot.all_volumes, claim)


def _selected_driver(volumes: Read, claim: Json) -> str:
    wanted = mapping(claim, "spec", "selector", "matchLabels")
    bound = text(claim, "spec", "volumeName")
    if isinstance(volumes, Unread) or not (wanted or bound):
        return ""
    fits = (pv for pv in volumes if name(pv) == bound or (wanted and wanted.items() <= labels(pv).items()))
    return next((text(pv, "spec", "csi", "driver") for pv in fits), "")


def _referenced(snapshot: Snapshot, pv_name: str) -> Read:
    bound = snapshot.bound_mount_pods
    if isinstance(bound, Unread):
        return bound
    every = snapshot.mount_pods
    return tuple(
        pod for pod in (bound if isinstance(every, Unread) else every) if serves(pod, uid(snapshot.pod), pv_name)
    )


def _candidates(snapshot: Snapshot, pv_name: str, pv: One) -> Read:
    pods = snapshot.mount_pods
    if isinstance(pods, Unread) or isinstance(pv, Unread):
        return pods if isinstance(pods, Unread) else ()
    ids, node = unique_ids(pv), text(snapshot.pod, "spec", "nodeName")
    same = (pod for pod in pods if labels(pod).get("volume-id") in ids and runs_on(pod, node))
    return tuple(pod for pod in same if not serves(pod, uid(snapshot.pod), pv_name))
