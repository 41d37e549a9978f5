"""What is kept of each kind of object: no more than probes can use, and nothing that is not theirs to see.

Redaction comes after this and goes over every string that stayed; dropping a field is the surer way.
"""

from collections.abc import Mapping
from typing import Any

from bot.core.objects.fields import annotations, items, labels, mapping, name, text
from bot.edge.cluster.config_map import read_config
from bot.model.snapshot import Json

_IDENTITY = dict.fromkeys(
    ("name", "namespace", "uid", "labels", "ownerReferences", "creationTimestamp", "deletionTimestamp", "finalizers"),
    True,
)
_KIND = {"apiVersion": True, "kind": True}

_EVENT = {
    "metadata": dict.fromkeys(("name", "namespace", "creationTimestamp"), True),
    **dict.fromkeys(("involvedObject", "type", "reason", "message", "source", "reportingComponent"), True),
    **dict.fromkeys(("firstTimestamp", "lastTimestamp", "eventTime", "count", "series"), True),
}
_LEASE = {
    "metadata": _IDENTITY,
    "spec": dict.fromkeys(("holderIdentity", "renewTime", "leaseDurationSeconds"), True),
}
_REQUESTS = {"name": True, "resources": True, "restartPolicy": True}
_NEIGHBOUR = {
    "metadata": _IDENTITY,
    "spec": {
        **dict.fromkeys(("nodeName", "priority", "priorityClassName", "preemptionPolicy", "hostNetwork"), True),
        "overhead": True,
        "containers": _REQUESTS,
        "initContainers": _REQUESTS,
    },
    "status": dict.fromkeys(("phase", "reason", "message", "podIP", "qosClass", "startTime"), True),
}
_VOLUME = {
    "metadata": _IDENTITY,
    "spec": {
        "csi": {"driver": True, "volumeHandle": True},
        "claimRef": {"namespace": True, "name": True, "uid": True},
        "storageClassName": True,
    },
    "status": {"phase": True},
}
_JOB = {
    "metadata": _IDENTITY,
    "spec": {"template": {"spec": {"nodeName": True, "containers": {"name": True}}}},
    "status": True,
}
_METRICS = {
    **_KIND,
    "metadata": dict.fromkeys(("name", "namespace"), True),
    "timestamp": True,
    "containers": {"name": True, "usage": True},
}
_FOREIGN_CONTAINER = dict.fromkeys(
    ("name", "image", "imagePullPolicy", "resources", "volumeMounts", "restartPolicy", "securityContext"), True
)

_CONTAINER_LISTS = ("initContainers", "containers", "ephemeralContainers")
_OWN_CONTAINERS = ("jfs-mount", "jfs-format")
_OWN_ENV = ("JUICEFS_", "JFS_", "CSI_", "DRIVER_", "KUBELET_", "KUBE_", "ENABLE_", "STORAGE_CLASS_", "FS_SHARE_")
_OWN_ENV_NAMES = frozenset({"ADDRESS", "HOST_IP", "NODE_NAME", "POD_NAME", "POD_NAMESPACE", "HEALTH_PORT", "GOGC"})


def _cut(value: Any, mold: Any) -> Any:  # noqa: ANN401 - JSON of any form
    """The part of a JSON value that a mold shows: True for all of it, a mapping for the keys, lists item by item."""
    if mold is True:
        return value
    if isinstance(value, list):
        return [_cut(item, mold) for item in value]
    if not isinstance(value, Mapping):
        return value
    return {key: _cut(value[key], part) for key, part in mold.items() if key in value}


def whole(thing: Json) -> Json:
    """All of an object but the bookkeeping that repeats it: managedFields and the last applied configuration."""
    noted = {k: v for k, v in annotations(thing).items() if k != "kubectl.kubernetes.io/last-applied-configuration"}
    kept = {key: value for key, value in mapping(thing, "metadata").items() if key not in {"managedFields", "selfLink"}}
    return {**thing, "metadata": {**kept, "annotations": noted} if noted else _without(kept, "annotations")}


def marked(thing: Json) -> Json:
    """An object without annotations other than those that name JuiceFS or choose a serverless runtime."""
    known = ("juicefs", "burst-to", "vke.volcengine.com")
    plain = whole(thing)
    noted = {key: value for key, value in annotations(plain).items() if any(word in key for word in known)}
    metadata = _without(plain["metadata"], "annotations")
    return {**plain, "metadata": {**metadata, "annotations": noted} if noted else metadata}


