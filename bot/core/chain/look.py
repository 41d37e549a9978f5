"""What a probe is: one question about the mount chain of one pod, answered from a snapshot without a cluster.

A probe is a module in `bot/core/probes/` that asks one question (its docstring) and exposes `PROBE`; its sentences
stand in `knowledge/findings.yaml`, its test in `tests/core/probes/`.  Nothing else has to know of it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.core.chain.mount_chain import Chain
from bot.core.objects.fields import name, namespace
from bot.model.finding import Finding, Stage, State
from bot.model.snapshot import Part, Snapshot, Unread
from bot.model.text import SafeText


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look saw: a finding that does not know its probe and stage yet.  Made by the three functions below."""

    code: str
    state: State
    subject: str
    evidence: SafeText
    facts: Mapping[str, str]


Look = Callable[[Snapshot, Chain], Iterable[Seen]]
"""Answers the question: nothing where it does not apply to the pod, else at least one thing seen."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A question: its name (the module's, in kebab-case), its place along the chain, what it reads, how it looks."""

    name: str
    stage: Stage
    reads: tuple[Part, ...]
    look: Look

    def findings(self, snapshot: Snapshot, chain: Chain) -> tuple[Finding, ...]:
        """The answers for a snapshot and its chain, ordered by subject."""
        seen = sorted(self.look(snapshot, chain), key=lambda one: one.subject)
        return tuple(self._finding(one) for one in seen)

    def _finding(self, seen: Seen) -> Finding:
        code = seen.code or f"{self.name}-unknown"
        return Finding(self.name, code, seen.state, self.stage, seen.subject, seen.facts, seen.evidence)


def trouble(code: str, subject: str, evidence: str = "", **facts: str) -> Seen:
    """Something is wrong.  *evidence* is the raw line or field, as the snapshot holds it (redacted already)."""
    return Seen(code, State.TROUBLE, subject, SafeText(evidence), facts)


def fine(code: str, subject: str, evidence: str = "", **facts: str) -> Seen:
    """The question was answered, and nothing is wrong."""
    return Seen(code, State.FINE, subject, SafeText(evidence), facts)


def unknown(part: Part, unread: Unread, subject: str) -> Seen:
    """The question cannot be answered, because *part* was not read: once for each thing that was not.

    Its code is `{probe}-unknown`; its facts are `kind` (Kubernetes' word) and `reason` (a value of `Reason`).  Do not
    call it for `Reason.NOT_FOUND` where the object's absence is itself the answer.
    """
    return Seen("", State.UNKNOWN, subject, SafeText(""), {"kind": part.kind, "reason": str(unread.reason)})


def called(kind: str, thing: object) -> str:
    """An object as people write it: `PVC shop/orders-data`, `Node node-b`; *kind* is the word that people use."""
    return f"{kind} {'/'.join(filter(None, (namespace(thing), name(thing))))}"
