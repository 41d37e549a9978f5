"""Can the shell and the client read the command that mounts?  An option with a blank in it falls apart into words.

A healthy command ends in `{source} /jfs/{…} -o {options}`.  A word behind that makes the client leave without an error.
"""

from collections.abc import Iterator

from bot.core.chain.clients import Client, each_client_or_unknown
from bot.core.chain.look import Probe, Seen, fine, trouble
from bot.core.chain.mount_command import MountCommand, mount_command
from bot.core.chain.mount_options import Fault, fault
from bot.model.finding import Stage
from bot.model.snapshot import Part, Snapshot


def _judge(client: Client, _: Snapshot) -> Iterator[Seen]:
    """Asks every client; one that runs and is ready got along with its command."""
    command, subject = mount_command(client.container), client.subject
    if command is None:
        yield trouble("mount-command-unfamiliar", subject)
    elif not (wrong := _wrong(command)):
        code = "mount-command-clean" if client.healthy else "mount-command-readable"
        yield fine(code, subject, f"-o {command.options}")
    elif client.healthy:
        yield trouble("mount-command-odd", subject, command.line, words=wrong)
    else:
        yield trouble("mount-command-falls-apart", subject, command.line, words=wrong)


PROBE = Probe("mount-command", Stage.MOUNT_POINT, (Part.MOUNT_PODS,), each_client_or_unknown(_judge))


def _wrong(command: MountCommand) -> str:
    """The words and options that do not belong; the driver itself refuses two `=` and may write them into a subdir."""
    broken = [item for item in command.items if fault(item) not in {None, Fault.EQUALS}]
    return " ".join([*(item or ",," for item in broken), *command.stray])
