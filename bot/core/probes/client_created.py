"""Could kubelet create the client's container?  A missing Secret or a refused setting stops it before it runs."""

import re
from collections.abc import Iterator

from bot.core.chain.clients import Client, each_client_or_unknown
from bot.core.chain.look import Probe, Seen, fine, trouble
from bot.core.objects.fields import field, text
from bot.model.finding import Stage
from bot.model.snapshot import Part, Snapshot

_REFUSED = {"CreateContainerConfigError", "CreateContainerError", "RunContainerError", "StartError"}
_NO_SECRET = re.compile(r'secrets? "([^"]+)" not found', re.IGNORECASE)


def _judge(client: Client, _: Snapshot) -> Iterator[Seen]:
    """Asks clients for which kubelet has come to the container: not while it waits for network, volumes or image."""
    waiting = field(client.status, "state", "waiting")
    reason, message = text(waiting, "reason"), text(waiting, "message")
    missing = _NO_SECRET.search(message)
    if reason in _REFUSED and missing:
        yield trouble("client-secret-missing", client.subject, message, secret=missing[1])
    elif reason in _REFUSED:
        yield trouble("client-not-created", client.subject, message, cause=reason)
    elif client.ran:
        yield fine("client-created", client.subject)


PROBE = Probe("client-created", Stage.MOUNT_POD, (Part.MOUNT_PODS,), each_client_or_unknown(_judge))
