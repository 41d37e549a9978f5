"""Is the mount that the pod's containers use still alive?  A pod can be Running and Ready on a mount that is dead.

No exec is needed: a client that was started after the container that uses it has made another mount.
"""

from collections.abc import Iterator

from bot.core.chain.clients import Client, clients, clients_unknown
from bot.core.chain.install import PLUGIN
from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_age import Age, Use, uses
from bot.core.chain.mount_chain import Chain, Mode
from bot.core.objects.fields import name, namespace, status_of, text
from bot.core.objects.moments import seconds
from bot.core.objects.pod_progress import PATIENCE, over, running_containers, waited, waits_for_volumes
from bot.model.finding import Stage
from bot.model.snapshot import Part, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks for every running container and every JuiceFS volume that it mounts, or for a pod that waits to begin."""
    if over(snapshot.pod) or not chain.concerned:
        return
    if chain.mode is Mode.PROCESS:
        yield from _by_process(snapshot, chain)
        return
    found = clients(snapshot, chain)
    if isinstance(found, Unread):
        yield clients_unknown(snapshot, found)
        return
    pod = called("Pod", snapshot.pod)
    for use in uses(snapshot, chain, found):
        yield _told(use, f"{pod}, container {use.container}", use.client.subject if use.client else "")
    if waits_for_volumes(snapshot.pod):
        yield from (_not_up(client, snapshot, pod) for client in found if _long(client, snapshot))


PROBE = Probe("mount-alive", Stage.MOUNT_POINT, (Part.POD, Part.MOUNT_PODS, Part.CSI_NODE_PODS), look)


def _long(client: Client, snapshot: Snapshot) -> bool:
    return bool(client.running_since) and waited(snapshot, client.running_since) >= PATIENCE


def _not_up(client: Client, snapshot: Snapshot, pod: str) -> Seen:
    """The client runs, and yet kubelet waits: most likely for the mount point, which comes up last."""
    minutes = f"{waited(snapshot, client.running_since) / 60:.0f}"
    return trouble("mount-point-perhaps-not-up", pod, client=client.subject, minutes=minutes)


def _told(use: Use, subject: str, client: str) -> Seen:
    since = use.client.running_since if use.client else ""
    evidence = f"container started {use.started}, client running since {since}"
    facts = {"volume": use.volume, "client": client}
    match use.age:
        case Age.LIVE:
            return fine("mount-point-live", subject, evidence, **facts)
        case Age.RECOVERED:
            return fine("mount-point-recovered", subject, evidence, **facts)
        case Age.HANDED_OVER:
            return trouble("mount-point-maybe-dead", subject, evidence, **facts)
        case Age.DEAD:
            return trouble("mount-point-dead", subject, evidence, **facts)
        case Age.DOWN:
            return trouble("mount-point-down", subject, "the client does not run", **facts)
        case Age.GONE:
            return trouble("mount-point-without-client", subject, volume=use.volume)


def _by_process(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """In process mode the clients live in CSI Node's container: its restart kills every mount for good."""
    running, pods = running_containers(snapshot.pod), snapshot.csi_node_pods
    if not running:
        return
    subject = called("Pod", snapshot.pod)
    if isinstance(pods, Unread):
        yield unknown(Part.CSI_NODE_PODS, pods, subject)
        return
    first = min(text(one, "state", "running", "startedAt") for one in running)
    for pod in [one for one in pods if not chain.namespace or namespace(one) == chain.namespace][:1]:
        since = text(status_of(pod, PLUGIN), "state", "running", "startedAt")
        evidence = f"container started {first}, {name(pod)} running since {since or 'never'}"
        dead = not since or (seconds(first, since) or 0) > 0
        if dead:
            yield trouble("mount-point-died-with-csi-node", subject, evidence)
        else:
            yield fine("mount-point-live-in-csi-node", subject, evidence)
