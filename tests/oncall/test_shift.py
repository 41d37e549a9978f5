"""A whole shift from outside: over the stand-in Slack, with a real API server where one is found, and on scenes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.control_plane.fixture import Kube
from tests.control_plane.server import BOT
from tests.oncall.page import PAGE, played, transcript
from tests.scenes.scene import Scene
from tests.scenes.served import served

pytestmark = pytest.mark.slow


@pytest.fixture(params=["scenes", "API server"])
def cluster(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Callable[[Scene], Scene]]]:
    """A kubeconfig, and how to make its cluster what a scene says."""
    if request.param == "scenes":
        with served(tmp_path) as shown:
            yield shown.kubeconfig, shown.show
    else:
        kube: Kube = request.getfixturevalue("kube")
        yield kube.plane.kubeconfig(BOT), kube.show


def test_a_shift_is_as_the_page_tells_it(cluster: tuple[Path, Callable[[Scene], Scene]], tmp_path: Path) -> None:
    """Four troubles at night, handed over, accepted, ended, one come back; killed twice; then nothing is open."""
    assert played(tmp_path, *cluster) == transcript(PAGE.read_text("utf-8"))
