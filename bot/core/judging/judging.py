"""Which cases the evidence comes to: the pasted text, what the mount chain says of itself, and the probes' findings.

A case needs something that speaks for it.  One strong sign that holds now makes it likely, two that do not say the same
make it certain, weak ones alone leave it possible.  A strong sign against it leaves it possible at most, a weak one
takes one step.  What is over (an event from before the recovery, a log of a client that works) is weak.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.chain.concern import concerns
from bot.core.chain.heard_events import heard_events
from bot.core.chain.heard_logs import heard_logs
from bot.core.chain.mount_chain import Chain, Mode
from bot.core.judging.grounds import Grounds, client_down, gathered, independent
from bot.core.judging.heard_match import leads
from bot.core.matching.index import Index
from bot.model.case import Casebook, CaseId, Strength
from bot.model.finding import Finding, Stage, State, Weight
from bot.model.judgement import Ground, JudgedCase, Outcome
from bot.model.match import Matching, Source
from bot.model.snapshot import Snapshot, Unread

WORKING = frozenset({"app-running", "pod-finished"})
"""The findings that say of the pod itself that all is well."""
BEHIND = frozenset({Stage.INJECTION, Stage.REGISTRATION, Stage.CSI_NODE})
"""Stages that a pod that works has behind it: what is wrong there keeps other pods from their volumes, and this one
when it is started again.  Where it does harm this pod (process mode) a later stage says so."""
_ENDS = "app-crashes"
STARTING = "app-starting"
"""The finding that says that the pod may not work yet."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a pod's evidence comes to."""

    chain: Chain
    findings: tuple[Finding, ...]
    """Every one, along the mount chain."""
    outcome: Outcome
    judged: tuple[JudgedCase, ...]
    """Best first."""
    main: Finding | None
    """What is wrong where no case says it; of a healthy pod, what is worth a look all the same."""
    text_about_us: bool
    """False when a text was given and names other pods and volumes alone."""


def judge(
    snapshot: Snapshot, chain: Chain, findings: Sequence[Finding], index: Index, pasted: Matching | None = None
) -> Judgement:
    """Weigh everything that is known of the pod of *snapshot*; the same evidence always gives the same answer.

    *findings* are `probe_all(snapshot)`; *pasted* is what a text that somebody gave with the pod matches.
    """
    heard = (*heard_events(snapshot, chain), *heard_logs(snapshot, chain))
    about_us = pasted is None or concerns(pasted.names, snapshot, chain)
    grounds = gathered(index.book, findings, leads(heard, index, next(iter(chain.wanted))), pasted, about_us=about_us)
    elsewhere = _elsewhere(findings, index.book)
    known = bool(chain.juicefs) or chain.mode in {Mode.SIDECAR, Mode.SERVERLESS}
    most = _most(snapshot, chain)
    each = [_judged(case, own, elsewhere, most, known=known) for case, own in grounds.items()]
    judged = _ranked(each, grounds, index)
    outcome, main = _outcome(judged, findings, elsewhere, index.book, known=known)
    return Judgement(chain, tuple(findings), outcome, judged, main, about_us)


def _most(snapshot: Snapshot, chain: Chain) -> Strength:
    """How far any case may come: while nobody could read who is to mount, CSI Node or a sidecar, not to certain."""
    unread = any(isinstance(read, Unread) for read in (snapshot.webhooks, snapshot.daemon_sets))
    return Strength.LIKELY if chain.mode is Mode.UNKNOWN and unread else Strength.CERTAIN


def _judged(case: CaseId, own: Grounds, elsewhere: Finding | None, most: Strength, *, known: bool) -> JudgedCase:
    """Without a volume *known* to be JuiceFS', the driver's objects prove nothing; a line about this pod still does."""
    against = own.against
    if elsewhere and not any(ground.said_by_cluster for ground in own.speaks_for):
        against = (*against, _of(elsewhere))  # a text alone does not stand against what stops this pod now
    strength = min(most, _allowed(against, _reached(own)))
    if not known and not any(ground.strong and not ground.finding for ground in own.speaks_for):
        strength = Strength.POSSIBLE
    return JudgedCase(case, strength, own.speaks_for, against, own.told, own.cause)


