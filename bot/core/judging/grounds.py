"""What speaks for and against each case, put together from all sources."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.core.judging.heard_match import Lead
from bot.core.matching.words import words
from bot.core.probes import every_probe
from bot.model.case import Case, Casebook, CaseId, Strength
from bot.model.finding import Finding, Stage, State, Weight
from bot.model.judgement import Ground
from bot.model.match import Match, Matching, Source
from bot.model.snapshot import Part

_FROM_FINDING = {Weight.STRONG: 70.0, Weight.WEAK: 40.0}
"""The score of a case that no line tells; it only orders."""
_SAME = 0.8
"""Two lines with so large a share of the shorter one's words in common are one event told twice (a guess)."""
_FEWEST_WORDS = 4
_GONE = "driver-registered-and-gone"
_BESIDE = {Stage.REGISTRATION, Stage.CSI_NODE}
"""An entry that CSI Node left behind and what is wrong with its pod are one observation: the entry alone is no sign."""
_LINES = frozenset({Part.POD, Part.EVENTS, Part.LOG})
_OF_CONTAINERS = "pod-containers"
_CLIENT_DOWN = frozenset(
    "mount-point-down mount-point-without-client mount-pod-client-down mount-pod-failed mount-pod-ended"
    " client-crash-loop".split()
)
_UNBOUND = frozenset({"claim-pending", "pod-waits-for-claim"})
_OF_CLAIM = ("PVC ", "CSI Controller ")
"""What is said of a PVC in its events and in the controller's log is why it is unbound: that does not contradict it."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything that touches one case."""

    speaks_for: tuple[Ground, ...]
    against: tuple[Ground, ...]
    told: Strength
    """What the pasted text says of it."""
    about_us: bool
    """Whether the pasted text can be about this pod."""
    score: float
    cause: str | None


def gathered(
    book: Casebook,
    findings: Sequence[Finding],
    heard: Mapping[CaseId, Lead],
    pasted: Matching | None,
    *,
    about_us: bool,
) -> Mapping[CaseId, Grounds]:
    """The grounds of every case that something speaks for, in the order of the book."""
    told = {match.case: match for match in pasted.matches} if pasted else {}
    every = (
        (case.id, _of_case(case, findings, heard.get(case.id), told.get(case.id), book, about_us=about_us))
        for case in book.cases
    )
    return {case: own for case, own in every if own.speaks_for}


def _of_case(
    case: Case, findings: Sequence[Finding], lead: Lead | None, match: Match | None, book: Casebook, *, about_us: bool
) -> Grounds:
    confirming = [_ground(one, book) for one in findings if one.code in case.confirmed_by]
    lines = [*(_pasted(match, about_us=about_us) if match else ()), *(lead.grounds if lead else ())]
    of_claim = any(one.subject.startswith(_OF_CLAIM) and not one.past for one in lines)
    against = (one for one in _against(findings, case) if not (of_claim and one.code in _UNBOUND))
    contradicting = [_ground(one, book) for one in against]
    if not lines and not any(one.finding and one.finding.state is State.TROUBLE for one in confirming):
        confirming = []  # that a pod has no writeback says nothing as long as nobody complains
    scores = [_FROM_FINDING[one.weight] for one in confirming] + [one.score for one in (match, lead) if one]
    return Grounds(
        speaks_for=tuple(sorted([*lines, *confirming], key=lambda one: (one.past, one.weight is Weight.WEAK))),
        against=tuple(sorted(contradicting, key=lambda one: one.weight is Weight.WEAK)),
        told=match.strength if match else Strength.NONE,
        about_us=about_us,
        score=max(scores, default=0.0),
        cause=_cause(case, findings, match, lead),
    )


def _cause(case: Case, findings: Sequence[Finding], match: Match | None, lead: Lead | None) -> str | None:
    """The sub-cause: what the cluster proves now goes before what a line told; proven twice over, it is open."""
    proven = {case.cause_of[one.code]: one for one in findings if one.code in case.cause_of}
    if len(proven) == 1:
        return next(iter(proven))
    told = [one.cause for one in (match, lead) if one and one.cause and (not proven or one.cause in proven)]
    return told[0] if told else None


def _against(findings: Sequence[Finding], case: Case) -> Iterator[Finding]:
    """What rules a case out; where a probe confirms it of one volume, that another volume is fine does not count.

    Nor does it count that the pod's containers have started, once the client that they started with is down.
    """
    shown = {one.probe for one in findings if one.code in case.confirmed_by and one.state is State.TROUBLE}
    findings = [one for one in findings if one.probe != _OF_CONTAINERS] if client_down(findings) else findings
    against = (one for one in findings if one.code in case.ruled_out_by)
    return (one for one in against if one.state is not State.FINE or one.probe not in shown)


def _ground(finding: Finding, book: Casebook) -> Ground:
    told = book.findings.get(finding.code)
    return Ground(Source.FINDING, finding.evidence, told.weight if told else Weight.WEAK, finding.subject, finding)


def _pasted(match: Match, *, about_us: bool) -> Iterator[Ground]:
    """The lines of the pasted text: the first is as strong as the match, and none is when it is about other objects."""
    for place, one in enumerate(match.evidence):
        strong = about_us and not place and match.strength is Strength.CERTAIN
        yield Ground(Source.PASTE, one.line, Weight.STRONG if strong else Weight.WEAK, number=one.number)


def client_down(findings: Iterable[Finding]) -> bool:
    """Whether no client serves a volume of the pod now; its containers may run on, or fail for that very reason."""
    return any(one.code in _CLIENT_DOWN for one in findings)


def independent(grounds: Iterable[Ground]) -> tuple[Ground, ...]:
    """The strong grounds that do not say the same: of one probe, or of one line told twice, the first alone counts."""
    kept: list[Ground] = []
    for ground in grounds:
        if ground.strong and not any(_same(ground, other) for other in kept):
            kept.append(ground)
    return tuple(kept)


def _same(one: Ground, other: Ground) -> bool:
    """Whether two grounds are one observation: of one probe, or one line, unless a probe looked at more than that."""
    if one.finding and other.finding:
        if one.finding.probe == other.finding.probe or _one_line(one, other):
            return True
        return _GONE in {one.finding.code, other.finding.code} and {one.finding.stage, other.finding.stage} == _BESIDE
    finding = one.finding or other.finding
    return (finding is None or finding.probe in _of_lines_alone()) and _one_line(one, other)


def _one_line(one: Ground, other: Ground) -> bool:
    ours, theirs = set(words(one.line)), set(words(other.line))
    fewest = min(len(ours), len(theirs))
    return fewest >= _FEWEST_WORDS and len(ours & theirs) >= _SAME * fewest


@cache
def _of_lines_alone() -> frozenset[str]:
    """The probes that look at nothing but events, logs and the pod: what they find is what the line says."""
    return frozenset(probe.name for probe in every_probe() if set(probe.reads) <= _LINES)
