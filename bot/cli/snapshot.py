"""`juicefs-bot snapshot`: what a diagnosis would read of a pod's cluster, in a file for later or for somebody else."""

from pathlib import Path

import click

from bot.cli.inputs import settings
from bot.cli.one_line import OneLine
from bot.core.objects.target import read_target
from bot.edge.snapshot_file import save
from bot.model.snapshot import Snapshot


@click.command(cls=OneLine)
@click.argument("pod", nargs=-1, required=True, metavar="NS/POD")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The file to write (YAML).")
@click.option("--context", help="The kubeconfig's context; default: the bot's own cluster, or the current context.")
@click.option("--kubeconfig", type=click.Path(path_type=Path), help="Default: $KUBECONFIG, else ~/.kube/config.")
def snapshot(pod: tuple[str, ...], output: Path, context: str | None, kubeconfig: Path | None) -> None:
    """Read what the pod NS/POD hangs on, and save it redacted.

    Only reads the cluster.  `juicefs-bot diagnose --snapshot FILE` works from the file, without a cluster.
    """
    from bot.cli.cluster import in_context, snapshot_of

    target, chosen = in_context(read_target(" ".join(pod)), context), settings()
    taken = snapshot_of(
        target,
        kubeconfig=kubeconfig,
        allowed=chosen.contexts,
        namespaces=chosen.namespaces,
        driver_namespace=chosen.driver_namespace,
        seconds=chosen.deadline,
    )
    save(taken, output)
    click.echo(f"{output}: {_told(taken)}")


def _told(taken: Snapshot) -> str:
    gaps = taken.gaps()
    if not gaps:
        return f"{len(taken.answers)} answers"
    kinds = sorted({f"{ask.part.kind}: {gap.reason}" for ask, gap in gaps})
    return f"{len(taken.answers) - len(gaps)} answers; not read: {', '.join(kinds)}"
