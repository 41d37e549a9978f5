"""May the client open /dev/fuse?  Only a privileged container can, and the node's kernel has to have FUSE."""

from collections.abc import Iterator

from bot.core.chain.clients import Client, each_client_or_unknown
from bot.core.chain.look import Probe, Seen, fine, trouble
from bot.core.objects.fields import field
from bot.model.finding import Stage
from bot.model.snapshot import Part, Snapshot


def _judge(client: Client, _: Snapshot) -> Iterator[Seen]:
    """Asks every client; one that runs and is ready has mounted, and so has the device."""
    if client.healthy:
        yield fine("client-has-fuse", client.subject)
    elif field(client.container, "securityContext", "privileged") is True:
        yield fine("client-privileged", client.subject)
    else:
        yield trouble("client-unprivileged", client.subject, "securityContext.privileged is not true")


PROBE = Probe("fuse-device", Stage.MOUNT_POD, (Part.MOUNT_PODS,), each_client_or_unknown(_judge))
