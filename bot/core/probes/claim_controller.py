"""What does the controller that makes volumes say of an unbound PVC?  The one that holds the lease, not the first."""

from collections.abc import Iterator

from bot.core.chain.claims import unbound
from bot.core.chain.install import PLUGIN, lease_holder
from bot.core.chain.look import Probe, Seen, called, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link
from bot.core.objects.fields import name, namespace, ready, uid
from bot.core.objects.log_lines import grave, lines, names
from bot.model.finding import Stage
from bot.model.snapshot import Json, Log, Objects, Part, Reason, Snapshot, Unread

CONTAINERS = (PLUGIN, "csi-provisioner")
"""Who makes volumes: the driver itself (its own provisioner), or the external provisioner beside it."""


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every unbound PVC that has a class; whether there is a controller at all is asked once."""
    pending = [(link, claim) for link, claim in unbound(snapshot, chain) if link.class_name]
    pods, subject = snapshot.controller_pods, "CSI Controller"
    if not pending:
        return
    if isinstance(pods, Unread):
        yield unknown(Part.CONTROLLER_PODS, pods, subject)
    elif not any(ready(pod) for pod in pods):
        shown = ", ".join(called("Pod", pod) for pod in pods)
        yield trouble("controller-not-ready" if pods else "no-controller", subject, shown)
    else:
        holder = lease_holder(snapshot)
        yield from (_said(snapshot, (holder,) if holder else pods, link, claim) for link, claim in pending)


PROBE = Probe("claim-controller", Stage.CLAIM, (Part.CLAIM, Part.CONTROLLER_PODS, Part.LEASES, Part.LOG), look)


def _said(snapshot: Snapshot, leading: Objects, link: Link, claim: Json) -> Seen:
    """The newest failure that the leading controllers logged of the PVC: one, or all where no lease tells which."""
    subject, logs = called("PVC", claim), tuple(_logs(snapshot, leading))
    read = [(pod, log) for pod, log in logs if not isinstance(log, Unread)]
    if not read:
        refused = [log for _, log in logs if isinstance(log, Unread)]
        return unknown(Part.LOG, refused[0] if refused else Unread(Reason.NOT_ASKED), subject)
    about = [(pod, line) for pod, log in read for line in lines(log) if _about(line, link, claim)]
    failed = [(pod, line) for pod, line in about if grave(line)]
    for pod, line in failed or about:
        code = "controller-refuses-claim" if failed else "controller-works-on-claim"
        return trouble(code, subject, line, pod=name(pod))
    return trouble("controller-silent-on-claim", subject, pod=name(read[0][0]))


def _logs(snapshot: Snapshot, pods: Objects) -> Iterator[tuple[Json, Log]]:
    for pod in pods:
        for container in CONTAINERS:
            log = snapshot.log(namespace(pod), name(pod), container)
            if not (isinstance(log, Unread) and log.reason is Reason.NOT_ASKED):
                yield pod, log


def _about(line: str, link: Link, claim: Json) -> bool:
    """Whether a line is about this very PVC: by uid (also in the PV's name), or by name with its namespace."""
    return names(line, uid(claim), f"pvc-{uid(claim)}", f"{namespace(claim)}/{link.claim_name}")
