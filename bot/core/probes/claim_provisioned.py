"""Why has no volume been made for a PVC?  Its class, and what the provisioner said of it in events."""

import re
from collections.abc import Iterator

from bot.core.chain.claims import unbound
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link
from bot.core.objects.events import line, newest
from bot.core.objects.fields import field, text, uid
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Reason, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every unbound PVC that has a class and leaves the choice of the volume to it (no selector, no name)."""
    for link, claim in unbound(snapshot, chain):
        if not link.class_name or link.pv_name or field(claim, "spec", "selector"):
            continue
        subject = f"PVC {snapshot.scope.namespace}/{link.claim_name}"
        if (found := _class(snapshot, link, subject)) is not None:
            yield found
        yield _said(snapshot, claim, subject)


PROBE = Probe("claim-provisioned", Stage.CLAIM, (Part.STORAGE_CLASS, Part.EVENTS, Part.ALL_VOLUMES), look)


_NO_SECRET = re.compile(r"secrets \"([^\"]+)\" not found")
"""The API server's answer for a Secret that is not there, as every provisioner hands it on."""


def _class(snapshot: Snapshot, link: Link, subject: str) -> Seen | None:
    """A class that does not exist can still be a name that free static volumes share: then nobody misses it."""
    read = link.storage_class
    if not isinstance(read, Unread):
        return None
    if read.reason is not Reason.NOT_FOUND:
        return unknown(Part.STORAGE_CLASS, read, subject)
    volumes = snapshot.all_volumes
    named = () if isinstance(volumes, Unread) else volumes
    free = (pv for pv in named if text(pv, "status", "phase") == "Available")
    if any(text(pv, "spec", "storageClassName") == link.class_name for pv in free):
        return fine("class-only-a-name", subject, called=link.class_name)
    return trouble("class-not-found", subject, f"spec.storageClassName: {link.class_name}", called=link.class_name)


def _said(snapshot: Snapshot, claim: Json, subject: str) -> Seen:
    events = snapshot.events(uid(claim))
    if isinstance(events, Unread):
        return unknown(Part.EVENTS, events, subject)
    if not events:
        return trouble("claim-events-gone", subject)
    failed = newest(events, "ProvisioningFailed", "FailedBinding")
    if failed:
        said = line(failed[0])
        lacks = _NO_SECRET.search(said)
        code = "provisioner-secret-missing" if lacks else "provisioning-failed"
        return trouble(code, subject, said, **({"secret": lacks[1]} if lacks else {}))
    return trouble("provisioner-does-not-answer", subject, line(newest(events)[0]))
