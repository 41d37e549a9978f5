"""deploy/ on a real API server: every build is taken whole, and the role does what its names say."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.edge.cluster.kinds import METRICS, TABLE
from bot.edge.cluster.rbac import cluster_wide
from tests.control_plane.fixture import Kube
from tests.control_plane.server import ADMIN
from tests.deploy.building import BUILDS, DEPLOY, built, kubectl, yaml_of


def apply(kube: Kube, content: bytes) -> "subprocess.CompletedProcess[str]":
    """`kubectl apply`, tried on the server and not kept; a field that the server does not know is an error."""
    command: Sequence[str] = (kubectl(), "--kubeconfig", str(kube.plane.kubeconfig(ADMIN)), "apply", "-f", "-")
    flags = ("--server-side", "--force-conflicts", "--dry-run=server")
    return subprocess.run([*command, *flags], input=content.decode(), capture_output=True, text=True, check=False)


@pytest.mark.parametrize("folder", BUILDS)
def test_the_api_server_takes_every_build(kube: Kube, folder: str) -> None:
    """Each object passes the server's schema and admission; none is left out."""
    done = apply(kube, yaml_of(DEPLOY / folder))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("serverside-applied (server dry run)") == len(built(folder))


def test_the_api_server_refuses_what_is_misspelt(kube: Kube) -> None:
    """The dry run can fail: a field of the Deployment that does not exist is told."""
    misspelt = yaml_of(DEPLOY / "base").replace(b"readOnlyRootFilesystem", b"readOnlyRootFileSystem")
    done = apply(kube, misspelt)
    assert done.returncode != 0
    assert "readOnlyRootFileSystem" in done.stderr


def test_what_lies_in_no_namespace_is_as_the_api_server_says(kube: Kube) -> None:
    """Each kind that is read is split into the cluster's role or the namespaces' as the server's discovery has it."""
    for kind in [kind for kind in TABLE if kind.group != METRICS]:  # served by an add-on, which is not here
        status, found = kube.plane.ask("GET", kind.prefix)
        assert status == 200
        (resource,) = [one for one in found["resources"] if one["name"] == kind.resource]
        assert resource["namespaced"] is not cluster_wide(kind), kind.resource


def test_the_files_are_where_the_builds_look() -> None:
    """Every YAML file below deploy/ that is applied is in a build: none lies there forgotten."""
    known = {path for path in DEPLOY.rglob("*.yaml") if path.parent != DEPLOY and "overlays" not in path.parts}
    listed = {
        path.parent / line.removeprefix("- ").removeprefix("path: ").partition("  #")[0]
        for path in DEPLOY.rglob("kustomization.yaml")
        for line in path.read_text("utf-8").splitlines()
        if line.startswith("- ") and ".yaml" in line
    }
    assert {path for path in known if path.name != "kustomization.yaml"} == {Path(path) for path in listed}
