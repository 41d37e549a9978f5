"""knowledge/ read into a `Casebook`, or every fault of it with file, line and rule."""

from bot.edge.casebook.faults import Fault
from bot.edge.casebook.loading import built_in_folder, check, load

__all__ = ["Fault", "built_in_folder", "check", "load"]
