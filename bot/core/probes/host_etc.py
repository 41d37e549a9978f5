"""Can the Mount Pod get /etc/updatedb.conf of the host?  The driver mounts it unless told that hosts are immutable."""

from collections.abc import Iterator

from bot.core.chain.clients import Client, each_client_or_unknown
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.objects.events import told
from bot.core.objects.fields import items, text, uid
from bot.model.finding import Stage
from bot.model.snapshot import Part, Snapshot, Unread

_FILE = "/etc/updatedb.conf"
_IMMUTABLE = ("talos", "bottlerocket", "flatcar")
"""Systems whose /etc cannot be written, by the start of a node's osImage."""


def _judge(client: Client, snapshot: Snapshot) -> Iterator[Seen]:
    """Asks clients that have never run and mount the file; one that runs has it."""
    paths = [text(volume, "hostPath", "path") for volume in items(client.pod, "spec", "volumes")]
    if _FILE not in paths or client.ran:
        return
    node, refused = snapshot.node, _refusal(client, snapshot)
    if refused:
        yield trouble("host-etc-refused", client.subject, refused)
    elif isinstance(node, Unread):
        yield unknown(Part.NODE, node, client.subject)
    else:
        system = text(node, "status", "nodeInfo", "osImage")
        if system.lower().startswith(_IMMUTABLE):
            yield trouble("host-etc-immutable", client.subject, f"osImage: {system}", system=system)
        else:
            yield fine("host-etc-ordinary", client.subject, system=system or "?")


PROBE = Probe("host-etc", Stage.MOUNT_POD, (Part.MOUNT_PODS, Part.NODE, Part.EVENTS), each_client_or_unknown(_judge))


def _refusal(client: Client, snapshot: Snapshot) -> str:
    """What kubelet or the runtime says of the file; empty when nothing is kept."""
    waiting = text(client.status, "state", "waiting", "message")
    said = (waiting, *told(snapshot.events(uid(client.pod)), "FailedMount", "Failed"))
    return next((one for one in said if _FILE in one and "read-only file system" in one), "")
