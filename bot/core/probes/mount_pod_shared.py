"""Which other pods hang on the same Mount Pod?  What is done to it is done to all of them."""

from collections.abc import Iterator

from bot.core.chain.clients import Client, each_client_or_unknown
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_pods import served_pods
from bot.core.objects.fields import name, namespace, uid
from bot.core.objects.some_of import some_of
from bot.model.finding import Stage
from bot.model.snapshot import Part, Snapshot, Unread


def _judge(client: Client, snapshot: Snapshot) -> Iterator[Seen]:
    """Asks Mount Pods; a sidecar serves its own pod alone."""
    if client.sidecar:
        return
    others, neighbours = served_pods(client.pod) - {uid(snapshot.pod)}, snapshot.node_pods
    if others and isinstance(neighbours, Unread):
        yield unknown(Part.NODE_PODS, neighbours, client.subject)
        return
    here = () if isinstance(neighbours, Unread) else neighbours
    known = {uid(one): f"{namespace(one)}/{name(one)}" for one in here}
    if told := sorted(known[one] for one in others if one in known):
        yield fine("mount-pod-serves-others", client.subject, pods=some_of(told), count=str(len(told)))
    if gone := [one for one in others if one not in known]:
        yield trouble("mount-pod-reference-left", client.subject, some_of(sorted(gone)), count=str(len(gone)))
    if not others:
        yield fine("mount-pod-serves-this-pod-alone", client.subject)


PROBE = Probe("mount-pod-shared", Stage.USE, (Part.MOUNT_PODS, Part.NODE_PODS), each_client_or_unknown(_judge))
