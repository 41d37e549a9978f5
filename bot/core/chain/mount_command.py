"""The command that starts a JuiceFS client in a container, read as the driver and the shell read it.

The driver writes `sh -c` with one line for format or auth and, last, the line that mounts:
`exec /bin/mount.juicefs ${metaurl} /jfs/{unique_id}-{six letters} -o {options, joined by commas}`
(source: pkg/juicefs/mount/builder/common.go and parseMntPath in pkg/util/util.go of the driver).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.objects.fields import strings
from bot.model.snapshot import Json

MOUNT_DIRS = ("/jfs", "/mnt/jfs")
"""Where the driver mounts inside a container; any other path is somebody's own command."""

_WORD = re.compile(r"""(?:\$'(?:\\.|[^'\\])*'|'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+|['"\\]""", re.DOTALL)
_QUOTED = re.compile(r"""\$'((?:\\.|[^'\\])*)'|'([^']*)'|"((?:\\.|[^"\\])*)\"""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class MountCommand:
    """A mount line taken apart."""

    line: str
    """The line as it stands in the command."""
    path: str
    options: str
    """The word behind `-o`, without shell quotes; empty when there is no `-o`."""
    stray: tuple[str, ...]
    """Words behind the options: the shell hands them to the client, which does not expect any."""

    @property
    def items(self) -> tuple[str, ...]:
        """The options, one by one."""
        return tuple(self.options.split(",")) if self.options else ()

    def value(self, option: str) -> str:
        """What an option is set to; empty when it is not set or has no value.  The last one counts."""
        found = [item.partition("=")[2] for item in self.items if item.partition("=")[0].strip() == option]
        return found[-1].strip() if found else ""


def mount_command(container: Json) -> MountCommand | None:
    """The mount line of a container that runs a JuiceFS client; None when it is not the driver's."""
    line = next((one for one in reversed(_script(container).split("\n")) if one.strip()), "")
    words = list(_words(line))
    match words[1:] if words[:1] == ["exec"] else words:
        case [_, _, path] if path.startswith(MOUNT_DIRS):
            return MountCommand(line.strip(), path, "", ())
        case [_, _, path, "-o", options, *stray] if path.startswith(MOUNT_DIRS):
            return MountCommand(line.strip(), path, options, tuple(stray))
    return None


def _script(container: Json) -> str:
    """What stands behind `sh -c`."""
    return "".join(strings(container, "command")[2:3])


def _words(line: str) -> Iterator[str]:
    """The words of a line as a shell splits them, quotes taken off; variables stay as they are."""
    for found in _WORD.finditer(line):
        yield _QUOTED.sub(_bare, found[0])


def _bare(quoted: re.Match[str]) -> str:
    inside = next(group for group in quoted.groups() if group is not None)
    return re.sub(r"\\([\\'\"])", r"\1", inside)
