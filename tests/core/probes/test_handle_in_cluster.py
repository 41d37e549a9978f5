"""Probe handle-in-cluster: does another PV of the cluster have the volumeHandle of one of the pod's."""

from typing import Any

from bot.core.probes.handle_in_cluster import PROBE
from bot.model.finding import Weight
from bot.model.snapshot import Part, Reason
from tests.core.probes.looking import book, codes, look_at, only, refused, unknowns
from tests.scenes.take import snapshot_of


def copies(count: int, **fields: Any) -> list[Any]:  # noqa: ANN401 - fields of a PV
    """Other PVs with the same handle."""
    return [{"copy": "pv", "as": f"copy-{number}", "set": fields} for number in range(count)]


def test_fires_weakly_on_the_same_handle_elsewhere() -> None:
    """A handle that another pod's PV has is worth a word, and no proof that this pod is ill."""
    found = only(PROBE, change=copies(7))
    assert (found.code, found.facts["volumes"]) == (
        "handle-shared-in-cluster",
        "copy-0, copy-1, copy-2, copy-3, copy-4, +2",
    )
    assert book().findings[found.code].weight is Weight.WEAK


def test_silent_on_a_handle_of_its_own() -> None:
    """Another driver's PV may have the same handle."""
    assert codes(PROBE) == ["handle-unique-in-cluster"]
    assert codes(PROBE, change=copies(1, **{"spec.csi.driver": "ebs.csi.aws.com"})) == ["handle-unique-in-cluster"]
    assert codes(PROBE, change=[{"of": "pv", "set": {"spec.csi.driver": "ebs.csi.aws.com"}}]) == []


def test_silent_on_what_the_pod_itself_uses() -> None:
    """Two of the pod's own volumes with one handle are another probe's finding."""
    mine = {"name": "more", "persistentVolumeClaim": {"claimName": "more"}}
    claim = {"copy": "claim", "as": "shop/more", "set": {"spec.volumeName": "copy-0"}}
    change = [{"of": "app", "set": {"spec.volumes[+]": mine}}, claim, *copies(1)]
    assert codes(PROBE, change=change) == ["handle-unique-in-cluster"] * 2


def test_silent_on_a_volume_that_is_gone() -> None:
    """A PV that does not exist has no handle; that it is missing is another probe's finding."""
    assert codes(PROBE, change=[{"remove": "pv"}]) == []


def test_forbidden_is_unknown() -> None:
    """Neither a PV that may not be read nor a list of them that did not come back is taken for unique."""
    assert unknowns(PROBE, forbid=["persistentvolumes"]) == [("PersistentVolume", "forbidden")]
    lists = look_at(PROBE, refused(snapshot_of("healthy"), Part.ALL_VOLUMES, Reason.TIMEOUT))
    assert [(one.code, one.facts["reason"]) for one in lists] == [("handle-in-cluster-unknown", "timeout")]
