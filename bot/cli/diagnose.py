"""`juicefs-bot diagnose`: a pod in, what is wrong with it out: read from its cluster, or from a snapshot's file."""

import json
import sys
from pathlib import Path

import click

from bot.cli.colours import style_for
from bot.cli.inputs import read_text, ready_index, settings
from bot.cli.one_line import OneLine
from bot.core.faces.as_json import cluster_json
from bot.core.faces.terminal import to_terminal
from bot.core.objects.target import Target, read_target
from bot.core.redaction.redact import redact
from bot.errors import InputError
from bot.flow.diagnosing import Diagnosed, diagnose_snapshot
from bot.model.snapshot import Snapshot
from bot.model.text import Lang
from bot.settings import Settings

_LANG = click.Choice(["auto", *(lang.value for lang in Lang)])


@click.command(cls=OneLine)
@click.argument("pod", nargs=-1, metavar="[CONTEXT:]NS/POD")
@click.option("--context", help="The kubeconfig's context; default: the bot's own cluster, or the current context.")
@click.option("--kubeconfig", type=click.Path(path_type=Path), help="Default: $KUBECONFIG, else ~/.kube/config.")
@click.option("--text", metavar="FILE", help="A pasted text that goes with it (- for standard input).")
@click.option("--snapshot", "file", type=click.Path(path_type=Path), help="Read this file in place of a cluster.")
@click.option("--lang", type=_LANG, help="The language of the answer; auto: that of the text.")
@click.option("--json", "as_json", is_flag=True, help="The diagnosis as JSON.")
def diagnose(
    pod: tuple[str, ...],
    *,
    context: str | None,
    kubeconfig: Path | None,
    text: str | None,
    file: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Say what is wrong with the pod NS/POD, from everything that its JuiceFS mount hangs on.

    Only reads the cluster.  Exit code 0: diagnosed; 2: error, with one line on stderr.
    """
    chosen = settings()
    target = read_target(" ".join(pod)) if pod else None
    raw = read_text(text) if text else None
    index = ready_index(chosen.knowledge)
    taken = _of_file(file, target) if file else _of_cluster(target, context, kubeconfig, chosen)
    force = bool(lang and lang != "auto")
    preferred = Lang(lang) if lang and force else chosen.lang
    click.echo(_printed(diagnose_snapshot(taken, index, preferred, text=raw, force=force), as_json=as_json))


def _of_file(file: Path, target: Target | None) -> Snapshot:
    """The snapshot in a file; when a pod is named beside it, it must be the file's."""
    from bot.edge.snapshot_file import load

    taken = load(file, redact)
    if target and target.pod != taken.scope:
        raise InputError(
            f"The file {file} is about {taken.scope}, not about {target.pod}.",
            f"文件 {file} 是 {taken.scope} 的快照，不是 {target.pod} 的。",
        )
    return taken


def _of_cluster(target: Target | None, context: str | None, kubeconfig: Path | None, chosen: Settings) -> Snapshot:
    from bot.cli.cluster import in_context, snapshot_of

    if target is None:
        raise InputError(
            "Name a pod as namespace/pod, or a file with --snapshot.",
            "请给出 namespace/pod，或用 --snapshot 指定文件。",
        )
    return snapshot_of(
        in_context(target, context),
        kubeconfig=kubeconfig,
        allowed=chosen.contexts,
        namespaces=chosen.namespaces,
        driver_namespace=chosen.driver_namespace,
        seconds=chosen.deadline,
    )


def _printed(found: Diagnosed, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(cluster_json(found.reply, found.diagnosis), ensure_ascii=False, indent=2)
    return to_terminal(found.reply, style_for(sys.stdout))
