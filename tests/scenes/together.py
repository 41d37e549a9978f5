"""Several scenes as one cluster: each with its own namespace and node, all under one installation of the driver."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, uuid5

from bot.core.objects.fields import name, namespace, uid
from bot.model.snapshot import Json, PodRef
from tests.scenes.scene import LogKey, Scene

_SHARED = frozenset({"DaemonSet", "CSIDriver", "StorageClass", "ConfigMap", "Lease"})
"""Kinds of the driver's installation; the first scene's are everybody's."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scene plays once it stands beside others: its own words for the namespace, the app and the node."""

    space: str
    app: str
    node: str

    @property
    def words(self) -> Mapping[str, str]:
        """What the base scene's words become; the last one keeps CSI Node pods of different nodes apart."""
        return {"shop": self.space, "orders": self.app, "node-b": self.node, "8rd96": f"8rd96{self.node[-1]}"}


def together(scenes: Sequence[tuple[Scene, Place]]) -> Scene:
    """One cluster with all of them at the first one's moment; its pod is the first one's."""
    moved = [_moved(scene, place) for scene, place in scenes]
    objects: dict[tuple[str, str, str], Json] = {}
    logs: dict[LogKey, str] = {}
    for scene in reversed(moved):
        objects |= {(one["kind"], namespace(one), name(one)): one for one in scene.objects}
        logs |= scene.logs
    return replace(moved[0], objects=tuple(objects.values()), logs=logs)


def _moved(scene: Scene, place: Place) -> Scene:
    own = [one for one in scene.objects if not _is_shared(one)]
    ids = {uid(one): str(uuid5(NAMESPACE_URL, place.space + uid(one))) for one in own}
    words = {**place.words, **ids}
    pattern = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in words))

    def put(text: str) -> str:
        return pattern.sub(lambda found: words[found[0]], text)

    def there(one: Json) -> Json:
        changed: Json = json.loads(put(json.dumps(one)))
        return changed

    return replace(
        scene,
        pod=PodRef(put(scene.pod.namespace), put(scene.pod.name)),
        objects=tuple(one if _is_shared(one) else there(one) for one in scene.objects),
        logs={(put(space), put(pod), *rest): put(text) for (space, pod, *rest), text in scene.logs.items()},  # type: ignore[misc]
    )


def _is_shared(one: Json) -> bool:
    return one["kind"] in _SHARED or "controller" in name(one)
