"""Has the client enough memory?  Its limit also holds the page cache: one below the hot data sends every read to disk.

How large the hot data is no object tells, so that this can make slow reads plausible, and no more.
"""

from collections.abc import Iterator

from bot.core.chain.clients import Client, each_client_or_unknown
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.objects.fields import field, items, name, namespace, text
from bot.core.objects.quantity import quantity, size
from bot.model.finding import Stage
from bot.model.snapshot import Part, Reason, Snapshot, Unread

_SMALL = 2 * 2**30
"""Bytes up to which a limit is called small: the troubleshooting document's example; the driver's default is 5Gi."""

_TIGHT = 0.7
"""The share of the limit in use from which memory is called tight (facts of the same example: 75 %)."""


def _judge(client: Client, snapshot: Snapshot) -> Iterator[Seen]:
    """Asks every client that runs; how much it uses only where there is a sign of want and the cluster measures it."""
    if not client.running_since:
        return
    told = field(client.container, "resources", "limits", "memory")
    limit, subject = quantity(told), client.subject
    if not limit:
        yield fine("client-memory-unlimited", subject)
        return
    metrics = snapshot.metrics(namespace(client.pod), name(client.pod))
    if isinstance(metrics, Unread) and metrics.reason not in {Reason.NOT_FOUND, Reason.NOT_ASKED}:
        yield unknown(Part.POD_METRICS, metrics, subject)
        return
    used = 0.0 if isinstance(metrics, Unread) else _used(client, items(metrics, "containers"))
    if used >= _TIGHT * limit:
        yield trouble(
            "client-memory-tight", subject, used=size(used), limit=str(told), percent=f"{100 * used / limit:.0f}"
        )
    elif limit <= _SMALL:
        yield trouble("client-memory-small", subject, f"limits.memory: {told}", limit=str(told))
    else:
        yield fine("client-memory-ample", subject, limit=str(told))


PROBE = Probe("client-memory", Stage.USE, (Part.MOUNT_PODS, Part.POD_METRICS), each_client_or_unknown(_judge))


def _used(client: Client, containers: tuple[object, ...]) -> float:
    own = [one for one in containers if text(one, "name") == text(client.container, "name")]
    return sum(quantity(field(one, "usage", "memory")) or 0.0 for one in own)
