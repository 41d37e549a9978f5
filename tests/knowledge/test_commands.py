"""Every command of the casebook, as it reaches the clipboard of somebody at a shell."""

import re
import subprocess
from functools import cache

import pytest

from bot.edge.casebook import load
from bot.model.case import Case

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


@cache
def _cases() -> tuple[Case, ...]:
    return load().cases


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case.id)
def test_every_command_is_shell(case: Case) -> None:
    """A command parses as shell, with its slots filled with names or not."""
    for command in case.commands:
        for line in (command.run, re.sub(r"\{[a-z_]+\}", "a-name", command.run)):
            told = subprocess.run(["bash", "-n", "-c", line], capture_output=True, text=True, check=False)
            assert told.returncode == 0, f"{line}\n{told.stderr}"


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case.id)
def test_square_brackets_are_quoted(case: Case) -> None:
    """What Kubernetes takes as `[*]` is quoted: zsh refuses it bare, for want of a file of that name."""
    for command in case.commands:
        assert "[" not in _QUOTED.sub("", command.run), command.run
