"""Can the client's preStop hook fail?  Drivers before v0.23.5 let it unmount, which fails while a file is open.

Newer ones unmount lazily, or have no hook at all, so that its absence speaks neither for nor against anything.
"""

import re
from collections.abc import Iterator

from bot.core.chain.clients import CONTAINER, clients
from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain
from bot.core.objects.events import line, newest
from bot.core.objects.fields import container, strings, text, uid
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot, Unread

_LAZY = re.compile(r"umount\b[^;&]*\s-(?:l|fl|lf|-lazy)\b")


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every Mount Pod of the pod's volumes, also one that is being deleted, and every sidecar."""
    found = clients(snapshot, chain)
    sidecars = () if isinstance(found, Unread) else tuple(one for one in found if one.sidecar)
    if isinstance(found, Unread):
        yield unknown(Part.MOUNT_PODS, found, "Mount Pods")
        return
    for one in sidecars:
        yield from _of(one.pod, one.container, one.subject, snapshot)
    for pod in chain.mount_pods:
        yield from _of(pod, container(pod, CONTAINER), called("Mount Pod", pod), snapshot)


PROBE = Probe("pre-stop", Stage.END, (Part.MOUNT_PODS, Part.EVENTS), look)


def _of(pod: Json, one: Json, subject: str, snapshot: Snapshot) -> Iterator[Seen]:
    hook = " ".join(strings(one, "lifecycle", "preStop", "exec", "command"))
    if "umount" not in hook:
        yield fine("pre-stop-without-unmount", subject)
        return
    events = snapshot.events(uid(pod))
    if isinstance(events, Unread):
        yield unknown(Part.EVENTS, events, subject)
        return
    failed = [event for event in newest(events, "FailedPreStopHook") if _about(event, one)]
    if failed:
        yield trouble("pre-stop-failed", subject, line(failed[0]))
    elif _LAZY.search(hook):
        yield fine("pre-stop-unmounts-lazily", subject, hook)
    else:
        yield fine("pre-stop-can-fail", subject, hook)


def _about(event: Json, one: Json) -> bool:
    """Whether an event is about that container, as its fieldPath (`spec.containers{jfs-mount}`) says, if it does."""
    path = text(event, "involvedObject", "fieldPath")
    return not path or f"{{{text(one, 'name')}}}" in path
