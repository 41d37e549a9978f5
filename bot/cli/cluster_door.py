"""The cluster as a door of the Slack bot: a target in, its diagnosis out.

There is a door only where a cluster can be found: inside one, or with a kubeconfig.  The Kubernetes client (0.25 s and
35 MB) is imported when the first pod is diagnosed: a bot that only answers pastes stays small.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic

from bot.core.matching.index import Index
from bot.core.objects.target import Target
from bot.edge.log_lines import note
from bot.flow.diagnosing import Diagnosed, diagnose_snapshot
from bot.flow.doors import Progress
from bot.model.snapshot import Snapshot
from bot.model.text import Lang, RawText, SafeText
from bot.settings import Settings

Diagnose = Callable[[Target, Lang, SafeText | None, Progress], Diagnosed]
Read = Callable[[Target, Progress], Snapshot]


def cluster_door(
    chosen: Settings, index: Callable[[], Index], environment: Mapping[str, str] = os.environ
) -> Diagnose | None:
    """What diagnoses a pod, or nothing where no cluster is to be found.  It raises ClusterError."""
    if not _has_cluster(environment):
        return None
    return diagnosing(lambda target, progress: read_cluster(target, chosen, progress), index)


def diagnosing(read: Read, index: Callable[[], Index]) -> Diagnose:
    """A door over any way to read a pod."""

    def diagnose(target: Target, lang: Lang, text: SafeText | None, progress: Progress) -> Diagnosed:
        said = RawText(text) if text else None
        return diagnose_snapshot(read(target, progress), index(), lang, text=said, force=True)

    return diagnose


def read_cluster(target: Target, chosen: Settings, progress: Progress = lambda *_: None) -> Snapshot:
    """The pod read from its cluster, within the settings' deadline and allow-lists.  Raises ClusterError."""
    from bot.cli.cluster import snapshot_of

    start = monotonic()
    taken = snapshot_of(
        target,
        allowed=chosen.contexts,
        namespaces=chosen.namespaces,
        driver_namespace=chosen.driver_namespace,
        seconds=chosen.deadline,
        progress=progress,
    )
    unread = sorted(f"{ask.part.kind}:{gap.reason}" for ask, gap in taken.gaps())
    note("read", seconds=round(monotonic() - start, 3), unread=unread)
    return taken


def _has_cluster(environment: Mapping[str, str]) -> bool:
    if environment.get("KUBERNETES_SERVICE_HOST") or environment.get("KUBECONFIG"):
        return True
    return (Path(environment.get("HOME", "/")) / ".kube" / "config").is_file()
