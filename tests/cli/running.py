"""The real command in a process of its own, as a person runs it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def run(
    *arguments: str, given: bytes = b"", cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """`juicefs-bot ARGUMENTS` with `given` on standard input; settings of this machine are left out."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("JUICEFS_BOT_", "SLACK_"))}
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
        cwd=cwd or root,
        env={**clean, "PYTHONPATH": str(root), **(env or {})},
    )
