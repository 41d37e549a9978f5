"""`python -m tests.audit`: known vulnerabilities of the pinned packages, where an advisory database can be reached.

pip-audit does the work, in a virtual environment of its own.  Where it cannot be installed or cannot ask, or where the
database does not know a package, that is said: not audited is not sound.  The exit code is 1 for a vulnerability.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
REQUIREMENTS = ROOT / "deploy" / "requirements.txt"
_OWN = ROOT / ".venv" / "audit"

Run = Callable[[Sequence[str]], tuple[int, str]]
"""A command -> its exit code and what it wrote to standard output."""


def main() -> int:
    """Audit, and say in a line what came of it."""
    code, said = audit(_run)
    print(said)  # noqa: T201 - a command's own words
    return code


def audit(run: Run) -> tuple[int, str]:
    """The exit code and a sentence; `run` starts commands."""
    if run([sys.executable, "-m", "venv", str(_OWN)])[0]:
        return 0, "Not audited: no virtual environment could be made for pip-audit."
    if run([str(_OWN / "bin" / "python"), "-m", "pip", "install", "--quiet", "pip-audit"])[0]:
        return 0, "Not audited: pip-audit cannot be installed from here."
    asked = run([str(_OWN / "bin" / "pip-audit"), "--no-deps", "--disable-pip", "-f", "json", "-r", str(REQUIREMENTS)])
    try:
        packages = json.loads(asked[1])["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 0, "Not audited: pip-audit cannot reach an advisory database from here."
    bad = [f"{one['name']} {one['version']}: {vuln['id']}" for one in packages for vuln in one.get("vulns", ())]
    return (1, "\n".join(bad)) if bad else (0, _without_a_finding(packages))


def _without_a_finding(packages: Sequence[Mapping[str, object]]) -> str:
    known = sum("skip_reason" not in one for one in packages)
    if known < len(packages):
        return f"Not audited: the database that can be reached from here knows {known} of {len(packages)} packages."
    return f"Audited {len(packages)} packages: no known vulnerability."


def _run(command: Sequence[str]) -> tuple[int, str]:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return done.returncode, done.stdout


if __name__ == "__main__":
    sys.exit(main())
