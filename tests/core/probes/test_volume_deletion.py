"""Probe volume-deletion: does the deletion of a volume come to its end."""

from hashlib import sha256
from typing import Any

from bot.core.probes.volume_deletion import PROBE
from tests.core.probes.looking import codes, only, unknowns

HANDLE = "pvc-7f3d2c1a-94b8-4c55-8a3e-0f6f2f1b6d20"
JOB = f"juicefs-{sha256(HANDLE.encode()).hexdigest()[:8]}-delvol"
RELEASED: dict[str, Any] = {"of": "pv", "set": {"status.phase": "Released"}}
LEAVING: dict[str, Any] = {"of": "claim", "set": {"metadata.deletionTimestamp": "2026-05-04T02:15:00Z"}}


def job(called: str = JOB, at: str = "2026-05-04T02:19:40Z", **status: int) -> dict[str, Any]:
    """The Job that should delete a volume's directory."""
    metadata = {"name": called, "namespace": "kube-system", "creationTimestamp": at}
    return {"add": {"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "status": status or {"active": 1}}}


def test_fires_on_a_job_that_fails_or_does_not_end() -> None:
    """The Job is found by the volumeHandle in its name."""
    found = only(PROBE, change=[RELEASED, job(failed=2)])
    assert (found.code, found.facts["job"]) == ("volume-deletion-job-stuck", JOB)
    assert codes(PROBE, change=[LEAVING, job(at="2026-05-04T02:10:00Z")]) == ["volume-deletion-job-stuck"]


def test_fires_on_a_volume_whose_deletion_failed() -> None:
    """Phase Failed is Kubernetes' own word for it, with the reason."""
    failed = {"of": "pv", "set": {"status.phase": "Failed", "status.message": "delete vol error"}}
    found = only(PROBE, change=[failed])
    assert (found.code, found.evidence) == ("volume-deletion-failed", "delete vol error")


def test_silent_while_it_is_under_way() -> None:
    """A young Job, or none; another volume's Job does not count."""
    assert codes(PROBE, change=[RELEASED, job()]) == ["volume-deletion-under-way"]
    assert codes(PROBE, change=[RELEASED]) == ["volume-deletion-without-job"]
    assert codes(PROBE, change=[RELEASED, job("juicefs-00000000-delvol", failed=2)]) == ["volume-deletion-without-job"]


def test_silent_on_a_volume_that_stays() -> None:
    """Without a deletion there is no question, even where an old Job lies about."""
    assert codes(PROBE) == []
    assert codes(PROBE, change=[job(failed=2)]) == []
    kept = {"of": "pv", "set": {"status.phase": "Released", "spec.persistentVolumeReclaimPolicy": "Retain"}}
    assert codes(PROBE, change=[kept, job(failed=2)]) == []


def test_forbidden_is_unknown() -> None:
    """Jobs that may not be listed may be failing."""
    assert unknowns(PROBE, change=[RELEASED], forbid=["jobs"]) == [("Job", "forbidden")]
    assert codes(PROBE, change=[RELEASED], forbid=["jobs"]) == ["volume-deletion-unknown"]
