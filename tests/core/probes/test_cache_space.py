"""Probe cache-space: is there room for the client's cache on the node's disk."""

from typing import Any

import pytest

from bot.core.probes.cache_space import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.test_writeback import command

PRESSED: dict[str, Any] = {"of": "node", "set": {"status.conditions[DiskPressure].status": "True"}}


def disk(size: str) -> dict[str, Any]:
    """A node with a disk of that size."""
    return {"of": "node", "set": {"status.capacity.ephemeral-storage": size}}


def test_fires_under_disk_pressure() -> None:
    """A node that runs low on disk, and how much of it the cache may take."""
    found = only(PROBE, change=[PRESSED])
    assert (found.code, found.facts["path"], found.facts["size"]) == (
        "cache-under-disk-pressure",
        "/var/jfsCache",
        "20Gi",
    )
    assert found.evidence.startswith("DiskPressure=True")


def test_fires_on_a_client_that_was_evicted_for_disk() -> None:
    """An eviction ends the pressure that it came from; the evicted Mount Pod still tells of it."""
    message = "The node was low on resource: ephemeral-storage."
    evicted = {"status.phase": "Failed", "status.reason": "Evicted", "status.message": message}
    found = only(PROBE, change=[{"of": "mount", "set": evicted}])
    assert (found.code, found.evidence) == ("cache-under-disk-pressure", message)


@pytest.mark.parametrize(("option", "size"), [("cache-size=1024", "1Gi"), ("cache-size=2T", "2Ti"), ("debug", "100Gi")])
def test_fires_with_the_size_as_the_client_reads_it(option: str, size: str) -> None:
    """cache-size counts MiB or carries a unit; without it each mount takes 100 GiB."""
    assert only(PROBE, change=[PRESSED, command(f"{option},cache-dir=/var/jfsCache")]).facts["size"] == size


def test_silent_without_pressure() -> None:
    """A cache that could outgrow the disk is told, but is no trouble: the client stops short of full."""
    assert codes(PROBE) == ["cache-without-pressure"]
    found = only(PROBE, change=[disk("10Gi")])
    assert (found.code, found.facts["disk"]) == ("cache-larger-than-disk", "10Gi")
    assert codes(PROBE, change=[disk("200Gi")]) == ["cache-without-pressure"]
    memory = {"of": "node", "set": {"status.conditions[MemoryPressure].status": "True"}}
    assert codes(PROBE, change=[memory]) == ["cache-without-pressure"]


def test_silent_on_a_cache_that_is_not_the_nodes() -> None:
    """Memory and a PVC fill no disk of the node."""
    assert codes(PROBE, change=[PRESSED, command("cache-dir=memory")]) == []
    claim = {"spec.volumes[cachedir-0]": {"name": "cachedir-0", "persistentVolumeClaim": {"claimName": "cache"}}}
    assert codes(PROBE, change=[PRESSED, command("cache-dir=/var/jfsCache", **claim)]) == []


def test_forbidden_is_unknown() -> None:
    """A node that may not be read may be full."""
    assert unknowns(PROBE, forbid=["nodes"]) == [("Node", "forbidden")]
    assert codes(PROBE, forbid=["nodes"]) == ["cache-space-unknown"]
    assert codes(PROBE, change=[{"remove": "node"}]) == []
