"""Is every mount option written so that it can work?  One option an item, no leading dash, no blank, one `=` at most.

Looked for where people write them: the driver's ConfigMap, the PV, and the StorageClass for volumes to come.
"""

from collections.abc import Iterator

from bot.core.chain.clients import clients
from bot.core.chain.look import Probe, Seen, fine, trouble, unknown
from bot.core.chain.mount_chain import Chain, Link
from bot.core.chain.mount_options import Fault, Written, fault, written_for, written_in_class
from bot.model.finding import Stage
from bot.model.snapshot import Part, Reason, Snapshot, Unread

_CODES = {
    Fault.BLANK: "mount-option-with-blank",
    Fault.DASH: "mount-option-with-dash",
    Fault.EQUALS: "mount-option-with-two-equals",
    Fault.EMPTY: "mount-option-empty",
}


def look(snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    """Asks for each JuiceFS volume that has a PV, in every mount mode."""
    seen: dict[tuple[str, ...], Seen] = {}
    for link in chain.concerned:
        if link.pv_name:
            for one in _of(link, snapshot, chain):
                seen.setdefault((one.code, one.subject, one.evidence), one)
    yield from seen.values()


PROBE = Probe("mount-options", Stage.MOUNT_POINT, (Part.VOLUME, Part.CONFIG, Part.STORAGE_CLASS, Part.MOUNT_PODS), look)


def _of(link: Link, snapshot: Snapshot, chain: Chain) -> Iterator[Seen]:
    reads = ((Part.VOLUME, link.pv), (Part.CONFIG, snapshot.config), (Part.STORAGE_CLASS, link.storage_class))
    absent = {Reason.NOT_FOUND, Reason.NOT_ASKED}
    unread = [(part, read) for part, read in reads if isinstance(read, Unread) and read.reason not in absent]
    yield from (unknown(part, read, f"PV {link.pv_name}") for part, read in unread)
    now = [(one, wrong) for one in written_for(snapshot, link) if (wrong := fault(one.option))]
    later = [(one, wrong) for one in written_in_class(link) if (wrong := fault(one.option))]
    works = _works(snapshot, chain, link)
    for one, wrong in now:
        yield (
            _unused(one) if works else trouble(_CODES[wrong], one.thing, _line(one), option=one.option, field=one.field)
        )
    yield from (_unused(one) for one, _ in later)
    if not (now or later or unread):
        yield fine("mount-options-sound", f"PV {link.pv_name}")


def _unused(one: Written) -> Seen:
    """A fault that does not hurt the volume now: its client runs, or the option is for PVs to come."""
    return trouble("mount-option-unsound-unused", one.thing, _line(one), option=one.option, field=one.field)


def _line(one: Written) -> str:
    return f"{one.field}: {one.option!r}"


def _works(snapshot: Snapshot, chain: Chain, link: Link) -> bool:
    found = clients(snapshot, chain)
    own = () if isinstance(found, Unread) else tuple(one for one in found if link.volume in one.volumes)
    return bool(own) and all(one.healthy for one in own)
