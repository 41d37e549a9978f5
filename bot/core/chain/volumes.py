"""The volumes of a pod that a PVC or a CSI driver stands behind, also after the sidecar webhook replaced them."""

from dataclasses import dataclass
from enum import StrEnum

from bot.core.objects.fields import field, items, name, text
from bot.model.snapshot import Json

CHECK_SECRET = "-jfs-secret"  # noqa: S105 - the end of a Secret's name, no secret
"""Injection replaces the PVC volume; the PVC's name survives in the Secret `{pvc}-jfs-secret` of a `*jfs-check-mount`
volume (source: pkg/juicefs/mount/builder/container.go of the driver)."""


class Source(StrEnum):
    """How the pod names a volume."""

    CLAIM = "claim"
    EPHEMERAL = "ephemeral"
    """A generic ephemeral volume: its PVC is named `{pod}-{volume}` and owned by the pod."""
    INLINE = "inline"
    """A CSI volume written into the pod; the JuiceFS driver does not support it."""
    INJECTED = "injected"
    """A PVC volume that the sidecar webhook replaced by a host path or an empty directory."""


@dataclass(frozen=True, slots=True)
class Named:
    """A volume of the pod by its name, and the PVC (or, inline, the driver) that the pod says it is."""

    volume: str
    source: Source
    claim: str
    driver: str = ""


def named_volumes(pod: Json) -> tuple[Named, ...]:
    """The volumes of a pod that a PVC or an inline CSI driver stands behind, in the pod's order."""
    plain = (_named(name(pod), volume) for volume in items(pod, "spec", "volumes"))
    return (*(named for named in plain if named), *_injected(pod))


def _named(pod: str, volume: Json) -> Named | None:
    called = text(volume, "name")
    if claim := text(volume, "persistentVolumeClaim", "claimName"):
        return Named(called, Source.CLAIM, claim)
    if field(volume, "ephemeral") is not None:
        return Named(called, Source.EPHEMERAL, f"{pod}-{called}")
    if driver := text(volume, "csi", "driver"):
        return Named(called, Source.INLINE, "", driver)
    return None


def _injected(pod: Json) -> tuple[Named, ...]:
    secrets = (text(volume, "secret", "secretName") for volume in items(pod, "spec", "volumes"))
    found = dict.fromkeys(s.removesuffix(CHECK_SECRET) for s in secrets if s.endswith(CHECK_SECRET))
    hosted = replaced(pod)
    volumes = hosted if len(hosted) == len(found) else ("",) * len(found)
    return tuple(Named(volume, Source.INJECTED, claim) for volume, claim in zip(volumes, found, strict=True))


def replaced(pod: Json) -> tuple[str, ...]:
    """Volumes that an application mounts and that lie under the JuiceFS mount directory of the host."""
    volumes = items(pod, "spec", "volumes")
    root = next((text(v, "hostPath", "path") for v in volumes if v.get("name") == "jfs-dir"), "")
    under = (text(v, "name") for v in volumes if root and text(v, "hostPath", "path").startswith(f"{root}/"))
    return tuple(under)
