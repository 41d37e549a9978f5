"""What a cluster's evidence comes to: for each case what speaks for and against it, and one outcome for the pod."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.case import CaseId, Strength
from bot.model.finding import Finding, Weight
from bot.model.match import Source
from bot.model.snapshot import PodRef, Reason
from bot.model.text import SafeText


class Outcome(StrEnum):
    """What a diagnosis of a pod comes to."""

    JUDGED = "judged"
    """A case is likely or certain."""
    HEALTHY = "healthy"
    """The pod works, nothing that speaks against it was found, and everything asked for could be read."""
    ELSEWHERE = "elsewhere"
    """Something is wrong that is not JuiceFS', and it is named."""
    UNKNOWN = "unknown"
    """Neither: no case fits, or too little could be read."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that speaks for or against a case.

    `line` is the raw line or field (redacted), empty where the absence of an object is the evidence; `subject` is the
    object that it is about, empty for a line of the pasted text; `finding` is there when a probe said it.
    """

    source: Source
    line: SafeText
    weight: Weight
    subject: str = ""
    finding: Finding | None = None
    past: bool = False
    """It was so, and what came later (a start, a recovery) says that it is over."""
    number: int = 0
    """The line's number in the pasted text, from 1; 0 for what the cluster says."""

    @property
    def strong(self) -> bool:
        """Whether a case may lean on it alone: it weighs, and it is so now."""
        return self.weight is Weight.STRONG and not self.past

    @property
    def said_by_cluster(self) -> bool:
        """Whether it was read in the cluster and not in the pasted text."""
        return self.source is not Source.PASTE


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """A case with everything that speaks for and against it, and what that comes to."""

    case: CaseId
    strength: Strength
    speaks_for: tuple[Ground, ...]
    """Never empty; what weighs most first."""
    speaks_against: tuple[Ground, ...] = ()
    told: Strength = Strength.NONE
    """What the pasted text alone says of it."""
    cause: str | None = None
    """The sub-cause, where a line tells it."""

    @property
    def signs(self) -> int:
        """How many signs in the cluster speak for it now."""
        return sum(ground.said_by_cluster and not ground.past for ground in self.speaks_for)

    @property
    def counted(self) -> int:
        """How many signs in the cluster speak for or against it now."""
        return self.signs + len(self.speaks_against)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that could not be read: Kubernetes' word for the kind, and why."""

    kind: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class ClusterView:
    """All that a diagnosis says of one pod, now."""

    pod: PodRef
    context: str
    node: str
    """Empty while the pod is on no node."""
    mode: str
    """How its volumes are mounted: a value of `bot.core.chain.mount_chain.Mode`."""
    taken_at: str
    outcome: Outcome
    judged: tuple[JudgedCase, ...]
    """Best first."""
    findings: tuple[Finding, ...]
    """Every one, along the mount chain."""
    gaps: tuple[Gap, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    """Slot name -> the real name, for commands and fix steps."""
    main: Finding | None = None
    """What is wrong where no case says it; of a healthy pod, what is worth a look all the same."""
    text_about_us: bool = True
    """False when a text was given and names pods and volumes of which none is this pod's."""
