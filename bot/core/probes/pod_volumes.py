"""Which of the pod's volumes are JuiceFS'?  A pod without any has another trouble, and some cannot be served at all."""

from collections.abc import Iterator

from bot.core.chain.look import Probe, Seen, called, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link
from bot.core.chain.volumes import Source
from bot.model.finding import Stage
from bot.model.snapshot import One, Part, Reason, Snapshot, Unread


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks every pod."""
    subject = called("Pod", snapshot.pod)
    if not chain.concerned:
        others = sorted({link.driver for link in chain.links if link.driver})
        yield trouble("no-juicefs-volume", subject, ", ".join(others))
    for link in chain.links:
        yield from _seen(link, f"{subject}, volume {link.volume or link.claim_name}")


PROBE = Probe("pod-volumes", Stage.POD, (Part.POD, Part.CLAIM, Part.VOLUME, Part.STORAGE_CLASS), look)


def _seen(link: Link, subject: str) -> Iterator[Seen]:
    if link.juicefs is None:
        yield from _untold(link, subject)
    elif not link.juicefs:
        yield fine("volume-of-another-driver", subject, driver=link.driver or "-")
    elif link.source is Source.INLINE:
        yield trouble("volume-inline", subject, driver=link.driver)
    elif not link.owned:
        yield trouble("volume-of-another-pod", subject, claim=link.claim_name)
    else:
        yield fine("volume-is-juicefs", subject, driver=link.driver)


def _untold(link: Link, subject: str) -> Iterator[Seen]:
    """Nothing names a driver: because something may not be read, or because what would name it does not exist."""
    reads: tuple[tuple[Part, str, One], ...] = (
        (Part.CLAIM, link.claim_name, link.claim),
        (Part.VOLUME, link.pv_name, link.pv),
        (Part.STORAGE_CLASS, link.class_name, link.storage_class),
    )
    unread = [(part, read) for part, name, read in reads if name and isinstance(read, Unread)]
    unread = [(part, read) for part, read in unread if read.reason is not Reason.NOT_FOUND]
    yield from (unknown(part, read, subject) for part, read in unread)
    if not unread:
        yield trouble("volume-without-driver", subject, claim=link.claim_name)
