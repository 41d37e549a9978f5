"""Has the Mount Pod a network and an address?  Each takes an IP of the cluster unless it uses the host's network."""

import re
from collections.abc import Iterator

from bot.core.chain.clients import Client, each_client_or_unknown
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.objects.events import line, newest
from bot.core.objects.fields import field, text, uid
from bot.core.objects.pod_progress import PATIENCE, waited
from bot.model.finding import Stage
from bot.model.snapshot import Part, Snapshot, Unread

_NO_ADDRESS = re.compile(
    r"no ip addresses available|failed to assign an ip|failed to allocate for range|no available ip", re.IGNORECASE
)
"""How host-local, the AWS VPC CNI and others say that no address is left."""


def _judge(client: Client, snapshot: Snapshot) -> Iterator[Seen]:
    """Asks Mount Pods that a node has taken in; a sidecar has its pod's address."""
    if client.sidecar or not text(client.pod, "spec", "nodeName") or text(client.pod, "status", "phase") == "Failed":
        return
    subject = client.subject
    if field(client.pod, "spec", "hostNetwork") is True:
        yield fine("mount-pod-on-host-network", subject)
    elif address := text(client.pod, "status", "podIP"):
        yield fine("mount-pod-has-address", subject, address=address)
    else:
        yield _without(client, snapshot)


PROBE = Probe("mount-pod-sandbox", Stage.MOUNT_POD, (Part.MOUNT_PODS, Part.EVENTS), each_client_or_unknown(_judge))


def _without(client: Client, snapshot: Snapshot) -> Seen:
    events, subject = snapshot.events(uid(client.pod)), client.subject
    if isinstance(events, Unread):
        return unknown(Part.EVENTS, events, subject)
    if failed := newest(events, "FailedCreatePodSandBox"):
        said = line(failed[0])
        code = "mount-pod-no-address-left" if _NO_ADDRESS.search(said) else "mount-pod-no-sandbox"
        return trouble(code, subject, said)
    if waited(snapshot, text(client.pod, "metadata", "creationTimestamp")) < PATIENCE:
        return fine("mount-pod-address-awaited", subject)
    return trouble("mount-pod-without-address", subject)
