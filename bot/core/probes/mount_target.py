"""Can a container be created on the volume's mount point?  On a dead one the runtime fails at the first look.

Whether the container has run before tells the cause: never, and the mount was dead from the start; before, and it died.
"""

from collections.abc import Iterator

from bot.core.chain.clients import CONTAINER
from bot.core.chain.look import Probe, Seen, called, fine, trouble
from bot.core.chain.mount_chain import Chain, Link
from bot.core.objects.events import told
from bot.core.objects.fields import field, mapping, number, statuses, text, uid
from bot.core.objects.pod_progress import over
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot

_DEAD = "transport endpoint is not connected"
_IN_THE_WAY = "file exists"


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks pods with JuiceFS volumes whose containers kubelet has come to, or was kept from by the target."""
    pod = snapshot.pod
    if over(pod) or not chain.concerned:
        return
    refused = [line for line in told(snapshot.events(uid(pod)), "FailedMount") if _stands_in_the_way(line, chain)]
    if refused and not any(field(one, "state", "running") for one in statuses(pod)):
        yield trouble("mount-target-in-the-way", called("Pod", pod), refused[0])
    for status in statuses(pod):
        if not text(status, "name").startswith(CONTAINER):
            yield from _of(status, f"{called('Pod', pod)}, container {text(status, 'name')}", chain)


PROBE = Probe("mount-target", Stage.MOUNT_POINT, (Part.POD, Part.EVENTS), look)


def _of(status: Json, subject: str, chain: Chain) -> Iterator[Seen]:
    message = text(status, "state", "waiting", "message")
    if _DEAD in message.lower() and any(_names(message, link) for link in chain.concerned):
        before = bool(mapping(status, "lastState") or number(status, "restartCount"))
        yield trouble("mount-target-died" if before else "mount-target-never-lived", subject, message)
    elif field(status, "state", "running"):
        yield fine("mount-target-usable", subject)


def _names(message: str, link: Link) -> bool:
    """Whether a message names the volume by its PV, as paths of kubelet do."""
    return bool(link.pv_name) and f"/{link.pv_name}/" in message


def _stands_in_the_way(line: str, chain: Chain) -> bool:
    return (
        _IN_THE_WAY in line and "Could not create dir" in line and any(_names(line, link) for link in chain.concerned)
    )
