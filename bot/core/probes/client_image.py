"""Could the node fetch the client's image, and does it fit the node's processor?  Both stop it before any log."""

from collections.abc import Iterator

from bot.core.chain.clients import Client, each_client_or_unknown
from bot.core.chain.look import Probe, Seen, fine, trouble
from bot.core.objects.fields import mapping, statuses, text
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot, Unread

_UNFETCHED = {"ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable"}
_WRONG_KIND = "exec format error"
_ENDS = (("state", "waiting"), ("state", "terminated"), ("lastState", "terminated"))


def _judge(client: Client, snapshot: Snapshot) -> Iterator[Seen]:
    """Asks clients whose image kubelet has come to; the container that old drivers format with counts as well.

    That a client has run and died says nothing: one for another processor is started, too, and dies at once.
    """
    for status in _of_client(client):
        image = text(status, "image") or text(client.container, "image")
        waiting = mapping(status, "state", "waiting")
        said = [text(status, *path, "message") for path in _ENDS]
        if text(waiting, "reason") in _UNFETCHED:
            evidence = text(waiting, "message") or text(waiting, "reason")
            yield trouble("client-image-unavailable", client.subject, evidence, image=image)
            return
        if wrong := [one for one in said if _WRONG_KIND in one]:
            yield trouble("client-image-not-for-node", client.subject, wrong[0], image=image, arch=_arch(snapshot))
            return
    if client.running_since:
        yield fine("client-image-runs", client.subject, image=text(client.status, "image"))


PROBE = Probe("client-image", Stage.MOUNT_POD, (Part.MOUNT_PODS, Part.NODE), each_client_or_unknown(_judge))


def _of_client(client: Client) -> list[Json]:
    own = text(client.container, "name")
    return [
        one for one in statuses(client.pod) if text(one, "name") == own or text(one, "name").startswith("jfs-format")
    ]


def _arch(snapshot: Snapshot) -> str:
    """The node's processor, for the sentence alone: the image's own is in no object."""
    node = snapshot.node
    return "?" if isinstance(node, Unread) else text(node, "status", "nodeInfo", "architecture") or "?"
