"""A cluster with one pod that is well, for a whole bot, and a bot whose channels may have that pod's namespace read.

A module imports the fixtures that it wants: `cluster` alone, or `cluster` and `settings`.
"""

from collections.abc import Iterator, Mapping

import pytest

from tests.scenes.scene import load
from tests.scenes.served import Served, served
from tests.slack.pastes import NOT_REGISTERED

POD = "shop/orders-api-6d4f9c7b8-x2k5p"
"""The pod of the cluster, in the namespace that may be read."""
REFUSED = "vault/unsealer-0"
"""A pod in a namespace that may not be read."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The cluster."""
    with served(tmp_path_factory.mktemp("cluster")) as running:
        running.show(load("healthy"))
        yield running


@pytest.fixture(scope="module")
def settings(cluster: Served) -> Mapping[str, str]:
    """Every channel may have one namespace read, and people who write to the bot alone nothing."""
    return {"KUBECONFIG": str(cluster.kubeconfig), "JUICEFS_BOT_CHANNELS_MAY_READ": "*=shop"}


def paste_naming(pod: str) -> str:
    """What somebody pastes about a pod that cannot start."""
    return f"Successfully assigned {pod} to node-b\n{NOT_REGISTERED}"
