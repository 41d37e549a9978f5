"""Probe claim-controller: what the controller that makes volumes says of an unbound PVC."""

from typing import Any

from bot.core.probes.claim_controller import PROBE
from tests.core.probes.looking import codes, only, unknowns

PENDING = {"of": "claim", "set": {"status.phase": "Pending", "spec.volumeName": None}}
FAILED = 'E0504 02:15:01.1  1 controller.go:957] error syncing claim "<claim.uid>": failed to provision volume'
BEGUN = 'I0504 02:15:00.1  1 controller.go:1366] provision "shop/orders-data" class "juicefs-sc": started'


def said(holder: str = "", other: str = "") -> dict[str, Any]:
    """What the controller that leads, and the other one, have logged."""
    return {"change": [PENDING], "logs": {"standby/juicefs-plugin": holder, "controller/juicefs-plugin": other}}


def test_fires_with_the_words_of_the_controller_that_leads() -> None:
    """The lease decides whose log counts; csi-doctor reads only that of controller 0, which may be idle."""
    found = only(PROBE, **said(f"{BEGUN}\n{FAILED}\n{BEGUN}\n"))
    assert (found.code, found.facts["pod"]) == ("controller-refuses-claim", "juicefs-csi-controller-1")
    assert "failed to provision volume" in found.evidence
    assert codes(PROBE, **said("", FAILED)) == ["controller-silent-on-claim"]


def test_fires_with_any_controllers_words_where_no_lease_tells() -> None:
    """Without a lease both logs count."""
    without = said("", FAILED) | {"change": [PENDING, {"remove": "lease"}]}
    assert codes(PROBE, **without) == ["controller-refuses-claim"]


def test_fires_on_a_controller_that_is_at_it() -> None:
    """Lines without a failure show that the PVC was seen."""
    assert codes(PROBE, **said(BEGUN)) == ["controller-works-on-claim"]


def test_fires_when_no_controller_works() -> None:
    """Without a ready controller nobody makes volumes."""
    gone = [PENDING, {"remove": "controller"}, {"remove": "standby"}]
    assert codes(PROBE, change=gone) == ["no-controller"]
    unready = {"status.conditions[Ready].status": "False"}
    down = [PENDING, {"of": "controller", "set": unready}, {"of": "standby", "set": unready}]
    assert codes(PROBE, change=down) == ["controller-not-ready"]


def test_silent_on_lines_about_another_claim() -> None:
    """A PVC whose name goes on, or that has the same name in another namespace, is another PVC."""
    others = f"{FAILED.replace('<claim.uid>', '0000-1')}\n{BEGUN.replace('orders-data', 'orders-data-2')}: failed\n"
    others += BEGUN.replace("shop/", "media/") + ": failed\n"
    assert codes(PROBE, **said(others)) == ["controller-silent-on-claim"]


def test_silent_on_a_bound_claim() -> None:
    """What failed before a PVC was bound is history."""
    assert codes(PROBE, logs={"standby/juicefs-plugin": FAILED}) == []


def test_forbidden_is_unknown() -> None:
    """Controllers that may not be listed and logs that may not be read say nothing."""
    assert unknowns(PROBE, change=[PENDING], forbid=["pods/log"]) == [("PodLog", "forbidden")]
    assert codes(PROBE, change=[PENDING], forbid=["pods/log"]) == ["claim-controller-unknown"]
