"""The casebook in force while the bot runs: own cases that change are taken over, unless they are faulty."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.matching.index import Index, index
from bot.edge.casebook.faults import Fault
from bot.edge.casebook.loading import check, load

_Seen = tuple[tuple[str, int, int, int], ...]
"""Name, inode, size and time of change of each file; a ConfigMap's files change by another inode behind a link."""


@dataclass(frozen=True, slots=True)
class Change:
    """The own cases were read anew: `cases` are in force; with `faults` these are still the ones before."""

    cases: int
    faults: tuple[Fault, ...] = ()


class LiveCasebook:
    """Built-in and own cases, ready for matching.  Call it for the index in force; any thread may."""

    def __init__(self, own: Path | None, heard: Callable[[Change], None]) -> None:
        """Read everything; `heard` is told of each later change.  Raises CasebookError when a file is faulty."""
        self._folders: Sequence[Path] = (own,) if own else ()
        self._heard = heard
        self._turn = threading.Lock()
        self._seen = self._look()
        self._index = index(load(*self._folders))

    def __call__(self) -> Index:
        """The casebook as it is now; whoever answers with it keeps it to the end of the answer."""
        return self._index

    def refresh(self, *, always: bool = False) -> None:
        """Read the own cases anew when their files have changed, or `always`; a faulty set is told and not taken."""
        with self._turn:
            seen = self._look()
            if seen == self._seen and not always:
                return
            book, faults = check(*self._folders)
            if self._look() != seen:
                return  # somebody is still writing; the next look sees the whole
            self._seen = seen
            if not faults:
                self._index = index(book)
            change = Change(len(self._index.book.cases), faults)
        self._heard(change)

    def _look(self) -> _Seen:
        found: list[tuple[str, int, int, int]] = []
        for folder in self._folders:
            for path in sorted([*folder.glob("*.md"), *folder.glob("cases/*.md")]):
                try:
                    state = path.stat()
                except OSError:
                    found.append((str(path), 0, 0, 0))
                else:
                    found.append((str(path), state.st_ino, state.st_size, state.st_mtime_ns))
        return tuple(found)
