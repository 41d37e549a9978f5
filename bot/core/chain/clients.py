"""The JuiceFS clients that serve a pod's volumes: containers of Mount Pods, or sidecars in the pod itself."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.core.chain.look import Look, Seen, called, unknown
from bot.core.chain.mount_chain import Chain, Link, Mode
from bot.core.chain.mount_command import mount_command
from bot.core.chain.mount_pods import references
from bot.core.objects.fields import container, items, mapping, ready, status_of, terminating, text, uid
from bot.model.snapshot import Json, Objects, Part, Read, Reason, Snapshot, Unread

CONTAINER = "jfs-mount"
"""The client's container in a Mount Pod; sidecars are named so too, or their names start with it."""


@dataclass(frozen=True, slots=True)
class Client:
    """A container that runs a JuiceFS client for the pod."""

    pod: Json
    """The Mount Pod, or for a sidecar the pod itself."""
    container: Json
    volumes: frozenset[str]
    """Names of the pod's volumes that it serves."""
    sidecar: bool

    @property
    def subject(self) -> str:
        """The client as people write it."""
        if self.sidecar:
            return f"Sidecar {text(self.container, 'name')} of {called('Pod', self.pod)}"
        return called("Mount Pod", self.pod)

    @property
    def status(self) -> Json:
        """The container's status; empty before kubelet has written one."""
        return status_of(self.pod, text(self.container, "name"))

    @property
    def running_since(self) -> str:
        """When the run that is under way began; empty when the client does not run."""
        return text(self.status, "state", "running", "startedAt")

    @property
    def last_end(self) -> Json:
        """How its container ended: the run that is over, else the one before; empty when none has ended."""
        paths = (("state", "terminated"), ("lastState", "terminated"))
        return next((found for path in paths if (found := mapping(self.status, *path))), {})

    @property
    def ran(self) -> bool:
        """Whether its container has ever been started."""
        return bool(self.running_since or self.last_end)

    @property
    def healthy(self) -> bool:
        """Whether it runs and nothing says that it is not ready."""
        return bool(self.running_since) and self.status.get("ready") is not False


def clients(snapshot: Snapshot, chain: Chain) -> tuple[Client, ...] | Unread:
    """The clients that serve the pod now, or should; Unread when Mount Pods could not be listed.

    Mount Pods that are being deleted, and the one of a smooth-upgrade pair that does not serve, are left out.  None in
    process mode, where the client runs inside CSI Node, and none while the pod is on no node.
    """
    if chain.mode in {Mode.SIDECAR, Mode.SERVERLESS}:
        return tuple(_sidecars(snapshot.pod, chain))
    if chain.mode is Mode.PROCESS or not text(snapshot.pod, "spec", "nodeName"):
        return ()
    serving: dict[str, Json] = {}
    volumes: dict[str, set[str]] = {}
    for link in chain.concerned:
        pods = _serving(link)
        if isinstance(pods, Unread):
            return pods
        for pod in pods:
            serving[uid(pod)] = pod
            volumes.setdefault(uid(pod), set()).add(link.volume)
    return tuple(
        Client(pod, container(pod, CONTAINER), frozenset(volumes[key]), sidecar=False) for key, pod in serving.items()
    )


def each_client_or_unknown(judge: Callable[[Client, Snapshot], Iterable[Seen]]) -> Look:
    """The look of a probe that judges each client by itself: unknown when the clients are."""
    return each_client_in_chain_or_unknown(lambda client, snapshot, _chain: judge(client, snapshot))


def each_client_in_chain_or_unknown(judge: Callable[[Client, Snapshot, Chain], Iterable[Seen]]) -> Look:
    """The same for a probe to which it matters what the client's mount hangs on."""

    def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
        found = clients(snapshot, chain)
        if isinstance(found, Unread):
            yield clients_unknown(snapshot, found)
            return
        for client in found:
            yield from judge(client, snapshot, chain)

    return look


def clients_unknown(snapshot: Snapshot, why: Unread) -> Seen:
    """What a probe has seen when the Mount Pods could not be listed."""
    return unknown(Part.MOUNT_PODS, why, f"Mount Pods on Node {text(snapshot.pod, 'spec', 'nodeName')}")


def serving(pods: Objects) -> Objects:
    """Of Mount Pods for one volume the one that serves it: the newest that is ready, else the newest.

    More than one is normal while a smooth upgrade or a re-creation hands over; one being deleted serves no more.
    """
    alive = [pod for pod in pods if not terminating(pod)]
    newest_first = sorted(alive, key=lambda pod: text(pod, "metadata", "creationTimestamp"), reverse=True)
    return tuple(sorted(newest_first, key=ready, reverse=True)[:1])


def _serving(link: Link) -> Read:
    """The Mount Pod of a volume; without a reference of this pod, one that is unwell or serves nobody may be its own.

    A well one with other pods' references is theirs alone: the driver would have added a reference of this pod.
    """
    referenced = link.mount_pods if isinstance(link.mount_pods, Unread) else serving(link.mount_pods)
    if isinstance(referenced, Unread) or referenced:
        return referenced
    if isinstance(link.candidates, Unread):
        return () if link.candidates.reason is Reason.NOT_ASKED else link.candidates
    return serving(tuple(pod for pod in link.candidates if not ready(pod) or not references(pod)))


def _sidecars(pod: Json, chain: Chain) -> Iterator[Client]:
    every = frozenset(link.volume for link in chain.concerned if link.volume)
    for one in (*items(pod, "spec", "initContainers"), *items(pod, "spec", "containers")):
        if text(one, "name").startswith(CONTAINER):
            yield Client(pod, one, _mounted_by(pod, one) or every, sidecar=True)


def _mounted_by(pod: Json, sidecar: Json) -> frozenset[str]:
    """The host path volumes that lie where the sidecar mounts: `/jfs/abcxyz` is `{jfs-dir}/abcxyz` on the host."""
    command = mount_command(sidecar)
    end = command.path.rpartition("/")[2] if command else ""
    volumes = items(pod, "spec", "volumes") if end else ()
    return frozenset(text(one, "name") for one in volumes if f"/{end}/" in f"{text(one, 'hostPath', 'path')}/")
