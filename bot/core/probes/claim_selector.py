"""Is there a PV that a PVC without a provisioner can find?  It needs the right labels and class, and to be free."""

from collections.abc import Iterator

from bot.core.chain.claims import unbound
from bot.core.chain.look import Probe, Seen, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link
from bot.core.objects.events import line, newest
from bot.core.objects.fields import labels, mapping, name, text, uid
from bot.core.objects.selectors import unmet
from bot.model.finding import Stage
from bot.model.snapshot import Json, Objects, Part, Reason, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every unbound PVC that names no PV, and no class that could make one."""
    for link, claim in unbound(snapshot, chain):
        subject = f"PVC {snapshot.scope.namespace}/{link.claim_name}"
        if link.pv_name or _provisioned(link):
            continue
        if not mapping(claim, "spec", "selector") and not link.class_name:
            yield trouble("claim-names-nothing", subject, _said(snapshot, claim))
        elif isinstance(snapshot.all_volumes, Unread):
            yield unknown(Part.ALL_VOLUMES, snapshot.all_volumes, subject)
        else:
            yield from _fitting(snapshot.all_volumes, link, claim, subject)


PROBE = Probe("claim-selector", Stage.CLAIM, (Part.CLAIM, Part.STORAGE_CLASS, Part.ALL_VOLUMES, Part.EVENTS), look)


def _provisioned(link: Link) -> bool:
    """Whether the PVC's class exists, or may exist: then its provisioner is asked, and no PV is looked for."""
    read = link.storage_class
    return bool(link.class_name) and not (isinstance(read, Unread) and read.reason is Reason.NOT_FOUND)


def _fitting(volumes: Objects, link: Link, claim: Json, subject: str) -> Iterator[Seen]:
    wanted = mapping(claim, "spec", "selector")
    labelled = [pv for pv in volumes if not unmet(wanted, labels(pv))]
    same = [pv for pv in labelled if text(pv, "spec", "storageClassName") == link.class_name]
    free = [pv for pv in same if text(pv, "status", "phase") == "Available"]
    if free or (wanted and same):
        code = "fitting-volume-not-bound" if free else "fitting-volume-is-taken"
        yield trouble(code, subject, _shown(wanted), volume=name((free or same)[0]))
    elif wanted and labelled:
        theirs = text(labelled[0], "spec", "storageClassName")
        yield trouble("fitting-volume-has-class", subject, _shown(wanted), volume=name(labelled[0]), called=theirs)
    elif wanted:
        yield trouble("no-volume-fits-selector", subject, _shown(wanted))


def _shown(selector: Json) -> str:
    return f"spec.selector: {', '.join(unmet(selector, {}))}" if selector else ""


def _said(snapshot: Snapshot, claim: Json) -> str:
    events = snapshot.events(uid(claim))
    failed = () if isinstance(events, Unread) else newest(events, "FailedBinding")
    return line(failed[0]) if failed else ""
