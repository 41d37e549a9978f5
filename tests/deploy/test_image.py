"""The image as its Dockerfile says: two stages, packages by hash, nobody's root, nothing in it that builds."""

import re
import shlex
import sys
from fnmatch import fnmatch

import pytest

from bot.settings import SETTINGS, read
from tests.deploy.building import DEPLOY, container, pod
from tests.deploy.building import built as kustomized

ROOT = DEPLOY.parent


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions: the word and what follows it, continued lines joined."""
    text = re.sub(r"(?m)^#.*\n", "", (DEPLOY / "Dockerfile").read_text("utf-8")).replace("\\\n", " ")
    words = (line.split(maxsplit=1) for line in text.splitlines() if line.strip())
    return [(word, rest) for word, rest in words]


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of each stage, its FROM first."""
    found: list[list[tuple[str, str]]] = []
    for word, rest in instructions():
        if word == "FROM":
            found.append([])
        found[-1].append((word, rest))
    return found


def values(stage: list[tuple[str, str]], word: str) -> list[str]:
    """What follows each instruction of that word in a stage."""
    return [rest for found, rest in stage if found == word]


def test_there_are_two_stages_of_the_same_slim_python() -> None:
    """Built and run on the same Python, which is one that the project supports and tests."""
    build, final = (values(stage, "FROM")[0] for stage in stages())
    assert build == f"{final} AS build"
    assert re.fullmatch(rf"python:3\.{sys.version_info.minor}-slim-[a-z]+", final)


def test_the_last_stage_runs_as_nobody() -> None:
    """A numeric user that is not root (Kubernetes cannot judge a name), the same as in the Deployment."""
    final = stages()[-1]
    assert values(final, "USER") == ["65532:65532"]
    after = [word for word, _ in final][[word for word, _ in final].index("USER") :]
    assert "RUN" not in after
    assert "COPY" not in after
    assert pod(kustomized("base"))["securityContext"]["runAsUser"] == 65532


def test_the_last_stage_holds_nothing_that_builds_or_installs() -> None:
    """Pip and setuptools of the base go, nothing is installed, and only the finished environment comes over."""
    final = stages()[-1]
    (run,) = values(final, "RUN")
    assert "pip uninstall --yes" in run
    assert {"pip", "setuptools", "wheel"} <= set(run.split("&&")[0].split())
    assert not re.search(r"apt|curl|wget|gcc|build-essential|pip install", run)
    assert values(final, "COPY") == ["--from=build /opt/juicefs-bot /opt/juicefs-bot"]
    assert "python -m venv --without-pip /opt/juicefs-bot" in values(stages()[0], "RUN")


def test_every_package_is_installed_by_hash() -> None:
    """Each `pip install` of packages requires hashes and takes wheels alone; the bot's own wheel pulls nothing in."""
    installs = [part for run in values(stages()[0], "RUN") for part in run.split("&&") if " install " in part]
    assert len(installs) == 3
    for install in installs:
        words = shlex.split(install)
        assert "--no-deps" in words
        if "--requirement" in words:
            assert {"--require-hashes", "--only-binary"} <= set(words)
        else:
            assert words[-1] == "/wheels/*.whl"


def test_the_image_says_whether_it_is_well() -> None:
    """HEALTHCHECK asks the port that the settings open, without a shell."""
    (check,) = values(stages()[-1], "HEALTHCHECK")
    port = read(_environment()).health
    assert port is not None
    assert check.partition("CMD ")[2].startswith('["python", "-c"')
    assert f"127.0.0.1:{port.port}/healthz" in check
    assert values(stages()[-1], "EXPOSE") == [str(port.port)]


def test_the_image_starts_the_bot() -> None:
    """In exec form, so that SIGTERM reaches the bot and not a shell."""
    final = stages()[-1]
    assert values(final, "ENTRYPOINT") == ['["juicefs-bot"]']
    assert values(final, "CMD") == ['["serve"]']
    assert container(kustomized("base"))["args"] == ["serve"]


def test_the_image_holds_no_secret() -> None:
    """No ARG and no ENV for a token, and the context that is sent to the builder is a list of what is needed."""
    secret = {setting.variable for setting in SETTINGS if setting.secret}
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    assert not [variable for variable in secret if variable in text]
    assert not [rest for stage in stages() for rest in values(stage, "ARG")]
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    allowed = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    assert next(line for line in ignored if not line.startswith("#")) == "*"
    assert not any(
        fnmatch(name, pattern) for pattern in allowed for name in (".env", ".git", "juicefs-bot.db", "tests")
    )
    copied = {
        part
        for stage in stages()
        for rest in values(stage, "COPY")
        if "--from" not in rest
        for part in rest.split()[:-1]
    }
    assert copied <= set(allowed)
    assert all((ROOT / one).exists() for one in allowed)


def test_the_environment_of_the_image_is_valid() -> None:
    """The settings that the image brings are accepted by the bot."""
    assert str(read(_environment()).db).startswith("/data/")


def test_nobody_has_a_home() -> None:
    """Slack's SDK asks for one when it is imported, and the user has no line in /etc/passwd that would name it."""
    assert _variables()["HOME"] in {mount["mountPath"] for mount in container(kustomized("base"))["volumeMounts"]}


def test_threads_share_their_heaps() -> None:
    """What tests/faults/test_day.py measures holds for the image."""
    assert _variables()["MALLOC_ARENA_MAX"] == "2"


def _environment() -> dict[str, str]:
    known = {setting.variable for setting in SETTINGS}
    return {name: value for name, value in _variables().items() if name in known}


def _variables() -> dict[str, str]:
    pairs = (pair.partition("=") for rest in values(stages()[-1], "ENV") for pair in shlex.split(rest))
    return {name: value for name, _, value in pairs}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-build.txt"])
def test_the_locked_packages_are_pinned_and_name_no_index(name: str) -> None:
    """Each package has one exact version and at least one SHA-256, and nothing says where to fetch it."""
    text = (DEPLOY / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert lines
    for line in lines:
        assert re.fullmatch(r"[a-z0-9.-]+==[\w.]+(?:\s+--hash=sha256:[0-9a-f]{64})+\s*", line), line
    assert not re.search(r"https?://|--index|--extra-index|--find-links|--trusted", text)


def test_the_locked_packages_cover_all_that_the_bot_needs() -> None:
    """Each runtime dependency of pyproject.toml is pinned, at a version that pyproject.toml allows."""
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    section = project[project.index("\ndependencies = [") : project.index("[project.optional-dependencies]")]
    needed = dict(re.findall(r'"([a-z0-9-]+)>=([\d.]+)"', section))
    pinned = dict(re.findall(r"(?m)^([a-z0-9.-]+)==([\w.]+)", (DEPLOY / "requirements.txt").read_text("utf-8")))
    assert len(needed) >= 9
    assert needed.keys() <= pinned.keys()
    assert [name for name, least in needed.items() if _numbers(pinned[name]) < _numbers(least)] == []
    assert "hatchling==" in (DEPLOY / "requirements-build.txt").read_text("utf-8")


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]
