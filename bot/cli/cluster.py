"""Reading a pod's cluster for a command or a chat: the target's words in, a snapshot out.

Imports the Kubernetes client (0.25 s): import this module only where a cluster is read.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from bot.core.objects.target import Target
from bot.core.redaction.redact import redact
from bot.edge.cluster.connect import Access, connect
from bot.edge.cluster.take import SECONDS, Progress, take_snapshot
from bot.errors import ClusterError, InputError
from bot.model.snapshot import Snapshot


def unheard(done: object, left: object) -> None:
    """A progress that nobody listens to."""
    del done, left


def utc_now() -> str:
    """The time as snapshots write it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def snapshot_of(
    target: Target,
    *,
    kubeconfig: Path | None = None,
    allowed: frozenset[str] | None = None,
    namespaces: frozenset[str] | None = None,
    driver_namespace: str = "",
    seconds: float = SECONDS,
    progress: Progress = unheard,
    now: Callable[[], str] = utc_now,
) -> Snapshot:
    """Open the target's cluster and read its pod, both together within *seconds*.

    *allowed* are the contexts that may be read, and *namespaces* those of the pods, None for all; *driver_namespace* is
    where the driver is looked for, empty for everywhere.  Raises ClusterError when one of them is not allowed, the
    cluster cannot be opened, or the pod cannot be read.
    """
    if namespaces is not None and target.pod.namespace not in namespaces:
        raise _not_allowed(target.pod.namespace, namespaces)
    start = monotonic()
    cluster = connect(Access(target.context, kubeconfig, allowed, driver_namespace=driver_namespace), seconds)
    return take_snapshot(
        target.pod,
        context=cluster.context,
        taken_at=now(),
        send=cluster.send,
        redact=redact,
        seconds=seconds - (monotonic() - start),
        progress=progress,
    )


def in_context(target: Target, context: str | None) -> Target:
    """The target in the context that an option names.  Raises InputError when the target names another itself."""
    if not context or context == target.context:
        return target
    if target.context:
        raise InputError(
            f"Two contexts are named: {target.context} and {context}. Name one.",
            f"指定了两个上下文：{target.context} 和 {context}。请只指定一个。",
        )
    return Target(target.pod, context)


def _not_allowed(namespace: str, allowed: frozenset[str]) -> ClusterError:
    names = ", ".join(sorted(allowed))
    return ClusterError(
        f"The namespace {namespace} is not allowed here. Allowed: {names}",
        f"不允许诊断命名空间 {namespace} 里的 Pod。允许的有：{names}",
    )
