"""Probe client-exits: has the JuiceFS client died, and does it die again and again."""

from bot.core.probes.client_exits import PROBE
from tests.core.probes.looking import codes, only, unknowns
from tests.core.probes.mount_changes import mount_died, mount_restarted, mount_waits, no_hand_over, no_propagation

DEAD = [no_propagation(), no_hand_over()]


def test_fires_on_a_client_that_was_killed_for_memory() -> None:
    """The kill is told with its exit code, whether the client waits for its next start or has just come up again."""
    found = only(PROBE, change=[mount_died("OOMKilled", 137)])
    assert (found.code, found.facts["exit"], found.facts["restarts"]) == ("client-out-of-memory", "137", "1")
    assert codes(PROBE, change=[mount_restarted(reason="OOMKilled"), *DEAD]) == ["client-out-of-memory"]


def test_fires_on_a_client_that_is_killed_over_and_over() -> None:
    """Three kills, the last within kubelet's memory of ten minutes, are a loop even where the mount comes back."""
    looping = mount_restarted("2026-05-04T02:15:00Z", reason="OOMKilled", restarts=4)
    assert codes(PROBE, change=[looping]) == ["client-out-of-memory"]
    long_ago = mount_restarted("2026-05-04T02:05:00Z", reason="OOMKilled", restarts=4)
    assert codes(PROBE, change=[long_ago]) == ["client-died-before"]


def test_fires_on_a_client_that_leaves_without_an_error() -> None:
    """Exit code 0 is no success here: a client stays. It shows as Completed, or with old drivers as a crash loop."""
    assert codes(PROBE, change=[mount_died("Completed", 0, 0, waiting="")]) == ["client-ended-without-error"]
    assert codes(PROBE, change=[mount_died("Completed", 0, 6)]) == ["client-ended-without-error"]


def test_fires_on_a_client_that_fails() -> None:
    """A failure that repeats itself and one that stands alone."""
    assert codes(PROBE, change=[mount_died("Error", 1, 5)]) == ["client-crash-loop"]
    assert codes(PROBE, change=[mount_died("Error", 1, 0, waiting="")]) == ["client-failed"]


def test_fires_weakly_on_what_is_over() -> None:
    """A death that no container of this pod felt is a thing of the past: it was propagated, or came before."""
    recovered = mount_restarted("2026-05-04T02:15:00Z", reason="OOMKilled")
    assert codes(PROBE, change=[recovered]) == ["client-died-before"]
    earlier = mount_restarted("2026-05-04T02:10:15Z", reason="OOMKilled")
    assert codes(PROBE, change=[earlier, *DEAD]) == ["client-died-before"]


def test_silent_on_a_client_that_never_died() -> None:
    """No end, no restart; also for a sidecar, and not the application's own crashes."""
    assert codes(PROBE) == ["client-never-died"]
    crash = {"of": "app", "set": {"status.containerStatuses[api].restartCount": 7}}
    assert codes(PROBE, "injected", change=[crash]) == ["client-never-died"]


def test_silent_before_its_first_run() -> None:
    """What has not run has not died."""
    assert codes(PROBE, change=[mount_waits()]) == []


def test_forbidden_is_unknown() -> None:
    """Clients that may not be read may have died."""
    assert unknowns(PROBE, forbid=["list pods"]) == [("Pod", "forbidden")]
    assert codes(PROBE, forbid=["list pods"]) == ["client-exits-unknown"]
