"""Asking every probe about a snapshot."""

from bot.core.chain.mount_chain import mount_chain
from bot.core.probes import every_probe
from bot.model.finding import Finding
from bot.model.snapshot import Snapshot


def probe_all(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Every finding for the pod of a snapshot: along the mount chain, then by probe, then by subject."""
    chain = mount_chain(snapshot)
    return tuple(found for probe in every_probe() for found in probe.findings(snapshot, chain))
