"""What does node-driver-registrar say?  It is asked where the driver is not registered or its pod is not well."""

import re
from collections.abc import Iterator

from bot.core.chain.csi_nodes import REGISTRAR, csi_nodes, has_run, node_mounts, registered
from bot.core.chain.install import PLUGIN
from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain
from bot.core.objects.fields import container, field, name, namespace, ready, status_of, text
from bot.core.objects.log_lines import grave, lines
from bot.core.objects.moments import seconds
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot, Unread
from bot.model.text import SafeText

_ACCEPTED = re.compile(r"PluginRegistered:\s*true")
_REFUSED = re.compile(r"PluginRegistered:\s*false|Registration process failed")
_CANNOT_CONNECT = re.compile(
    r"Still connecting to|error connecting to CSI driver|Connecting to \S+ timed out|context deadline exceeded"
)
_PATIENCE = 60.0
"""Seconds that the plugin must have run before a registrar that cannot reach it means more than a start: a guess."""


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks a CSI Node pod that is not ready, or whose node has not registered the driver; one that is well, nothing."""
    pods, absent = csi_nodes(snapshot, chain), any(registered(snapshot, one) is False for one in chain.wanted)
    if not node_mounts(snapshot, chain):
        return
    if isinstance(pods, Unread):
        if absent:
            yield unknown(Part.CSI_NODE_PODS, pods, "CSI Node pod")
        return
    for pod in pods[:1]:
        if (ready(pod) and not absent) or not has_run(status_of(pod, REGISTRAR)):
            continue
        subject, log = called("CSI Node pod", pod), snapshot.log(namespace(pod), name(pod), REGISTRAR)
        yield unknown(Part.LOG, log, subject) if isinstance(log, Unread) else _verdict(snapshot, pod, log, subject)


PROBE = Probe("registrar", Stage.REGISTRATION, (Part.CSI_NODE, Part.CSI_NODE_PODS, Part.LOG), look)


def _verdict(snapshot: Snapshot, pod: Json, log: SafeText, subject: str) -> Seen:
    """What the newest line that decides says: at a start it tries in vain for a while, then is accepted."""
    for line in lines(log):
        if _ACCEPTED.search(line):
            return fine("registrar-was-accepted", subject, line)
        if _REFUSED.search(line):
            return trouble("kubelet-refuses-registration", subject, line)
        if _CANNOT_CONNECT.search(line):
            return trouble(_unreached(snapshot, pod), subject, line)
        if grave(line):
            return trouble("registrar-fails", subject, line)
    return trouble("registrar-undecided", subject)


def _unreached(snapshot: Snapshot, pod: Json) -> str:
    """Why the registrar does not reach the plugin: nobody listens, or (SELinux) it may not open the socket."""
    running = text(status_of(pod, PLUGIN), "state", "running", "startedAt")
    if (seconds(running, snapshot.taken_at) or 0.0) < _PATIENCE:
        return "registrar-waits-for-plugin"
    privileged = field(container(pod, REGISTRAR), "securityContext", "privileged") is True
    return "registrar-cannot-connect" if privileged else "registrar-kept-from-socket"
