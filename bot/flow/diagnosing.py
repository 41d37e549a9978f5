"""A pod's snapshot in, its diagnosis out: the order of the steps on one screen."""

from dataclasses import dataclass

from bot.core.chain.mount_chain import mount_chain
from bot.core.faces.cluster_reply import make_cluster_reply
from bot.core.judging.cluster_diagnosis import diagnose_pod, language_of
from bot.core.judging.judging import judge
from bot.core.judging.probing import probe_all
from bot.core.matching.index import Index
from bot.core.matching.match import match
from bot.core.matching.unmangle import unmangle
from bot.core.redaction.redact import redact
from bot.model.diagnosis import Diagnosis, Reply
from bot.model.snapshot import Snapshot
from bot.model.text import Lang, RawText, Redacted


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """A pod diagnosed: what was read, what was asked beside it (without its secrets), what was found and is said."""

    snapshot: Snapshot
    asked: Redacted | None
    diagnosis: Diagnosis
    reply: Reply


def diagnose_snapshot(
    snapshot: Snapshot, index: Index, preferred: Lang | None, *, text: RawText | None = None, force: bool = False
) -> Diagnosed:
    """Diagnose the pod of a snapshot, beside a *text* that somebody gave with it.  Nothing here has a side effect.

    *preferred* and *force* are as in `answer`.
    """
    asked = redact(unmangle(text)) if text is not None else None
    pasted = (asked, match(asked.text, index)) if asked else None
    chain = mount_chain(snapshot)
    judgement = judge(snapshot, chain, probe_all(snapshot), index, pasted[1] if pasted else None)
    lang = language_of(asked, preferred, force=force)
    diagnosis = diagnose_pod(snapshot, judgement, pasted, lang, index.book)
    return Diagnosed(snapshot, asked, diagnosis, make_cluster_reply(diagnosis, index.book))
