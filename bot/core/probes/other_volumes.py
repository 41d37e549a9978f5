"""Does a volume that is not JuiceFS' keep the pod from starting?  Kubelet waits for all of them alike."""

import re
from collections.abc import Iterator

from bot.core.chain.heard import over as history
from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain
from bot.core.objects.events import last_seen, line, newest
from bot.core.objects.fields import items, text, uid
from bot.core.objects.moments import moment
from bot.core.objects.pod_progress import over, waits_for_volumes
from bot.model.finding import Stage
from bot.model.snapshot import Part, Snapshot, Unread

_NAMED = re.compile(r"volume \"([^\"]+)\"")
_UNMOUNTED = re.compile(r"unmounted volumes=\[([^\]]*)\]")
_FAILURES = ("FailedMount", "FailedAttachVolume", "FailedMapVolume")


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks pods on a node that wait for JuiceFS' volumes and others; kubelet's last word on any volume decides."""
    pod, subject = snapshot.pod, called("Pod", snapshot.pod)
    others = _others(snapshot, chain) if chain.concerned else frozenset()
    if not others or not text(pod, "spec", "nodeName") or over(pod) or not waits_for_volumes(pod):
        return
    events = snapshot.events(uid(pod))
    if isinstance(events, Unread):
        yield unknown(Part.EVENTS, events, subject)
        return
    failed = (one for one in newest(events, *_FAILURES) if not history(moment(last_seen(one)), snapshot))
    last = next((one for one in failed if _named(text(one, "message"))), {})
    named = _named(text(last, "message"))
    if named and others.issuperset(named):
        yield trouble("other-volume-fails", subject, line(last), volume=named[0])
    else:
        yield fine("other-volumes-not-blamed", subject)


PROBE = Probe("other-volumes", Stage.POD, (Part.POD, Part.CLAIM, Part.VOLUME, Part.EVENTS), look)


def _others(snapshot: Snapshot, chain: Chain) -> frozenset[str]:
    """What the volumes that are known not to be JuiceFS' are called: in the pod, and by their PV."""
    ours = {word for link in chain.concerned for word in (link.volume, link.pv_name) if word}
    plain = {text(volume, "name") for volume in items(snapshot.pod, "spec", "volumes")}
    return frozenset((plain | {link.pv_name for link in chain.links}) - ours - {""})


def _named(message: str) -> tuple[str, ...]:
    """The volumes that a complaint is about: those that are not mounted, or the one that failed."""
    waiting = _UNMOUNTED.search(message)
    return tuple(waiting[1].replace(",", " ").split() if waiting else _NAMED.findall(message))
