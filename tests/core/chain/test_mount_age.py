"""Whether a container's mount is still the one that its client serves."""

from typing import Any

import pytest

from bot.core.chain.clients import clients
from bot.core.chain.mount_age import Age, serves, uses
from bot.core.chain.mount_chain import mount_chain
from bot.model.snapshot import Unread
from tests.core.probes.mount_changes import by_process, mount_died, mount_restarted, no_hand_over, no_propagation
from tests.scenes.take import changed

DEAD: list[Any] = [mount_restarted(), no_propagation(), no_hand_over()]


def found(*change: Any) -> tuple[list[Age], bool]:  # noqa: ANN401 - changes of a scene
    """The age of every mount of a scene, and whether its first client serves."""
    snapshot = changed(change=list(change))
    chain = mount_chain(snapshot)
    told = clients(snapshot, chain)
    assert not isinstance(told, Unread)
    return [use.age for use in uses(snapshot, chain, told)], bool(told) and serves(snapshot, chain, told[0])


@pytest.mark.parametrize(
    ("change", "age", "serving"),
    [
        ([], Age.LIVE, True),
        ([mount_restarted("2026-05-04T02:10:20Z"), no_propagation(), no_hand_over()], Age.LIVE, True),
        ([mount_restarted()], Age.RECOVERED, True),
        ([mount_restarted(), no_propagation()], Age.HANDED_OVER, True),
        (DEAD, Age.DEAD, False),
        ([mount_died("Error", 1)], Age.DOWN, False),
        ([{"remove": "mount"}], Age.GONE, False),
    ],
)
def test_a_mount_is_as_old_as_its_client(change: list[Any], age: Age, serving: bool) -> None:  # noqa: FBT001
    """Younger than the container, and neither propagated nor handed over, it is dead."""
    assert found(*change) == ([age], serving)


def test_only_running_containers_use_a_mount() -> None:
    """None of a pod that has ended, and none in process mode, where the client is not in a Mount Pod."""
    assert found({"of": "app", "set": {"status.phase": "Succeeded"}}, *DEAD)[0] == []
    assert found(*by_process())[0] == []


def test_a_client_serves_unless_one_mount_of_it_is_dead() -> None:
    """Of two containers one was started since and is well; the other keeps the dead mount."""
    second = {"name": "worker", "volumeMounts": [{"name": "data", "mountPath": "/data"}]}
    status = {"name": "worker", "state": {"running": {"startedAt": "2026-05-04T02:16:00Z"}}}
    both = [
        {"of": "app", "set": {"spec.containers[+]": second}},
        {"of": "app", "set": {"status.containerStatuses[+]": status}},
    ]
    assert found(*DEAD, *both) == ([Age.DEAD, Age.LIVE], False)
