"""Probe mount-pod-shared: which other pods hang on the same Mount Pod."""

from typing import Any

from bot.core.probes.mount_pod_shared import PROBE
from tests.core.probes.looking import codes, look_at, only, unknowns
from tests.scenes.take import changed

WEB = "e6f5d4c3-b2a1-4098-8f7e-6d5c4b3a2918"
GONE = "00000000-0000-4000-8000-000000000000"


def reference(*uids: str) -> dict[str, Any]:
    """The Mount Pod with references of those pods as well."""
    path = "/var/lib/kubelet/pods/{}/volumes/kubernetes.io~csi/pvc-other/mount"
    return {
        "of": "mount",
        "set": {f"metadata.annotations[juicefs-{n}]": path.format(one) for n, one in enumerate(uids)},
    }


def test_fires_on_references_of_pods_that_are_gone() -> None:
    """A reference that nobody took back keeps the Mount Pod alive for nothing."""
    found = look_at(PROBE, changed(change=[reference(WEB, GONE)]))
    assert {one.code: one.facts["count"] for one in found} == {
        "mount-pod-serves-others": "1",
        "mount-pod-reference-left": "1",
    }


def test_silent_with_the_names_of_all_who_share_it() -> None:
    """The blast radius: what is done to the Mount Pod is done to these."""
    found = only(PROBE, change=[reference(WEB)])
    assert (found.code, found.facts["pods"]) == ("mount-pod-serves-others", "shop/web-5f6b8d9c77-7hm2q")
    many = [{"copy": "web", "as": f"shop/web-{n}", "set": {"metadata.uid": f"uid-{n}"}} for n in range(7)]
    found = only(PROBE, change=[*many, reference(*(f"uid-{n}" for n in range(7)))])
    assert found.facts["pods"] == "shop/web-0, shop/web-1, shop/web-2, shop/web-3, shop/web-4, +2"


def test_silent_on_a_pod_alone() -> None:
    """A Mount Pod of one pod, and a sidecar, concern nobody else."""
    assert codes(PROBE) == ["mount-pod-serves-this-pod-alone"]
    assert codes(PROBE, "injected") == []


def test_forbidden_is_unknown() -> None:
    """Who may not be listed is not left out silently."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["mount-pod-shared-unknown"]
