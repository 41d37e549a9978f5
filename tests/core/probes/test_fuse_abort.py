"""Probe fuse-abort: has the driver begun to abort the FUSE connection of a Mount Pod that does not end."""

from typing import Any

from bot.core.probes.fuse_abort import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.test_unmounting import deleted


def job(name: str) -> dict[str, Any]:
    """A Job in the driver's namespace."""
    metadata = {"name": name, "namespace": "kube-system", "creationTimestamp": "2026-05-04T02:19:00Z"}
    return {"add": {"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "status": {"active": 1}}}


def test_fires_on_the_job_for_this_mount_pod() -> None:
    """The Job's name holds the start of the SHA-256 of the Mount Pod's name."""
    found = only(PROBE, change=[deleted("mount"), job("juicefs-7bc0891c-abort-fuse")])
    assert (found.code, found.facts["job"]) == ("fuse-abort-job", "juicefs-7bc0891c-abort-fuse")


def test_silent_without_one() -> None:
    """Another Mount Pod's Job is not this one's; an absent Job proves nothing, since it vanishes when it is done."""
    assert codes(PROBE, change=[deleted("mount"), job("juicefs-00000000-abort-fuse")]) == ["no-fuse-abort-job"]
    assert codes(PROBE, change=[deleted("mount")]) == ["no-fuse-abort-job"]


def test_silent_while_nothing_is_deleted() -> None:
    """A Mount Pod that stays has no connection to abort."""
    assert codes(PROBE) == []
    assert codes(PROBE, "injected") == []


def test_forbidden_is_unknown() -> None:
    """Jobs that may not be listed may be at work."""
    assert unknowns(PROBE, change=[deleted("mount")], forbid=["jobs"]) == [("Job", "forbidden")]
    assert codes(PROBE, change=[deleted("mount")], forbid=["jobs"]) == ["fuse-abort-unknown"]
