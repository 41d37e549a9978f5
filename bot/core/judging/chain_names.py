"""The real names along a pod's mount chain, to fill into commands and fix steps."""

from collections.abc import Iterable

from bot.core.chain.clients import Client, clients, serving
from bot.core.chain.install import lease_holder
from bot.core.chain.mount_chain import Chain, Link
from bot.core.matching.names import is_name
from bot.core.objects.fields import labels, name, namespace, text, uid
from bot.core.wording.commands import DEFAULT_DRIVER_NAMESPACE
from bot.model.finding import Finding, State
from bot.model.snapshot import Json, Objects, Read, Snapshot, Unread

_SECRET_SLOTS = {"secret": "secret-name", "secret_ns": "secret-namespace"}


def chain_names(snapshot: Snapshot, chain: Chain, findings: Iterable[Finding]) -> dict[str, str]:
    """Slot name -> name, for those that are known and valid; of several volumes those of the one in trouble."""
    pod, link = snapshot.pod, _link_in_trouble(chain, findings)
    csi_nodes = [one for one in _read(snapshot.csi_node_pods) if namespace(one) == chain.namespace]
    leader = lease_holder(snapshot)
    values = {
        "app_ns": namespace(pod),
        "app_pod": name(pod),
        "app_uid": uid(pod),
        "node": text(pod, "spec", "nodeName"),
        "csi_ns": chain.namespace or DEFAULT_DRIVER_NAMESPACE,
        "csi_node_pod": name(csi_nodes[0]) if csi_nodes else "",
        "controller_pod": name(leader) if leader is not None else "",
        "client": _sidecar(clients(snapshot, chain), link),
        **(_of_link(link) if link else {}),
    }
    return {slot: value for slot, value in values.items() if is_name(value)}


def _sidecar(found: tuple[Client, ...] | Unread, link: Link | None) -> str:
    """The container of a client that runs in the pod itself: one that is down, or the volume's; empty without any."""
    own = [] if isinstance(found, Unread) else [one for one in found if one.sidecar]
    first = sorted(own, key=lambda one: (one.healthy, link is not None and link.volume not in one.volumes))
    return next((text(one.container, "name") for one in first), "")


def _of_link(link: Link) -> dict[str, str]:
    mount_pod = _mount_pod(link)
    secret = _class_secret(link.storage_class) if isinstance(link.pv, Unread) else _secret(link.pv)
    return {
        "pvc": link.claim_name,
        "pv": link.pv_name,
        "volume_handle": link.handle,
        "sc": link.class_name,
        "mount_pod": name(mount_pod),
        "unique_id": text(labels(mount_pod), "volume-id") or link.handle,
        **secret,
    }


def _secret(pv: Json) -> dict[str, str]:
    """The name and namespace of the Secret with the volume's credentials; its content is never read."""
    reference = ("spec", "csi", "nodePublishSecretRef")
    return {"secret": text(pv, *reference, "name"), "secret_ns": text(pv, *reference, "namespace")}


def _class_secret(storage_class: Json | Unread) -> dict[str, str]:
    """While no volume was made: the Secret by which the StorageClass makes them."""
    if isinstance(storage_class, Unread):
        return {}
    keys = {slot: f"csi.storage.k8s.io/provisioner-{kept}" for slot, kept in _SECRET_SLOTS.items()}
    return {slot: text(storage_class, "parameters", key) for slot, key in keys.items()}


def _mount_pod(link: Link) -> Json:
    """The Mount Pod that serves the volume, else any that is there for it, else an empty object."""
    for pods in (_read(link.mount_pods), _read(link.candidates)):
        if pods:
            return (*serving(pods), *pods)[0]
    return {}


def _link_in_trouble(chain: Chain, findings: Iterable[Finding]) -> Link | None:
    """The volume that the first trouble along the chain names, else the first that is JuiceFS', or may be."""
    troubles = [f"{one.subject} {one.evidence}" for one in findings if one.state is State.TROUBLE]
    links = (*chain.juicefs, *chain.concerned)
    named = (link for trouble in troubles for link in links if _names(link, trouble))
    return next(named, next(iter(links), None))


def _names(link: Link, said: str) -> bool:
    words = (link.pv_name, link.handle, f"/{link.claim_name}" if link.claim_name else "", name(_mount_pod(link)))
    return any(word in said for word in words if word)


def _read(read: Read | Objects) -> Objects:
    return () if isinstance(read, Unread) else read