def application_pod(pod: Json) -> Json:
    """The diagnosed pod: commands and environment are kept of a JuiceFS sidecar alone."""
    plain = marked(pod)
    lists = {key: [_container(one) for one in items(plain, "spec", key)] for key in _container_lists(plain)}
    return {**plain, "spec": {**mapping(plain, "spec"), **lists}}


def driver_pod(pod: Json) -> Json:
    """A pod of the driver, whole but for environment values that are not the driver's own."""
    plain = whole(pod)
    lists = {key: [_own(one) for one in items(plain, "spec", key)] for key in _container_lists(plain)}
    return {**plain, "spec": {**mapping(plain, "spec"), **lists}}


def _container_lists(pod: Json) -> tuple[str, ...]:
    return tuple(key for key in _CONTAINER_LISTS if mapping(pod, "spec").get(key))


def _container(one: Json) -> Json:
    if text(one, "name").startswith(_OWN_CONTAINERS):
        return _own(one)
    kept: Json = _cut(one, _FOREIGN_CONTAINER)
    return kept


def _own(one: Json) -> Json:
    if "env" not in one:
        return one
    return {**one, "env": [pair if _known(text(pair, "name")) else _unvalued(pair) for pair in items(one, "env")]}


def _known(variable: str) -> bool:
    return variable.startswith(_OWN_ENV) or variable in _OWN_ENV_NAMES


def _unvalued(pair: Json) -> Json:
    """A variable by its name, and the Secret or field that it refers to; never its own value."""
    return _without(pair, "value")


def node(thing: Json) -> Json:
    """A node without its image list, addresses and annotations other than the CSI drivers' node ids."""
    plain = whole(thing)
    ids = {key: value for key, value in annotations(plain).items() if key == "csi.volume.kubernetes.io/nodeid"}
    status = _without(mapping(plain, "status"), "images", "volumesInUse", "volumesAttached", "addresses")
    return {
        **plain,
        "metadata": {**plain["metadata"], "annotations": ids},
        "status": _without(status, "daemonEndpoints"),
    }


def webhook(thing: Json) -> Json | None:
    """A mutating webhook configuration if it is JuiceFS' own, without certificates; else nothing."""
    hooks = items(thing, "webhooks")
    words = (name(thing), *(f"{text(h, 'name')} {text(h, 'clientConfig', 'service', 'path')}" for h in hooks))
    if not any("juicefs" in word for word in words):
        return None
    bare = [{**hook, "clientConfig": _without(mapping(hook, "clientConfig"), "caBundle")} for hook in hooks]
    return {**whole(thing), "webhooks": bare}


def daemon_set(thing: Json) -> Json | None:
    """A DaemonSet if its pods are JuiceFS CSI Node pods; else nothing."""
    template = mapping(thing, "spec", "template")
    if labels(template).get("app") != "juicefs-csi-node":
        return None
    plain = whole(thing)
    return {**plain, "spec": {**mapping(plain, "spec"), "template": driver_pod(template)}}


def event(thing: Json) -> Json:
    """An event without its bookkeeping."""
    kept: Json = _cut(thing, _EVENT)
    return kept


def lease(thing: Json) -> Json:
    """Who holds a lease, and until when."""
    kept: Json = _cut(thing, _LEASE)
    return kept


def neighbour(pod: Json) -> Json:
    """A pod on the same node: who it is, what it asks for, how it fares."""
    kept: Json = _cut(pod, _NEIGHBOUR)
    return kept


def any_volume(volume: Json) -> Json | None:
    """A PersistentVolume's name, handle, claim and class, if a CSI driver serves it; else nothing."""
    kept: Json = _cut(volume, _VOLUME)
    return kept if mapping(volume, "spec", "csi") else None


def job(thing: Json) -> Json | None:
    """A Job of the driver (labelled so, or one that aborts a FUSE connection); else nothing."""
    ours = labels(thing).get("app.kubernetes.io/name") == "juicefs-job" or name(thing).startswith("juicefs-")
    kept: Json = _cut(thing, _JOB)
    return kept if ours else None


def metrics(thing: Json) -> Json:
    """What each container of a pod uses."""
    kept: Json = _cut(thing, _METRICS)
    return kept


def config(thing: Json) -> Json:
    """The driver's ConfigMap as `config` (the parsed config.yaml, or null) and `broken` (why it cannot be parsed)."""
    return {"metadata": _cut(mapping(thing, "metadata"), _IDENTITY), **read_config(text(thing, "data", "config.yaml"))}


def _without(thing: Json, *keys: str) -> dict[str, Any]:
    return {key: value for key, value in thing.items() if key not in keys}
