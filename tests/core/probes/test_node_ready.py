"""Probe node-ready: is the pod's node ready, and free of pressure."""

from typing import Any

from bot.core.probes.node_ready import PROBE
from tests.core.probes.looking import codes, only, unknowns

LOST = "Kubelet stopped posting node status."


def node(**conditions: str) -> list[Any]:
    """A change of the node's conditions: `Ready="False"`."""
    return [{"of": "node", "set": {f"status.conditions[{kind}].status": to for kind, to in conditions.items()}}]


def test_fires_on_a_node_that_is_not_ready() -> None:
    """The kubectl plugin looks at True conditions only, and missed it."""
    assert codes(PROBE, change=node(Ready="False")) == ["node-not-ready"]


def test_fires_on_a_node_whose_kubelet_is_silent() -> None:
    """Unknown is what the control plane writes when kubelet no longer tells: what pods there say is from before."""
    words = {"status.conditions[Ready].reason": "NodeStatusUnknown", "status.conditions[Ready].message": LOST}
    found = only(PROBE, change=[*node(Ready="Unknown"), {"of": "node", "set": words}])
    assert (found.code, found.evidence) == ("node-silent", f"Ready=Unknown NodeStatusUnknown: {LOST}")


def test_fires_on_a_node_that_says_nothing_of_being_ready() -> None:
    """The CSI dashboard asked a node's phase, which nodes do not have; without the condition Ready it is not ready."""
    change = [{"of": "node", "set": {"status.conditions": [], "status.phase": "Ready"}}]
    assert codes(PROBE, change=change) == ["node-not-ready"]


def test_fires_on_each_named_pressure() -> None:
    """A ready node under pressure is not called ready; the kubectl plugin let Ready overwrite the pressure."""
    found = only(PROBE, change=node(DiskPressure="True"))
    assert (found.code, found.facts["pressure"]) == ("node-under-pressure", "DiskPressure")
    assert codes(PROBE, change=node(DiskPressure="True", PIDPressure="True")) == ["node-under-pressure"] * 2


def test_fires_on_a_node_that_is_gone() -> None:
    """A pod whose node object was deleted waits for nothing."""
    assert codes(PROBE, change=[{"remove": "node"}]) == ["node-gone"]


def test_silent_on_conditions_that_others_add() -> None:
    """A condition of the node-problem-detector that is True may be good news: only named pressures count."""
    other = {"type": "KernelHasNoDeadlock", "status": "True"}
    assert codes(PROBE, change=[{"of": "node", "set": {"status.conditions[+]": other}}]) == ["node-ready"]


def test_silent_while_the_pod_has_no_node() -> None:
    """Without a node there is no question."""
    assert codes(PROBE, change=[{"of": "app", "set": {"spec.nodeName": None}}]) == []


def test_forbidden_is_unknown() -> None:
    """A node that may not be read is not called ready."""
    assert unknowns(PROBE, forbid=["nodes"]) == [("Node", "forbidden")]
    assert codes(PROBE, forbid=["nodes"]) == ["node-ready-unknown"]
