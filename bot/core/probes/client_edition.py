"""Which edition and version of the client serves the pod?  Only the Community Edition has its own metadata engine."""

from collections.abc import Iterator

from bot.core.chain.client_image import client_version, tag
from bot.core.chain.clients import Client, each_client_or_unknown
from bot.core.chain.look import Probe, Seen, fine
from bot.core.objects.fields import strings, text
from bot.model.finding import Stage
from bot.model.snapshot import Part, Snapshot


def _judge(client: Client, _: Snapshot) -> Iterator[Seen]:
    """Asks every client; as for the driver, metaurl in the command is the Community Edition's, else the tag tells."""
    image = text(client.container, "image")
    edition, _number = client_version(image)
    community = "metaurl" in " ".join(strings(client.container, "command")) or edition == "ce"
    code = "client-community" if community else "client-enterprise"
    yield fine(code, client.subject, image, version=tag(image) or "?")


PROBE = Probe("client-edition", Stage.MOUNT_POD, (Part.MOUNT_PODS,), each_client_or_unknown(_judge))
