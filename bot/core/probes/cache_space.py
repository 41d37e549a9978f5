"""Is there room for the client's cache on the node's disk?  By default each mount may fill 100 GiB of /var/jfsCache.

The client leaves a tenth of the disk free by default; that is where kubelet begins to evict.
"""

from collections.abc import Iterator

from bot.core.chain.cache_dirs import cache_bytes, cache_dirs
from bot.core.chain.clients import Client, each_client_or_unknown
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.objects.eviction import evicted_for_disk
from bot.core.objects.fields import condition, field, text
from bot.core.objects.quantity import quantity, size
from bot.model.finding import Stage
from bot.model.snapshot import Part, Reason, Snapshot, Unread


def _judge(client: Client, snapshot: Snapshot) -> Iterator[Seen]:
    """Asks every client that keeps its cache on the host or in the pod; a PVC or memory fills no disk of the node."""
    on_disk = [one for one in cache_dirs(client) if one.kind in {"hostPath", "emptyDir", "container"}]
    node, subject = snapshot.node, client.subject
    if not on_disk:
        return
    if isinstance(node, Unread):
        if node.reason is not Reason.NOT_FOUND:
            yield unknown(Part.NODE, node, subject)
        return
    facts = {"path": on_disk[0].path, "size": size(cache_bytes(client))}
    disk = quantity(field(node, "status", "capacity", "ephemeral-storage"))
    pressure = condition(node, "DiskPressure")
    evicted = text(client.pod, "status", "message") if evicted_for_disk(client.pod) else ""
    if evicted or text(pressure, "status") == "True":
        told = f"DiskPressure=True {text(pressure, 'reason')} {text(pressure, 'message')}".strip()
        yield trouble("cache-under-disk-pressure", subject, evicted or told, **facts)
    elif disk is not None and cache_bytes(client) > disk:
        yield fine("cache-larger-than-disk", subject, disk=size(disk), **facts)
    else:
        yield fine("cache-without-pressure", subject, **facts)


PROBE = Probe("cache-space", Stage.USE, (Part.MOUNT_PODS, Part.NODE), each_client_or_unknown(_judge))
