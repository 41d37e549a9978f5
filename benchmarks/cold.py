"""How long a command takes from a cold start, as a person at a terminal waits for it."""

import subprocess
import sys
from collections.abc import Callable

from benchmarks.measure import rows, spent

_PASTE = b"juicefs pod web-0: df: /data: Transport endpoint is not connected\n"


def table() -> str:
    """Wall time of `juicefs-bot match` and of the interpreter alone, each a new process."""
    return rows(
        "Cold start (a new process each time)",
        [
            ("python -c pass (the floor)", str(spent([_run(["-c", "pass"])], rounds=10))),
            ("juicefs-bot match", str(spent([_run(["-m", "bot", "match"])], rounds=10))),
        ],
    )


def _run(arguments: list[str]) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *arguments], input=_PASTE, capture_output=True, check=False)
