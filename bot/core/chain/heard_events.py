"""Events along a pod's mount chain that concern its JuiceFS volumes."""

import re
from collections.abc import Iterator

from bot.core.chain.clients import Client, clients
from bot.core.chain.heard import Heard, last_start, over, works
from bot.core.chain.install import CLIENTS
from bot.core.chain.look import called
from bot.core.chain.mount_chain import Chain, Link
from bot.core.objects.events import last_seen, line, newest
from bot.core.objects.fields import name, text, uid
from bot.core.objects.moments import moment, seconds
from bot.model.match import Source
from bot.model.snapshot import Json, Objects, Snapshot, Unread
from bot.model.text import SafeText

_VOLUME = re.compile(r"volume \"([^\"]+)\"")
_UNMOUNTED = re.compile(r"unmounted volumes=\[([^\]]*)\]")
_CONTAINER = re.compile(r"\{([^}]+)\}")
_OF_VOLUMES = frozenset(
    "FailedMount FailedAttachVolume FailedUnMount FailedMapVolume FailedDetachVolume VolumePermissionChangeInProgress"
    " SetVolumeOwnership".split()
)
_UNSPECIFIC = "Unable to attach or mount volumes"
_REPEATED = 600.0
"""Seconds.  Kubelet tries again every two minutes and repeats what still goes wrong: what it has not said for so long
while it complained of something else is mended (ten minutes, for its events are held back when there are many)."""
_OF_BINDING = frozenset(
    "ProvisioningFailed FailedBinding Provisioning ExternalProvisioning WaitForFirstConsumer WaitForPodScheduled"
    " VolumeMismatch ClaimLost ClaimMisbound".split()
)
"""What is said of a PVC until it is bound."""


def heard_events(snapshot: Snapshot, chain: Chain) -> Iterator[Heard]:
    """The events of the pod, its PVCs and PVs, its Mount Pods and its CSI Node pod, each object's newest first."""
    yield from _of_pod(snapshot, chain)
    for link in chain.concerned:
        yield from _of_claim(snapshot, link)
    found = clients(snapshot, chain)
    serving = () if isinstance(found, Unread) else found
    for pod in chain.mount_pods:
        yield from _all(snapshot, "Mount Pod", pod, done=works(pod) or _set_aside(pod, serving))
    for pod in _read(snapshot.csi_node_pods):
        yield from _all(snapshot, "CSI Node", pod, done=works(pod))


def _of_pod(snapshot: Snapshot, chain: Chain) -> Iterator[Heard]:
    pod = snapshot.pod
    well, start = works(pod), last_start(pod)
    about = [event for event in _events(snapshot, pod) if concerns_volume(event, chain)]
    latest = next((last_seen(one) for one in about if _UNSPECIFIC not in text(one, "message")), "")
    for event in about:
        replaced = (seconds(last_seen(event), latest) or 0.0) > _REPEATED
        done = well or replaced or over(moment(last_seen(event)), snapshot, start)
        yield _heard(event, called("Pod", pod), past=done)


def concerns_volume(event: Json, chain: Chain) -> bool:
    """Whether an event of the pod is about one of its JuiceFS volumes, or about the JuiceFS client inside the pod."""
    said = text(event, "message")
    container = _CONTAINER.search(text(event, "involvedObject", "fieldPath"))
    if container and container[1].startswith(CLIENTS):
        return True
    if any(f"kubernetes.io~csi/{link.pv_name}/" in said for link in chain.concerned if link.pv_name):
        return True
    return text(event, "reason") in _OF_VOLUMES and _names_ours(said, chain)


def _names_ours(said: str, chain: Chain) -> bool:
    """Whether the volume that a message names is JuiceFS'; when it names none, whether the pod has no others."""
    ours = {word for link in chain.concerned for word in (link.pv_name, link.handle, link.volume) if word}
    others = {word for link in chain.links if link.juicefs is False for word in (link.pv_name, link.volume) if word}
    named = set(_VOLUME.findall(said))
    waiting = _UNMOUNTED.search(said)
    named |= set(waiting[1].replace(",", " ").split()) if waiting else set()
    if named & ours:
        return True
    if named & others or not chain.concerned:
        return False
    return any(driver in said for driver in chain.drivers) or not (named or others)


def _of_claim(snapshot: Snapshot, link: Link) -> Iterator[Heard]:
    if not isinstance(link.claim, Unread):
        bound = text(link.claim, "status", "phase") == "Bound"
        for event in _events(snapshot, link.claim):
            done = bound and text(event, "reason") in _OF_BINDING
            yield _heard(event, called("PVC", link.claim), past=done or over(moment(last_seen(event)), snapshot))
    if not isinstance(link.pv, Unread):
        yield from _all(snapshot, "PV", link.pv, done=False)


def _all(snapshot: Snapshot, kind: str, thing: Json, *, done: bool) -> Iterator[Heard]:
    for event in _events(snapshot, thing):
        yield _heard(event, called(kind, thing), past=done or over(moment(last_seen(event)), snapshot))


def _set_aside(pod: Json, serving: tuple[Client, ...]) -> bool:
    """Whether a Mount Pod serves no more, because another took over: after a smooth upgrade, or a re-creation."""
    return bool(serving) and all(uid(client.pod) != uid(pod) for client in serving)


def _events(snapshot: Snapshot, thing: Json) -> Objects:
    """The events of this very object, also where a file of a snapshot has others under its uid."""
    events = _read(snapshot.events(uid(thing)))
    same = (event for event in events if text(event, "involvedObject", "uid") in {"", uid(thing)})
    return newest(event for event in same if text(event, "involvedObject", "name") in {"", name(thing)})


def _heard(event: Json, subject: str, *, past: bool) -> Heard:
    return Heard(Source.EVENT, subject, SafeText(line(event)), past)


def _read(read: Objects | Unread) -> Objects:
    return () if isinstance(read, Unread) else read
