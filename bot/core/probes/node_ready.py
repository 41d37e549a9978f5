"""Is the pod's node ready, and free of pressure?  On one that is not, nothing else of the chain can be trusted."""

from collections.abc import Iterator

from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain
from bot.core.objects.fields import condition, items, text
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Reason, Snapshot, Unread

PRESSURES = ("MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable")
"""Conditions that are bad when True.  Others are left alone: distributions add their own, of either sense."""


def look(snapshot: Snapshot, _: Chain) -> Iterator[Seen]:
    """Asks every pod that is on a node."""
    name, node = text(snapshot.pod, "spec", "nodeName"), snapshot.node
    subject = f"Node {name}"
    if not name:
        return
    if not isinstance(node, Unread):
        yield from _conditions(node, subject)
    elif node.reason is Reason.NOT_FOUND:
        yield trouble("node-gone", subject)
    else:
        yield unknown(Part.NODE, node, subject)


PROBE = Probe("node-ready", Stage.POD, (Part.NODE,), look)


def _conditions(node: Json, subject: str) -> Iterator[Seen]:
    ready = condition(node, "Ready")
    pressing = [one for one in items(node, "status", "conditions") if text(one, "type") in PRESSURES]
    pressing = [one for one in pressing if text(one, "status") == "True"]
    if text(ready, "status") == "Unknown":
        yield trouble("node-silent", subject, _told(ready), since=text(ready, "lastTransitionTime") or "?")
    elif text(ready, "status") != "True":
        yield trouble("node-not-ready", subject, _told(ready) or "no condition Ready")
    for one in pressing:
        yield trouble("node-under-pressure", subject, _told(one), pressure=text(one, "type"))
    if text(ready, "status") == "True" and not pressing:
        yield fine("node-ready", subject)


def _told(one: Json) -> str:
    """A condition as one line: `Ready=Unknown NodeStatusUnknown: Kubelet stopped posting node status.`."""
    why = ": ".join(filter(None, (text(one, "reason"), text(one, "message"))))
    return f"{text(one, 'type')}={text(one, 'status')} {why}".strip() if one else ""
