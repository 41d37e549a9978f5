"""The conversation log: one SQLite file, through sqlite-utils.  `docs/log.md` tells its schema.

`open_store` is for the process that writes, `read_log` for whoever only looks.  Both raise `bot.errors.StoreError`, and
nothing else, when the file cannot be used; what was committed before stays.
"""

from bot.edge.store.file import without_numpy  # noqa: F401 - before anything loads sqlite-utils
from bot.edge.store.file.restoring import Restored, backup, restore
from bot.edge.store.store import LogReader, Store, open_store, read_log

__all__ = ["LogReader", "Restored", "Store", "backup", "open_store", "read_log", "restore"]
