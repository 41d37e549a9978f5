"""The wheel and the image's package list, installed where there is nothing else: the command answers a paste."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.deploy.building import DEPLOY

ROOT = DEPLOY.parent
PASTE = (
    b"Warning  FailedMount  3s  kubelet  MountVolume.MountDevice failed: attacher.MountDevice failed to create"
    b" newCsiDriverClient: driver name csi.juicefs.com not found in the list of registered CSI drivers\n"
)

pytestmark = pytest.mark.slow


def done(*command: str | Path, cwd: Path, given: bytes = b"") -> bytes:
    """The standard output of a command that must succeed, in an environment without our paths and settings."""
    names = ("JUICEFS_BOT_", "SLACK_", "PYTHON", "VIRTUAL_ENV")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(names)}
    result = subprocess.run(
        [str(part) for part in command], cwd=cwd, input=given, capture_output=True, check=False, env=clean
    )
    assert result.returncode == 0, result.stderr.decode()
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    done(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    (found,) = folder.glob("juicefs_bot-*.whl")
    return found


def test_the_wheel_holds_the_casebook_and_the_licence(wheel: Path) -> None:
    """Every case file and what they lean on, the license, the code; no tests, no settings, no log."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    ours = {f"bot/knowledge/{path.relative_to(ROOT / 'knowledge')}" for path in (ROOT / "knowledge").rglob("*.*")}
    assert ours <= names
    assert any(name.endswith("/LICENSE") for name in names)
    assert "bot/cli/entry.py" in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"bot", "juicefs_bot"}
    assert not [name for name in names if name.endswith((".db", ".env"))]


def test_the_wheel_answers_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    """As in the image: an environment without pip, the packages by hash and nothing else, the wheel; then a paste."""
    python = tmp_path / "venv" / "bin" / "python"
    done(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps")
    done(*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", DEPLOY / "requirements.txt", cwd=tmp_path)
    done(*pip, wheel, cwd=tmp_path)
    bot = python.with_name("juicefs-bot")
    assert b"csi-driver-not-registered" in done(bot, "match", cwd=tmp_path, given=PASTE)
    assert b" 0 faults" in done(bot, "cases", "check", cwd=tmp_path)
    for command in ("snapshot", "diagnose", "backup", "log"):
        assert b"Usage:" in done(bot, command, "--help", cwd=tmp_path)