def _reached(own: Grounds) -> Strength:
    """How far what speaks for a case carries it."""
    strong = len(independent(own.speaks_for))
    if strong > 1:
        return Strength.CERTAIN
    hinted = any(ground.said_by_cluster and not ground.past for ground in own.speaks_for)
    if strong or (own.told >= Strength.LIKELY and own.about_us and hinted):
        return Strength.LIKELY
    return Strength.POSSIBLE


def _allowed(against: Iterable[Ground], reached: Strength) -> Strength:
    """How far what speaks against a case lets it come."""
    weights = {ground.weight for ground in against}
    if Weight.STRONG in weights:
        return Strength.POSSIBLE
    return Strength(max(reached - 1, Strength.POSSIBLE)) if weights else reached


def _ranked(judged: list[JudgedCase], grounds: Mapping[CaseId, Grounds], index: Index) -> tuple[JudgedCase, ...]:
    """Best first: what is likely, of that causes before what they explain, then by strength, signs and name."""
    likely = {one.case for one in judged if one.strength >= Strength.LIKELY}

    def order(one: JudgedCase) -> tuple[float, ...]:
        explained = sum((other, one.case) in index.explained for other in likely)
        strong = len(independent(one.speaks_for))
        known = one.strength >= Strength.LIKELY
        return (-known, explained, -one.strength, -strong, -one.signs, -one.told, -grounds[one.case].score)

    return tuple(sorted(judged, key=lambda one: (order(one), one.case)))


def _elsewhere(findings: Sequence[Finding], book: Casebook) -> Finding | None:
    """The first trouble that is not JuiceFS'; that a container ends by itself is not, unless its client is down."""
    its_own = (one for one in findings if one.code != _ENDS or not client_down(findings))
    return next((one for one in its_own if one.code in book.findings and book.findings[one.code].elsewhere), None)


def _outcome(
    judged: tuple[JudgedCase, ...],
    findings: Sequence[Finding],
    elsewhere: Finding | None,
    book: Casebook,
    *,
    known: bool,
) -> tuple[Outcome, Finding | None]:
    """The outcome, and the finding to be looked at where no case says what is wrong."""
    troubles = [one for one in findings if one.state is State.TROUBLE and (known or one.stage <= Stage.CLAIM)]
    strong = [one for one in troubles if _strong_trouble(one, book)]
    if judged and judged[0].strength >= Strength.LIKELY:
        return Outcome.JUDGED, None
    if elsewhere:
        return Outcome.ELSEWHERE, elsewhere
    unknown = any(one.state is State.UNKNOWN for one in findings)
    if works(findings) and not unknown and all(one.stage in BEHIND for one in strong):
        return Outcome.HEALTHY, _main(troubles)
    return Outcome.UNKNOWN, _main(strong) or (None if unknown else _main(troubles))


def _main(troubles: Sequence[Finding]) -> Finding | None:
    """The first broken link of the chain: the last word of its first stage, for that tells why.

    What the pod itself shows (it waits, it fails) is a symptom as long as anything else is wrong.
    """
    beyond = [one for one in troubles if one.stage is not Stage.POD]
    first = [one for one in beyond if one.stage is beyond[0].stage]
    return first[-1] if first else next(iter(troubles), None)


def works(findings: Iterable[Finding]) -> bool:
    """Whether the pod itself is found to work."""
    return any(one.code in WORKING for one in findings)


def _strong_trouble(one: Finding, book: Casebook) -> bool:
    told = book.findings.get(one.code)
    return one.state is State.TROUBLE and told is not None and told.weight is Weight.STRONG


def _of(finding: Finding) -> Ground:
    return Ground(Source.FINDING, finding.evidence, Weight.STRONG, finding.subject, finding)
