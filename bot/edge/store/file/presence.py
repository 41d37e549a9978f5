"""Which bots are alive: each holds a lock on a file of its own beside the log; the system drops it with the process.

Two bots may share a log for a while (a rolling restart).  What one has begun the other leaves alone while it lives;
that a process was killed is known at once, which no heartbeat could tell.
"""

import fcntl
import os
import uuid
from pathlib import Path

from bot.edge.store.file.troubles import Said, trouble

_NO_FILE = Said(
    "No file can be made beside the conversation log {path}. Give the bot write permission on its folder.",
    "无法在对话日志 {path} 旁边创建文件。请授予机器人对该目录的写权限。",
)


class Presence:
    """This process' own lock, and a look at the others'.  `name` is never given twice."""

    def __init__(self, log: Path) -> None:
        """Take the lock.  Raises StoreError when no file can be made beside the log."""
        self.name = uuid.uuid4().hex
        self._log = log
        try:
            self._file = os.open(self._path(self.name), os.O_CREAT | os.O_RDWR, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise trouble(log, _NO_FILE) from error

    def alive(self, name: str) -> bool:
        """Whether the bot of this name still runs; what a dead one left behind is removed."""
        if name == self.name:
            return True
        try:
            other = os.open(self._path(name), os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(other)
        self._path(name).unlink(missing_ok=True)
        return False

    def end(self) -> None:
        """Give the lock back."""
        self._path(self.name).unlink(missing_ok=True)
        os.close(self._file)

    def _path(self, name: str) -> Path:
        return self._log.with_name(f"{self._log.name}.{name}.alive")
