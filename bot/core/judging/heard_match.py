"""Cases that events and log lines lead to: what was heard is matched as if a person had pasted it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.core.chain.heard import Heard
from bot.core.chain.install import DEFAULT_DRIVER
from bot.core.matching.index import Index
from bot.core.matching.match import match
from bot.core.matching.nearest import Profiles
from bot.model.case import CaseId, Strength
from bot.model.finding import Weight
from bot.model.judgement import Ground
from bot.model.text import SafeText

_OURS = "juicefschain"
"""Put before each line: it stands in no signature, and says whose the line is, which the line alone often does not."""
_DRIVERS_OWN = ("Mount Pod ", "CSI ")
"""How the driver's own pods are called: their lines are matched with their names, as people paste them."""
_APART = "--"
_ROWS_APART = 2
"""A literal may be wrapped over three lines; so many rows between two lines keep them from being read as one."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A case that was heard of: the lines that say it, the best that they come to, and the sub-cause if one tells."""

    grounds: tuple[Ground, ...]
    score: float
    cause: str | None


def leads(heard: Iterable[Heard], index: Index, driver: str = DEFAULT_DRIVER) -> Mapping[CaseId, Lead]:
    """Case -> what was heard of it.  What goes on now is matched apart from what is over, and comes first.

    Programs' literals alone are looked for: people's wordings would find themselves in the noise of a log.  Where the
    *driver* has another name than the literals know, its lines are matched as if it had not, and shown as they are.
    """
    literal = _literals(index)
    every = tuple(replace(one, line=SafeText(one.line.replace(driver, DEFAULT_DRIVER))) for one in heard)
    found: dict[CaseId, Lead] = {}
    for past in (False, True):
        for case, lead in _leads([one for one in every if one.past is past], literal):
            known = found.get(case)
            found[case] = lead if known is None else replace(known, grounds=(*known.grounds, *lead.grounds))
    return {case: replace(lead, grounds=tuple(_renamed(lead.grounds, driver))) for case, lead in found.items()}


def _renamed(grounds: Iterable[Ground], driver: str) -> Iterator[Ground]:
    yield from (replace(one, line=SafeText(one.line.replace(DEFAULT_DRIVER, driver))) for one in grounds)


def _leads(heard: list[Heard], index: Index) -> Iterator[tuple[CaseId, Lead]]:
    rows: list[str] = []
    owners: list[Heard | None] = []
    for one in heard:
        lines = one.line.split("\n")
        rows += [*(f"{_owner(one)} {line}" for line in lines), *(_APART,) * _ROWS_APART]
        owners += [*(one,) * len(lines), *(None,) * _ROWS_APART]
    for found in match(SafeText("\n".join(rows)), index).matches:
        said = [(owner, line.line) for line in found.evidence if (owner := owners[line.number - 1])]
        best = Weight.STRONG if found.strength is Strength.CERTAIN else Weight.WEAK
        weights = (best, *(Weight.WEAK,) * len(said))  # the strength is that of the first line
        grounds = (_ground(*one, weight) for one, weight in zip(said, weights, strict=False))
        yield found.case, Lead(tuple(grounds), found.score, found.cause)


def _owner(one: Heard) -> str:
    return f"{_OURS} {one.subject}" if one.subject.startswith(_DRIVERS_OWN) else _OURS


def _ground(one: Heard, row: SafeText, weight: Weight) -> Ground:
    """The row that tells it, of a line that may have many."""
    line = " ".join(row.removeprefix(_owner(one)).split())
    return Ground(one.source, SafeText(line), weight, one.subject, past=one.past)


def _literals(index: Index) -> Index:
    """The index without people's wordings, and without a guess at what comes nearest."""
    kept = {group: tuple(one for one in needles if one.literal) for group, needles in index.by_group.items()}
    return replace(index, by_group=kept, profiles=lambda: Profiles({}, {}))
