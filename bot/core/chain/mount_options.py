"""Mount options: where a volume's come from, and which of them cannot work.

What is wrong is decided as the driver does it: it trims an option, refuses one with more than one `=`, and joins all
with commas without quoting blanks (source: genAndValidOptions in pkg/config/setting.go of the driver).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.core.chain.mount_chain import Link
from bot.core.objects.fields import items, labels, mapping, name, strings, text
from bot.core.objects.selectors import unmet
from bot.model.snapshot import Json, Snapshot, Unread

_TEMPLATE = re.compile(r"\$\{[^}]*\}")
"""`${.PVC.namespace}`, `${VOLUME_ID}`: the driver fills them in, so whatever is in them is no fault."""


class Fault(StrEnum):
    """What is wrong with an option.  The words are Kubernetes people's own, for both languages."""

    BLANK = "blank"
    DASH = "dash"
    EQUALS = "equals"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Written:
    """An option where somebody wrote it: the object, the path of the field in it, and the text."""

    thing: str
    """The object as people write it: `PV media-archive`."""
    field: str
    option: str


def fault(option: str) -> Fault | None:
    """What makes an option unusable, or None.  Blanks around it and around its `=` do no harm."""
    told = _TEMPLATE.sub("x", option).strip()
    if told.startswith("-"):
        return Fault.DASH
    if told.count("=") > 1:
        return Fault.EQUALS
    parts = [part.strip() for part in told.split(",")]
    if not all(parts):
        return Fault.EMPTY
    halves = [half.strip() for part in parts for half in part.split("=", 1)]
    return Fault.BLANK if any(re.search(r"\s", half) for half in halves) else None


def written_for(snapshot: Snapshot, link: Link) -> Iterator[Written]:
    """The options that go into the next Mount Pod of a volume: the driver's ConfigMap first, then the PV.

    What cannot be read is left out.  The StorageClass is not among them: its options were copied into the PV.
    """
    yield from _of_config(snapshot, link)
    if not isinstance(link.pv, Unread):
        pv = f"PV {link.pv_name}"
        for option in text(link.pv, "spec", "csi", "volumeAttributes", "mountOptions").split(","):
            if option or "mountOptions" in mapping(link.pv, "spec", "csi", "volumeAttributes"):
                yield Written(pv, "spec.csi.volumeAttributes.mountOptions", option)
        for option in strings(link.pv, "spec", "mountOptions"):
            yield Written(pv, "spec.mountOptions", option)


def written_in_class(link: Link) -> Iterator[Written]:
    """The options that PVs made from now on will get from the volume's StorageClass."""
    if not isinstance(link.storage_class, Unread):
        for option in strings(link.storage_class, "mountOptions"):
            yield Written(f"StorageClass {link.class_name}", "mountOptions", option)


def _of_config(snapshot: Snapshot, link: Link) -> Iterator[Written]:
    if isinstance(snapshot.config, Unread):
        return
    config = f"ConfigMap {name(snapshot.config)}"
    for number, patch in enumerate(items(snapshot.config, "config", "mountPodPatch")):
        if _patches(patch, snapshot, link):
            for option in strings(patch, "mountOptions"):
                yield Written(config, f"mountPodPatch[{number}].mountOptions", option)


def _patches(patch: Json, snapshot: Snapshot, link: Link) -> bool:
    """Whether a patch is for this volume on this node; a patch without selectors is for all."""
    wanted, on = mapping(patch, "pvcSelector"), mapping(patch, "nodeSelector")
    return (not wanted or _selects(wanted, link)) and (not on or _is_on(on, snapshot))


def _selects(wanted: Json, link: Link) -> bool:
    if isinstance(link.claim, Unread):
        return False
    called, of_class = text(wanted, "matchName"), text(wanted, "matchStorageClassName")
    if (called and called != link.claim_name) or (of_class and of_class != link.class_name):
        return False
    return not unmet(wanted, labels(link.claim))


def _is_on(wanted: Json, snapshot: Snapshot) -> bool:
    if isinstance(snapshot.node, Unread):
        return False
    selector = wanted if wanted.keys() & {"matchLabels", "matchExpressions"} else {"matchLabels": wanted}
    return not unmet(selector, labels(snapshot.node))
