"""What comes into the project from outside, and what must never go out with it: packages, licences, secrets."""

import json
import re
from collections.abc import Sequence
from importlib.metadata import distribution
from pathlib import Path

import yaml

from tests.audit import Run, audit
from tests.secrets_scan import PLANTED, ROOT, faults, secrets, tracked

_PAGE = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
_LOCKED = (ROOT / "deploy" / "requirements.txt").read_text("utf-8")
_ROW = re.compile(r"(?m)^\| ([\w.-]+) \| ([\w .,()-]+) \|$")


def test_no_file_of_the_repository_holds_a_secret() -> None:
    """The bot's own rules find no more in the tracked files than tests have planted."""
    planted = yaml.safe_load(PLANTED.read_text("utf-8"))
    assert faults({name: secrets(ROOT / name) for name in tracked()}, planted) == []


def test_a_secret_in_a_file_is_found_and_not_repeated(tmp_path: Path) -> None:
    """A key in a tracked file is named by file and line; an assignment in code is none; a planted one is allowed."""
    value = "xoxb-" + "8" * 11 + "-Zq3Kd9Lm2Xw7"
    file = tmp_path / "a.py"
    file.write_text(f"token = settings.bot_token\nkey = '{value}'\n", "utf-8")
    told = faults({"a.py": secrets(file)}, {})
    assert told == ["a.py: lines 2 hold what looks like a secret; 0 are planted"]
    assert value not in told[0]
    assert faults({"a.py": secrets(file)}, {"a.py": 1}) == []


def test_every_package_that_is_shipped_is_listed_with_its_licence() -> None:
    """docs/dependencies.md lists what deploy/requirements.txt pins, each with the licence that the package states."""
    pinned = set(re.findall(r"(?m)^([A-Za-z0-9._-]+)==", _LOCKED))
    listed = _licences()
    assert set(listed) == pinned
    assert {name: licence for name, licence in listed.items() if not _states(name, licence)} == {}


def test_no_licence_asks_for_our_source() -> None:
    """None of the packages is under a licence of the GPL family."""
    assert [name for name, licence in _licences().items() if "GPL" in licence] == []
    assert _licences()


def test_every_package_is_pinned_by_hash() -> None:
    """Each requirement of the image has its version and at least one SHA-256 sum."""
    for one in re.split(r"(?m)^(?=[A-Za-z])", _LOCKED)[1:]:
        assert re.match(r"[\w.-]+==[\w.]+ ", one), one[:40]
        assert "--hash=sha256:" in one, one[:40]


def test_an_audit_that_cannot_be_made_says_so() -> None:
    """Neither a missing tool nor an unreachable database is told as sound; a vulnerability is told by name."""
    found = {"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1"}]}]}
    sound = {"dependencies": [{"name": "a", "version": "1", "vulns": []}]}
    skipped = {"dependencies": [{"name": "a", "skip_reason": "not found"}, {"name": "b", "version": "1", "vulns": []}]}
    assert audit(_fails_at("venv")) == (0, "Not audited: no virtual environment could be made for pip-audit.")
    assert audit(_fails_at("install")) == (0, "Not audited: pip-audit cannot be installed from here.")
    assert audit(_answers("")) == (0, "Not audited: pip-audit cannot reach an advisory database from here.")
    assert audit(_answers(json.dumps(found))) == (1, "a 1: PYSEC-1")
    assert audit(_answers(json.dumps(skipped))) == (
        0,
        "Not audited: the database that can be reached from here knows 1 of 2 packages.",
    )
    assert audit(_answers(json.dumps(sound))) == (0, "Audited 1 packages: no known vulnerability.")


def _fails_at(word: str) -> Run:
    return lambda command: (int(word in command), "")


def _answers(said: str) -> Run:
    def run(command: Sequence[str]) -> tuple[int, str]:
        return 0, said if command[0].endswith("pip-audit") else ""

    return run


def _licences() -> dict[str, str]:
    """Package -> licence, as the document says."""
    rows = dict(_ROW.findall(_PAGE[_PAGE.index("## Licences") :]))
    del rows["package"]
    return rows


def _states(name: str, licence: str) -> bool:
    """Whether the installed package says so: in its expression, its field, or its classifiers."""
    told = distribution(name).metadata
    said = [one for key in ("License-Expression", "License", "Classifier") for one in told.get_all(key) or []]
    return any(licence.casefold() in one.casefold() for one in said)
