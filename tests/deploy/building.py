"""What `kubectl kustomize` makes of deploy/, for the tests that look at it."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import cast

import pytest
import yaml

from bot.model.snapshot import Json

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPONENTS = tuple(sorted(path.name for path in (DEPLOY / "components").iterdir()))
BUILDS = ("", "base", *(f"overlays/{path.name}" for path in sorted((DEPLOY / "overlays").iterdir())))
"""Every folder that `kubectl apply -k` takes, below deploy/."""


def kubectl() -> str:
    """The path of kubectl; skips the test where there is none, and fails it where CI must not pass unseen."""
    found = shutil.which("kubectl")
    if not found:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no kubectl here, which builds the kustomizations")
    return found


@cache
def yaml_of(folder: Path) -> bytes:
    """`kubectl kustomize FOLDER`."""
    done = subprocess.run([kubectl(), "kustomize", str(folder)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def built(folder: Path | str) -> list[Json]:
    """The objects that a folder below deploy/ (or anywhere) makes."""
    return list(yaml.safe_load_all(yaml_of(DEPLOY / folder)))


def of_kind(objects: list[Json], kind: str) -> list[Json]:
    """The objects of one kind."""
    return [one for one in objects if one["kind"] == kind]


def pod(objects: list[Json]) -> Json:
    """The pod of the only Deployment."""
    (deployment,) = of_kind(objects, "Deployment")
    return cast("Json", deployment["spec"]["template"]["spec"])


def container(objects: list[Json]) -> Json:
    """The only container of the only Deployment."""
    (only,) = pod(objects)["containers"]
    return cast("Json", only)
