"""The control plane as a pytest fixture: started when the first test of a worker asks for it, then kept for all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bot.model.snapshot import Json
from tests.control_plane.auditing import told
from tests.control_plane.fill import Filler
from tests.control_plane.kubelet import Logs, kubelet
from tests.control_plane.server import ControlPlane, assets, control_plane, missing
from tests.scenes.scene import Scene, load

ROLE = Path(__file__).parents[2] / "deploy" / "base" / "rbac.yaml"
_PATHS = {
    "Namespace": "/api/v1/namespaces",
    "ServiceAccount": "/api/v1/namespaces/juicefs-bot/serviceaccounts",
    "ClusterRole": "/apis/rbac.authorization.k8s.io/v1/clusterroles",
    "ClusterRoleBinding": "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
}


@dataclass(frozen=True, slots=True)
class Kube:
    """A real API server that shows one scene at a time."""

    plane: ControlPlane
    filler: Filler
    logs: Logs

    def show(self, scene: Scene | str) -> Scene:
        """Make the cluster what a scene (or the scene in the file of that name) says."""
        scene = load(scene) if isinstance(scene, str) else scene
        self.filler.fill(scene)
        self.logs.clear()
        self.logs.update(scene.logs)
        return scene


@pytest.fixture(scope="session")
def kube(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kube]:
    """A real kube-apiserver with the bot's role; skips with the reason where there is none, and fails in CI."""
    if missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing())
    with serving(tmp_path_factory.mktemp("control-plane")) as running:
        yield running


@contextmanager
def serving(work: Path) -> Iterator[Kube]:
    """A real kube-apiserver with the bot's role and a kubelet for logs, its files in *work*, until the block ends.

    Then its audit log is read: whatever ran, the bot only read.  Raises WrittenError where it did more.
    """
    binaries = assets()
    if binaries is None:
        raise RuntimeError(missing())
    with control_plane(binaries, work) as plane:
        _grant(plane)
        logs: Logs = {}
        with kubelet(work, logs) as port:
            yield Kube(plane, Filler(plane, port), logs)
            print("the bot asked the API server:", told(plane.requests()))  # noqa: T201 - the figures of docs/security.md


def role_documents() -> list[Json]:
    """The documents of deploy/base/rbac.yaml."""
    return list(yaml.safe_load_all(ROLE.read_text("utf-8")))


def _grant(plane: ControlPlane) -> None:
    """Apply deploy/base/rbac.yaml, as a person would."""
    space: Json = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "juicefs-bot"}}
    for document in (space, *role_documents()):
        status, body = plane.ask("POST", _PATHS[document["kind"]], document)
        if status != 201:
            raise RuntimeError(f"{document['kind']}: {body.get('message')}")
