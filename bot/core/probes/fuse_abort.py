"""Has the driver begun to abort the FUSE connection of a Mount Pod that does not end?  It does so with a Job.

The Job vanishes seconds after it is done, so that its absence proves nothing (source: NewFuseAbortJob of the driver).
"""

from collections.abc import Iterator
from hashlib import sha256

from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain
from bot.core.objects.fields import name, terminating
from bot.model.finding import Stage
from bot.model.snapshot import Part, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks for Mount Pods that are being deleted."""
    jobs = snapshot.jobs
    for pod in chain.mount_pods:
        if not terminating(pod):
            continue
        subject = called("Mount Pod", pod)
        if isinstance(jobs, Unread):
            yield unknown(Part.JOBS, jobs, subject)
        elif (job := _job(name(pod))) in {name(one) for one in jobs}:
            yield trouble("fuse-abort-job", subject, f"Job {job}", job=job)
        else:
            yield fine("no-fuse-abort-job", subject)


PROBE = Probe("fuse-abort", Stage.END, (Part.MOUNT_PODS, Part.JOBS), look)


def _job(mount_pod: str) -> str:
    """The name of the Job for a Mount Pod."""
    return f"juicefs-{sha256(mount_pod.encode()).hexdigest()[:8]}-abort-fuse"
