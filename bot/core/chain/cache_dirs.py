"""Where a client keeps its cache, and what stands behind each directory."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.chain.clients import Client
from bot.core.chain.mount_command import mount_command
from bot.core.objects.fields import items, text
from bot.model.snapshot import Json

DEFAULT_MIB = 102400
"""The client's own cache-size where none is set: 100 GiB for each mount."""


@dataclass(frozen=True, slots=True)
class CacheDir:
    """One directory of the cache."""

    path: str
    kind: str
    """The kind of volume behind it (`hostPath`, `emptyDir`, …), `container` when there is none, or `memory`."""

    @property
    def outlives_pod(self) -> bool:
        """Whether its files are still there when another pod takes over."""
        return self.kind in {"hostPath", "persistentVolumeClaim"}


def cache_dirs(client: Client) -> Iterator[CacheDir]:
    """The directories that the client's mount command names."""
    command = mount_command(client.container)
    for path in filter(None, command.value("cache-dir").split(":") if command else ()):
        yield CacheDir(path, "memory" if path == "memory" else _kind(client, path))


def cache_bytes(client: Client) -> float:
    """How large the client lets its cache grow, in bytes: cache-size is in MiB, or carries a unit."""
    command = mount_command(client.container)
    told = command.value("cache-size") if command else ""
    units = {"K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40, "P": 2**50}
    number, unit = (told[:-1], told[-1:].upper()) if told[-1:].isalpha() else (told, "M")
    plain = number.replace(".", "", 1).isdecimal() and unit in units
    return float(number) * units[unit] if plain else float(DEFAULT_MIB * 2**20)


def _kind(client: Client, path: str) -> str:
    mounts = [
        one for one in items(client.container, "volumeMounts") if f"{path}/".startswith(f"{text(one, 'mountPath')}/")
    ]
    volumes = {text(one, "name"): one for one in items(client.pod, "spec", "volumes")}
    behind: Json = volumes.get(text(mounts[-1], "name"), {}) if mounts else {}
    return next((key for key in behind if key != "name"), "container")
