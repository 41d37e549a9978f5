"""Does the client acknowledge writes before they are in object storage?  With writeback it does, and they can be lost.

Until it has uploaded them blocks lie in the cache directory alone.  What makes the loss less likely: a cache that
outlives the pod, a delay before an unused Mount Pod is deleted, and time to upload when it is.
"""

from collections.abc import Iterator

from bot.core.chain.cache_dirs import cache_dirs
from bot.core.chain.clients import Client, each_client_or_unknown
from bot.core.chain.look import Probe, Seen, fine, trouble
from bot.core.chain.mount_command import mount_command
from bot.core.objects.fields import annotations, number
from bot.model.finding import Stage
from bot.model.snapshot import Part, Snapshot

_DEFAULT_GRACE = 10
"""Seconds that the driver gives a Mount Pod to end."""


def _judge(client: Client, _: Snapshot) -> Iterator[Seen]:
    """Asks every client whose command can be read; FUSE's own option writeback_cache is another thing."""
    command, subject = mount_command(client.container), client.subject
    if command is None:
        return
    if "writeback" not in {item.partition("=")[0].strip() for item in command.items}:
        yield fine("writeback-off", subject)
        return
    yield trouble("writeback-on", subject, "-o writeback")
    for one in cache_dirs(client):
        if not one.outlives_pod:
            yield trouble("writeback-cache-not-kept", subject, f"cache-dir {one.path}: {one.kind}", path=one.path)
    if not client.sidecar and not annotations(client.pod).get("juicefs-delete-delay"):
        yield trouble("writeback-without-delay", subject)
    grace = number(client.pod, "spec", "terminationGracePeriodSeconds")
    if grace <= _DEFAULT_GRACE:
        yield trouble(
            "writeback-with-short-grace", subject, f"terminationGracePeriodSeconds: {grace}", seconds=str(grace)
        )


PROBE = Probe("writeback", Stage.USE, (Part.MOUNT_PODS,), each_client_or_unknown(_judge))
