"""A small file system in memory, which a test can fill to the last byte."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

takes_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="mounting a small disk takes root; files that may not grow stand in for it"
)


@contextmanager
def small_disk(folder: Path, mebibytes: int) -> Iterator[Path]:
    """A file system of that size at *folder*, which it makes; skips where this process may not mount one."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this process may not mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(disk: Path) -> Path:
    """Take all the room of a disk; gives the one file to be removed to have it back."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as filling:
        _until_no_byte_fits(filling.write)
    return ballast


def _until_no_byte_fits(write: Callable[[bytes], object]) -> None:
    size = 64 * 1024
    while size:
        try:
            write(b"x" * size)
        except OSError:
            size //= 2
