"""The documents are held to the code: a sentence that is no longer true fails like any other test."""

import re
from pathlib import Path

import pytest

from bot.cli.entry import juicefs_bot
from bot.edge.casebook import load
from bot.edge.snapshot_file import save
from bot.model.case import Status
from bot.settings import SETTINGS, Settings, read
from tests.cli.running import run
from tests.core.judging.diagnosing import FOLDER
from tests.scenes.scene import load as load_scene
from tests.scenes.take import snapshot_of

_ROOT = Path(__file__).parents[1]
_READMES = [_ROOT / "README.md", _ROOT / "README.zh.md"]


def _text(name: str) -> str:
    return (_ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("readme", _READMES, ids=lambda path: path.name)
def test_every_setting_is_in_the_example_and_the_readme(readme: Path) -> None:
    """.env.example and both READMEs name exactly the settings that there are."""
    known = {setting.variable for setting in SETTINGS}
    in_example = set(re.findall(r"(?m)^#? ?([A-Z][A-Z0-9_]+)=", _text(".env.example")))
    in_readme = set(re.findall(r"(?m)^\| `([A-Z][A-Z0-9_]+)` \|", readme.read_text("utf-8")))
    assert in_example == known
    assert in_readme == known


def test_the_example_settings_are_valid() -> None:
    """A copy of .env.example starts the bot: what it fills in is accepted."""
    given = dict(re.findall(r"(?m)^([A-Z][A-Z0-9_]+)=(.*)$", _text(".env.example")))
    assert isinstance(read(given), Settings)


@pytest.mark.parametrize("readme", _READMES, ids=lambda path: path.name)
def test_every_command_in_the_readme_exists(readme: Path) -> None:
    """`juicefs-bot X` and `make X` name commands and targets that there are."""
    text = readme.read_text("utf-8")
    commands = set(re.findall(r"(?<!@)juicefs-bot ([a-z]+)", text))
    targets = set(re.findall(r"\bmake ([a-z]+)\b", text)) - {"sure"}
    assert commands <= set(juicefs_bot.list_commands(None))  # type: ignore[arg-type]  # our group ignores its context
    assert targets <= set(re.findall(r"(?m)^([a-z]+):", _text("Makefile")))
    assert commands
    assert targets


@pytest.mark.parametrize("readme", _READMES, ids=lambda path: path.name)
def test_every_link_within_the_project_leads_somewhere(readme: Path) -> None:
    """Relative links and pictures are files of the project."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)", readme.read_text("utf-8"))
    assert links
    assert [link for link in links if not (readme.parent / link).exists()] == []


def test_every_command_has_help() -> None:
    """Each command says in one line what it does."""
    for name in juicefs_bot.list_commands(None):  # type: ignore[arg-type]  # our group ignores its context
        command = juicefs_bot.get_command(None, name)  # type: ignore[arg-type]  # as above
        assert command is not None
        assert command.get_short_help_str(), name


def test_the_number_of_cases_is_true() -> None:
    """The README counts the cases as they are."""
    cases = load().cases
    documented = sum(case.status is Status.DOCUMENTED for case in cases)
    assert f"**{len(cases)} cases**: the {documented} of" in _text("README.md")
    assert f"**{len(cases)} 个案例**" in _text("README.zh.md")


def test_every_dependency_has_its_reason() -> None:
    """Each package in pyproject.toml has a row in docs/dependencies.md."""
    project = _text("pyproject.toml")
    section = project[project.index("dependencies = [") : project.index("[project.scripts]")]
    packages = re.findall(r'"([A-Za-z0-9-]+)(?:>=[\d.]+)?"', section)
    listed = _text("docs/dependencies.md").lower()
    assert [name for name in packages if name.lower() not in listed] == []


_SHOWN = re.compile(
    r"<!-- diagnosis: (?P<scene>[\w-]+) (?P<lang>\w+) -->\n```\n\$ (?P<command>[^\n]+)\n(?P<said>.*?)\n```", re.DOTALL
)


@pytest.mark.parametrize("readme", _READMES, ids=lambda path: path.name)
def test_the_diagnosis_in_the_readme_is_what_the_command_prints(readme: Path, tmp_path: Path) -> None:
    """Line for line in this order; only what an ellipsis stands for is left out."""
    shown = _SHOWN.search(readme.read_text("utf-8"))
    assert shown
    _, *command = shown["command"].split()
    file = tmp_path / "snapshot.yaml"
    save(snapshot_of(load_scene(FOLDER / f"{shown['scene']}.yaml")), file)
    done = run(*command, "--snapshot", str(file), "--lang", shown["lang"])
    assert (done.returncode, done.stderr) == (0, b"")
    printed = iter(done.stdout.decode().split("\n"))
    for line in shown["said"].split("\n"):
        if line.strip() != "…":
            begins = line.endswith("…")
            assert any(one.startswith(line[:-1].rstrip()) if begins else one == line for one in printed), line
