"""Reading Kubernetes objects without tripping: any field may be missing or null where the API allows it."""

from collections.abc import Mapping

from bot.model.snapshot import Json, Objects


def field(thing: object, *path: str) -> object | None:
    """The value at *path*, or None when any step of it is missing, null or no mapping."""
    for step in path:
        if not isinstance(thing, Mapping):
            return None
        thing = thing.get(step)
    return thing


def text(thing: object, *path: str) -> str:
    """The string at *path*, or an empty one."""
    found = field(thing, *path)
    return found if isinstance(found, str) else ""


def number(thing: object, *path: str) -> int:
    """The whole number at *path*, or 0."""
    found = field(thing, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def mapping(thing: object, *path: str) -> Json:
    """The mapping at *path*, or an empty one."""
    found = field(thing, *path)
    return found if isinstance(found, Mapping) else {}


def items(thing: object, *path: str) -> Objects:
    """The mappings in the list at *path*; none when there is no list."""
    found = field(thing, *path)
    return tuple(item for item in found if isinstance(item, Mapping)) if isinstance(found, list | tuple) else ()


def strings(thing: object, *path: str) -> tuple[str, ...]:
    """The strings in the list at *path*; none when there is no list."""
    found = field(thing, *path)
    return tuple(item for item in found if isinstance(item, str)) if isinstance(found, list | tuple) else ()


def name(thing: object) -> str:
    """`metadata.name`."""
    return text(thing, "metadata", "name")


def namespace(thing: object) -> str:
    """`metadata.namespace`."""
    return text(thing, "metadata", "namespace")


def uid(thing: object) -> str:
    """`metadata.uid`."""
    return text(thing, "metadata", "uid")


def labels(thing: object) -> Json:
    """`metadata.labels`."""
    return mapping(thing, "metadata", "labels")


def annotations(thing: object) -> Json:
    """`metadata.annotations`."""
    return mapping(thing, "metadata", "annotations")


def terminating(thing: object) -> bool:
    """Whether the object is being deleted."""
    return bool(text(thing, "metadata", "deletionTimestamp"))


def container(pod: object, wanted: str) -> Json:
    """The container or init container of that name, or an empty mapping."""
    every = (*items(pod, "spec", "containers"), *items(pod, "spec", "initContainers"))
    return next((one for one in every if one.get("name") == wanted), {})


def statuses(pod: object) -> Objects:
    """The statuses of all containers: init containers first, as they run."""
    return (*items(pod, "status", "initContainerStatuses"), *items(pod, "status", "containerStatuses"))


def status_of(pod: object, wanted: str) -> Json:
    """The status of the container of that name, or an empty mapping."""
    return next((one for one in statuses(pod) if one.get("name") == wanted), {})


def condition(thing: object, wanted: str) -> Json:
    """The condition of that type, or an empty mapping."""
    return next((one for one in items(thing, "status", "conditions") if one.get("type") == wanted), {})


def ready(pod: object) -> bool:
    """Whether a pod is ready as JuiceFS' own tools mean it: Ready and ContainersReady both True."""
    return all(condition(pod, kind).get("status") == "True" for kind in ("Ready", "ContainersReady"))


def env(pod_or_template: object, variable: str) -> str:
    """The plain value of an environment variable in any container of a pod or pod template, or an empty string."""
    for one in items(pod_or_template, "spec", "containers"):
        for pair in items(one, "env"):
            if pair.get("name") == variable:
                return text(pair, "value")
    return ""
