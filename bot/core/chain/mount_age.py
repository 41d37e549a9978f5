"""Whether the mount that a running container of the pod uses is still the one that its JuiceFS client serves.

A container keeps the mount that it was started with.  When the client has been started anew since, that mount is dead,
unless the new one was propagated into the container, or the client took the old FUSE connection over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from bot.core.chain.client_image import hands_over
from bot.core.chain.clients import CONTAINER, Client
from bot.core.chain.mount_chain import Chain, Mode
from bot.core.objects.fields import container, items, text
from bot.core.objects.moments import seconds
from bot.core.objects.pod_progress import over, running_containers
from bot.model.snapshot import Json, Snapshot

_PROPAGATING = {"HostToContainer", "Bidirectional"}
"""Values of mountPropagation with which a mount that is made anew reaches a container that already runs."""


class Age(Enum):
    """What has become of the mount that a container was started with."""

    LIVE = auto()
    """The client has run since before the container was started."""
    RECOVERED = auto()
    """The client is newer, and its mount was propagated into the container."""
    HANDED_OVER = auto()
    """The client is newer, and can take the FUSE connection over from the one before."""
    DEAD = auto()
    """The client is newer, and nothing brings its mount into the container."""
    DOWN = auto()
    """The client does not run."""
    GONE = auto()
    """There is no client for the volume at all."""


@dataclass(frozen=True, slots=True)
class Use:
    """A running container of the pod, a volume that it mounts, and what has become of that mount."""

    container: str
    started: str
    volume: str
    client: Client | None
    age: Age


def uses(snapshot: Snapshot, chain: Chain, clients: tuple[Client, ...]) -> Iterator[Use]:
    """Every use of a JuiceFS volume by a running container; none once the pod has ended or is being deleted."""
    if over(snapshot.pod) or chain.mode is Mode.PROCESS:
        return
    ours = [link.volume for link in chain.juicefs if link.volume]
    for status in running_containers(snapshot.pod):
        name, started = text(status, "name"), text(status, "state", "running", "startedAt")
        if name.startswith(CONTAINER):
            continue
        for mount in items(container(snapshot.pod, name), "volumeMounts"):
            if (volume := text(mount, "name")) in ours:
                client = next((one for one in clients if volume in one.volumes), None)
                yield Use(name, started, volume, client, _age(client, started, mount))


def _age(client: Client | None, started: str, mount: Json) -> Age:
    if client is None:
        return Age.GONE
    if not client.running_since:
        return Age.DOWN
    if (seconds(started, client.running_since) or 0) <= 0:
        return Age.LIVE
    if text(mount, "mountPropagation") in _PROPAGATING:
        return Age.RECOVERED
    return Age.HANDED_OVER if hands_over(client.container) else Age.DEAD


def serves(snapshot: Snapshot, chain: Chain, client: Client) -> bool:
    """Whether a client runs, and no running container is left with a dead mount of it."""
    found = [use for use in uses(snapshot, chain, (client,)) if use.client is client]
    return client.healthy and all(use.age is not Age.DEAD for use in found)
