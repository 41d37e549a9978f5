"""Probe pod-sandbox: has the pod itself a sandbox and a network."""

from bot.core.probes.pod_sandbox import PROBE
from tests.core.probes.looking import codes, only, unknowns

NO_ADDRESS = "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: x"


def refused(ago: str = "1m") -> list[object]:
    """The runtime's refusal, about the application's pod."""
    return [{"about": "app", "reason": "FailedCreatePodSandBox", "ago": ago, "message": NO_ADDRESS}]


def test_fires_on_a_pod_without_a_network() -> None:
    """The volumes are mounted by then, so that it is not JuiceFS'; the runtime's words are the evidence."""
    found = only(PROBE, "waiting", events=refused())
    assert (found.code, found.evidence) == ("app-without-sandbox", f"FailedCreatePodSandBox: {NO_ADDRESS}")


def test_silent_without_such_an_event() -> None:
    """None, or one from hours ago, holds nothing up; a pod that runs is not asked."""
    assert codes(PROBE, "waiting") == ["app-sandbox-not-refused"]
    assert codes(PROBE, "waiting", events=refused("3h")) == ["app-sandbox-not-refused"]
    assert codes(PROBE, events=refused()) == []


def test_forbidden_events_are_unknown() -> None:
    """Only events tell of a sandbox that could not be made."""
    assert unknowns(PROBE, "waiting", forbid=["events"]) == [("Event", "forbidden")]
    assert codes(PROBE, "waiting", forbid=["events"]) == ["pod-sandbox-unknown"]
