"""Another process at the log: `python -m tests.edge.store.store_process ACT PATH [nobody]`.

With `nobody`, root becomes a user without rights first, so that file modes mean something.
Prints what the act gave, or the sentences of the StoreError that it ended with, one line each.
"""

import itertools
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from bot.edge.store import open_store, read_log
from bot.errors import StoreError
from tests.edge.store.exchanges import exchange

NOBODY = 65534
"""The user and group that own nothing, on every Linux."""

LARGEST_FILE = 200_000
"""Bytes; above an empty log, below one with a large paste in it."""


def write(path: Path) -> None:
    """Record one exchange."""
    with open_store(path) as store:
        print(store.record(exchange("redis NOAUTH")))  # noqa: T201 - it reports on stdout


def read(path: Path) -> None:
    """List everything, then search."""
    log = read_log(path)
    print([entry.line for entry in log.entries()], [entry.line for entry in log.entries(["redis"])])  # noqa: T201 - as above


def grow(path: Path) -> None:
    """Record one exchange, then one that does not fit under the limit on a file's size."""
    with open_store(path) as store:
        store.record(exchange("before"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
        try:
            store.record(exchange("y" * 3 * LARGEST_FILE))
        finally:
            print([entry.line for entry in store.entries()])  # noqa: T201 - as above


def stream(path: Path) -> None:
    """Record until killed; each number is printed once it is committed."""
    with open_store(path) as store:
        for turn in itertools.count():
            print(store.record(exchange(f"question {turn}", f"answer {turn}")), flush=True)  # noqa: T201 - as above


ACTS: dict[str, Callable[[Path], None]] = {act.__name__: act for act in (write, read, grow, stream)}

if __name__ == "__main__":
    if sys.argv[3:] == ["nobody"] and os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        ACTS[sys.argv[1]](Path(sys.argv[2]))
    except StoreError as error:
        print(*error.said.values(), sep="\n")  # noqa: T201 - as above
