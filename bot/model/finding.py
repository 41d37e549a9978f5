"""What a probe found: one answer to one question about the mount chain of one pod, now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from bot.model.text import Lang, SafeText


class State(StrEnum):
    """What was found.  Unreadable is not healthy: what could not be read is unknown, never fine."""

    TROUBLE = "trouble"
    FINE = "fine"
    UNKNOWN = "unknown"


class Stage(IntEnum):
    """Where along the mount chain a question belongs; findings are told in this order."""

    POD = 1
    CLAIM = 2
    INJECTION = 3
    REGISTRATION = 4
    CSI_NODE = 5
    MOUNT_POD = 6
    MOUNT_POINT = 7
    USE = 8
    END = 9


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    `code` names its sentence in knowledge/findings.yaml, which also says how much it weighs; `subject` is the object
    as people write it (`CSINode node-b`, `PVC shop/orders-data`); `facts` fill the `{slots}` of the sentence;
    `evidence` is the raw line or field that shows it (redacted), empty where an absence is the evidence.
    """

    probe: str
    code: str
    state: State
    stage: Stage
    subject: str
    facts: Mapping[str, str] = field(default_factory=dict)
    evidence: SafeText = field(default=SafeText(""))


class Weight(StrEnum):
    """How much a finding says for or against a case (facts, per-case evidence)."""

    STRONG = "strong"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class FindingText:
    """The sentence of a finding code in both languages, and its weight."""

    code: str
    state: State
    weight: Weight
    said: Mapping[Lang, str]
    elsewhere: bool = False
    """Whether this trouble is not JuiceFS': where no case fits, it is what a person is told to look at."""
