"""Lines of logs along a pod's mount chain that concern its JuiceFS volumes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.core.chain.clients import Client, clients
from bot.core.chain.heard import Heard, last_start, over, works
from bot.core.chain.install import CLIENTS, PLUGIN
from bot.core.chain.look import called
from bot.core.chain.mount_chain import Chain
from bot.core.objects.fields import items, name, namespace, terminating, text, uid
from bot.core.objects.log_lines import names, written
from bot.core.objects.moments import moment
from bot.model.match import Source
from bot.model.snapshot import Ask, Json, Objects, Part, Snapshot, Unread
from bot.model.text import SafeText

REGISTRAR = "node-driver-registrar"
_LONGEST_TRACE = 20
"""Rows that go on with a line (a guess): a longer trace tells nothing more at its end."""
_MOUNTED = re.compile(r"is ready at /|juicefs volume mounted")
"""What a client and CSI Node say when a mount has succeeded: what stands before it is over."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with those that go on with it, and when it was written (None when it does not say)."""

    text: str
    at: datetime | None


def heard_logs(snapshot: Snapshot, chain: Chain) -> Iterator[Heard]:
    """Lines of the clients, of CSI Node and its registrar on the pod's node, and of the controller."""
    found = clients(snapshot, chain)
    for client in () if isinstance(found, Unread) else found:
        yield from _of_client(snapshot, client)
    for pod in _read(snapshot.csi_node_pods):
        yield from _of_csi_node(snapshot, chain, pod)
    for pod in _read(snapshot.controller_pods):
        yield from _of_controller(snapshot, chain, pod)


def _of_client(snapshot: Snapshot, client: Client) -> Iterator[Heard]:
    """A client's own log is all about its volume; while it works, nothing in it is more than history."""
    well = client.healthy and (client.sidecar or works(client.pod))
    recent = not over(
        moment(client.running_since), snapshot
    )  # its clock may be another time zone's, its start is kubelet's
    for ask, log in _logs(snapshot, client.pod):
        if ask.container.startswith(CLIENTS):
            lines = _lines(log, snapshot)
            mounted = _last(lines)
            for at, line in enumerate(lines):
                past = well or at <= mounted or (not recent and over(line.at, snapshot))
                yield Heard(Source.LOG, f"{client.subject}, log", SafeText(line.text), past)


def _of_csi_node(snapshot: Snapshot, chain: Chain, pod: Json) -> Iterator[Heard]:
    """CSI Node and its registrar on the pod's node."""
    for ask, log in _logs(snapshot, pod):
        subject = f"{called('CSI Node', pod)}, log of {ask.container}"
        if ask.container == PLUGIN:
            yield from _of_plugin(snapshot, chain, _lines(log, snapshot), subject)
        elif ask.container == REGISTRAR:
            done = works(pod) and _registered(snapshot, chain)
            for line in _lines(log, snapshot):
                yield Heard(Source.LOG, subject, SafeText(line.text), done or over(line.at, snapshot))


def _of_plugin(snapshot: Snapshot, chain: Chain, lines: list[_Line], subject: str) -> Iterator[Heard]:
    """It serves every volume of its node: only lines count that name this pod, its volumes or their Mount Pods."""
    pod, ours = snapshot.pod, tuple(_own_names(snapshot, chain))
    lines = [line for line in lines if names(line.text, *ours)]
    since, well = max(last_start(pod), text(pod, "metadata", "creationTimestamp")), works(pod)
    mounted = _last(lines, uid(pod))
    for at, line in enumerate(lines):
        past = well or at <= mounted or over(line.at, snapshot, since)
        yield Heard(Source.LOG, subject, SafeText(line.text), past)


def _last(lines: list[_Line], naming: str = "") -> int:
    """The place of the last line that tells of a success (and holds *naming*); -1 when there is none."""
    return max((at for at, one in enumerate(lines) if _MOUNTED.search(one.text) and naming in one.text), default=-1)


def _of_controller(snapshot: Snapshot, chain: Chain, pod: Json) -> Iterator[Heard]:
    """It serves every PVC of the cluster: only lines count that name one of this pod's, with its namespace or uid."""
    claims = [link.claim for link in chain.concerned if not isinstance(link.claim, Unread)]
    for claim in claims:
        ours = (f"{namespace(claim)}/{name(claim)}", uid(claim), f"pvc-{uid(claim)}")
        settled = text(claim, "status", "phase") == "Bound" and not terminating(claim)
        settled = settled and not items(claim, "status", "conditions")
        for ask, log in _logs(snapshot, pod):
            subject = f"{called('CSI Controller', pod)}, log of {ask.container}"
            for line in _lines(log, snapshot):
                if names(line.text, *ours):
                    yield Heard(Source.LOG, subject, SafeText(line.text), settled or over(line.at, snapshot))


def _logs(snapshot: Snapshot, pod: Json) -> Iterator[tuple[Ask, str]]:
    """The logs of a pod that were read, each with the question that it answers."""
    for ask, log in snapshot.answers.items():
        if (ask.part, ask.namespace, ask.name) == (Part.LOG, namespace(pod), name(pod)) and isinstance(log, str):
            yield ask, log


def _lines(log: str, snapshot: Snapshot) -> list[_Line]:
    """The lines of a log; one without a time goes on with the line before it, unless no line has any."""
    rows = [(row, written(row, snapshot.taken_at)) for row in log.split("\n") if row.strip()]
    dated = any(at for _, at in rows)
    lines: list[_Line] = []
    for row, at in rows:
        if at or not lines or not dated or lines[-1].text.count("\n") >= _LONGEST_TRACE:
            lines.append(_Line(row, at or (lines[-1].at if lines else None)))
        else:
            lines[-1] = _Line(f"{lines[-1].text}\n{row}", lines[-1].at)
    return lines


def _own_names(snapshot: Snapshot, chain: Chain) -> Iterator[str]:
    """What lines about this pod name: its uid (a name may be another's too), its PVs and handles, their Mount Pods."""
    yield uid(snapshot.pod)
    for link in chain.concerned:
        yield from (link.pv_name, link.handle)
    yield from (name(pod) for pod in chain.mount_pods)


def _registered(snapshot: Snapshot, chain: Chain) -> bool:
    registry = snapshot.csi_node
    if isinstance(registry, Unread):
        return False
    return any(text(driver, "name") in chain.drivers for driver in items(registry, "spec", "drivers"))


def _read(read: Objects | Unread) -> Objects:
    return () if isinstance(read, Unread) else read
