"""`python -m tests.secrets_scan`: no secret stands in a file of the repository, but those that tests have planted.

The rules are the bot's own (`bot.core.redaction.rules`).  In code, `token = settings.token` fits them too, so that only
a value that looks made by a machine counts: long enough, with letters and digits, without a blank or a bracket.
A planted one says itself that it is made up (`_MADE_UP`), or is counted in tests/planted_secrets.yaml.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from bot.core.redaction.redact import MASK, redact
from bot.model.text import RawText

ROOT = Path(__file__).parents[1]
PLANTED = ROOT / "tests" / "planted_secrets.yaml"
_SHORTEST = 12
_MADE_BY_A_MACHINE = re.compile(r"(?=[^\s]*[0-9])(?=[^\s]*[A-Za-z])[A-Za-z0-9+/=_.~%-]+\Z")
_MADE_UP = re.compile(r"abcdef|123456789|planted|hunter[0-9]|made-up|notareal|wrong|example", re.IGNORECASE)
_A_WORD = re.compile(r"[a-z_.]+\Z|\*+")
_LOCKED = ("deploy/requirements.txt", "deploy/requirements-build.txt")
"""Long lists of SHA-256 sums of packages."""


def main() -> int:
    """Say every fault; 1 if there is one."""
    planted: Mapping[str, int] = yaml.safe_load(PLANTED.read_text("utf-8"))
    found = {name: values for name in tracked() if (values := secrets(ROOT / name))}
    told = faults(found, planted)
    for line in told:
        print(line, file=sys.stderr)  # noqa: T201 - a command's own words
    return 1 if told else 0


def tracked(root: Path = ROOT) -> list[str]:
    """Every file that git knows, but the lists of sums."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name and name not in _LOCKED and (root / name).is_file()]


def secrets(file: Path) -> list[int]:
    """The numbers of the lines that hold what looks like a secret; none in a file that is no text."""
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        return []
    hidden = redact(RawText(text)).text
    return [
        number
        for number, (before, after) in enumerate(zip(text.split("\n"), hidden.split("\n"), strict=True), 1)
        if before != after and any(map(_counts, _hidden(before, after)))
    ]


def faults(found: Mapping[str, list[int]], planted: Mapping[str, int]) -> list[str]:
    """A sentence for every file that holds more secrets than were planted there; no value is repeated."""
    return [
        f"{name}: lines {', '.join(map(str, lines))} hold what looks like a secret; {planted.get(name, 0)} are planted"
        for name, lines in found.items()
        if len(lines) > planted.get(name, 0)
    ]


def _hidden(before: str, after: str) -> Iterable[str]:
    pattern = "(.*?)".join(re.escape(piece) for piece in after.split(MASK))
    match = re.fullmatch(pattern, before)
    return match.groups() if match else (before,)


def _counts(value: str) -> bool:
    if len(value) < _SHORTEST or _A_WORD.match(value) or _MADE_UP.search(value):
        return False
    return bool(_MADE_BY_A_MACHINE.match(value))


if __name__ == "__main__":
    sys.exit(main())
