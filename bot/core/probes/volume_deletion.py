"""Does the deletion of a volume come to its end?  The driver removes a volume's directory with a Job, and tries again.

The Job is named after the volumeHandle (source: GenJobNameByVolumeId of the driver); it vanishes when it succeeds.
"""

from collections.abc import Iterator
from hashlib import sha256

from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link
from bot.core.objects.fields import name, number, terminating, text
from bot.core.objects.pod_progress import PATIENCE, waited
from bot.model.finding import Stage
from bot.model.snapshot import Json, Part, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks for volumes that are being deleted, with their PVC or without it."""
    for link in {link.pv_name: link for link in chain.concerned}.values():
        pv = link.pv
        if isinstance(pv, Unread) or not _going(link, pv):
            continue
        subject, jobs = f"PV {link.pv_name}", snapshot.jobs
        if isinstance(jobs, Unread):
            yield unknown(Part.JOBS, jobs, subject)
        else:
            yield _judged(pv, next((one for one in jobs if name(one) == _job(link.handle)), None), subject, snapshot)


PROBE = Probe("volume-deletion", Stage.END, (Part.CLAIM, Part.VOLUME, Part.JOBS), look)


def _going(link: Link, pv: Json) -> bool:
    """Whether the volume itself is to go: with the policy Retain it outlives its PVC on purpose."""
    leaving = not isinstance(link.claim, Unread) and terminating(link.claim)
    freed = leaving or text(pv, "status", "phase") in {"Released", "Failed"}
    return terminating(pv) or (freed and text(pv, "spec", "persistentVolumeReclaimPolicy") == "Delete")


def _judged(pv: Json, job: Json | None, subject: str, snapshot: Snapshot) -> Seen:
    if job is None:
        if text(pv, "status", "phase") == "Failed":
            return trouble("volume-deletion-failed", subject, text(pv, "status", "message"))
        return fine("volume-deletion-without-job", subject)
    told = f"Job {name(job)} active={number(job, 'status', 'active')} failed={number(job, 'status', 'failed')}"
    late = waited(snapshot, text(job, "metadata", "creationTimestamp")) > PATIENCE
    if number(job, "status", "failed") or late:
        return trouble("volume-deletion-job-stuck", subject, told, job=name(job))
    return fine("volume-deletion-under-way", subject, told)


def _job(handle: str) -> str:
    """The name of the Job that deletes a volume."""
    return f"juicefs-{sha256(handle.encode()).hexdigest()[:8]}-delvol"
