"""What was read out of a text, and which cases it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.case import CaseId, Strength
from bot.model.text import SafeText


class Source(StrEnum):
    """Where a piece of evidence comes from."""

    PASTE = "paste"
    EVENT = "event"
    LOG = "log"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A line that speaks for a case: the redacted line itself, its number in the text (from 1), and its source."""

    line: SafeText
    number: int
    source: Source = Source.PASTE


@dataclass(frozen=True, slots=True)
class Match:
    """A case that the text leads to."""

    case: CaseId
    score: float
    """0 to 100: how well the best signature fits.  It orders; `strength` decides."""
    strength: Strength
    evidence: tuple[Evidence, ...]
    slots: Mapping[str, str] = field(default_factory=dict)
    cause: str | None = None
    """The sub-cause, when the signature tells it."""


@dataclass(frozen=True, slots=True)
class Names:
    """The Kubernetes objects that a text names, each kind in the order of appearance, every value a valid name."""

    namespaces: tuple[str, ...] = ()
    pods: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    pvcs: tuple[str, ...] = ()
    pvs: tuple[str, ...] = ()
    mount_pods: tuple[str, ...] = ()
    csi_node_pods: tuple[str, ...] = ()
    storage_classes: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    pod_uids: tuple[str, ...] = ()
    driver_namespaces: tuple[str, ...] = ()
    """Where Mount Pods and the driver's own pods stand; no application's, so not among `namespaces`."""


@dataclass(frozen=True, slots=True)
class Matching:
    """The whole result for one text.  `matches` is best first; `juicefs` tells whether the text names JuiceFS."""

    matches: tuple[Match, ...]
    names: Names
    juicefs: bool
    others: tuple[str, ...] = ()
    """Other products that the text names, such as `ceph` or `ebs.csi.aws.com`."""

    @property
    def best(self) -> Match | None:
        """The first match if it is likely or better, else nothing."""
        return next((match for match in self.matches[:1] if match.strength >= Strength.LIKELY), None)
