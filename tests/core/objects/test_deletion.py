"""How long the deletion of a pod has been overdue."""

import pytest

from bot.core.objects.deletion import any_terminating, overdue
from tests.scenes.take import snapshot_of

SNAPSHOT = snapshot_of("healthy")


@pytest.mark.parametrize(
    ("at", "grace", "late"),
    [
        ("2026-05-04T02:10:00Z", 30, 600),
        ("2026-05-04T02:19:10Z", 30, 0),
        ("2026-05-04T02:16:00Z", 300, 0),
        ("2026-05-04T02:14:00Z", 300, 360),
        ("2026-05-04T02:25:00Z", 600, 0),
        ("not a moment", 0, 0),
    ],
)
def test_a_pod_has_as_long_again_and_at_least_a_minute(at: str, grace: int, late: float) -> None:
    """What a deletionTimestamp names is the end of the grace period."""
    pod = {"metadata": {"deletionTimestamp": at, "deletionGracePeriodSeconds": grace}}
    assert overdue(pod, SNAPSHOT) == late


def test_a_pod_that_stays_is_never_overdue() -> None:
    """Without a deletionTimestamp there is no deletion."""
    assert overdue(SNAPSHOT.pod, SNAPSHOT) == 0
    assert not any_terminating([SNAPSHOT.pod])
    assert any_terminating([SNAPSHOT.pod, {"metadata": {"deletionTimestamp": "2026-05-04T02:10:00Z"}}])
