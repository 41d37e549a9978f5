"""A pod in, its diagnosis out: the order of the steps on one screen."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.chain import mount_chain
from bot.core.cluster_diagnosis import diagnose_pod, language_of
from bot.core.cluster_reply import make_cluster_reply
from bot.core.index import Index
from bot.core.judging import judge
from bot.core.match import match
from bot.core.probing import probe_all
from bot.core.redact import redact
from bot.core.target import Target
from bot.core.unmangle import unmangle
from bot.errors import ClusterError
from bot.model.diagnosis import Diagnosis, Reply
from bot.model.snapshot import Snapshot
from bot.model.text import Lang, RawText, Redacted

Read = Callable[[Target], Snapshot]
"""Reads what a pod hangs on; raises ClusterError when the pod itself cannot be read."""


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """A pod diagnosed: what was read, what was asked beside it (without its secrets), what was found and is said."""

    snapshot: Snapshot
    asked: Redacted | None
    diagnosis: Diagnosis
    reply: Reply


def diagnose(
    target: Target,
    read: Read,
    index: Index,
    preferred: Lang | None,
    *,
    text: RawText | None = None,
    namespaces: frozenset[str] | None = None,
    force: bool = False,
) -> Diagnosed:
    """Read the cluster of *target* and diagnose its pod, beside a *text* that somebody gave with it.

    *namespaces* are those that may be read, None for all; *preferred* and *force* are as in `answer`.  Raises
    ClusterError when the namespace is not allowed or the pod cannot be read.
    """
    if namespaces is not None and target.pod.namespace not in namespaces:
        raise _not_allowed(target.pod.namespace, namespaces)
    return diagnose_snapshot(read(target), index, preferred, text=text, force=force)


def diagnose_snapshot(
    snapshot: Snapshot, index: Index, preferred: Lang | None, *, text: RawText | None = None, force: bool = False
) -> Diagnosed:
    """Diagnose the pod of a snapshot that was read before.  Nothing here has a side effect."""
    asked = redact(unmangle(text)) if text is not None else None
    pasted = (asked, match(asked.text, index)) if asked else None
    chain = mount_chain(snapshot)
    judgement = judge(snapshot, chain, probe_all(snapshot), index, pasted[1] if pasted else None)
    lang = language_of(asked, preferred, force=force)
    diagnosis = diagnose_pod(snapshot, judgement, pasted, lang, index.book)
    return Diagnosed(snapshot, asked, diagnosis, make_cluster_reply(diagnosis, index.book))


def _not_allowed(namespace: str, allowed: frozenset[str]) -> ClusterError:
    names = ", ".join(sorted(allowed))
    return ClusterError(
        f"The namespace {namespace} is not allowed here. Allowed: {names}",
        f"不允许在此诊断命名空间 {namespace}。允许的有：{names}",
    )
