"""What became of labelled texts and their variants, counted by label."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.matching.evaluation import Judged

AS_WRITTEN = "as written"
OWN_LINES = ", beside a line that JuiceFS alone prints"
"""Such a line proves its case whoever else is named: counted apart, since no other product prints it."""


@dataclass(frozen=True, slots=True)
class Count:
    """What became of the variants of one set under one mutation."""

    kept: Counter[str] = field(default_factory=Counter)
    """Label -> variants whose case is ranked first."""
    lost: Counter[str] = field(default_factory=Counter)
    """Label -> variants without their case in the first place, but nobody is told another one."""
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(label, case) -> variants for which a person would be told a case that it is not."""
    silent: Counter[str] = field(default_factory=Counter)
    """Label -> variants that no case explains, and none is told."""

    def add(self, result: Judged) -> None:
        """Count one variant."""
        label = result.item.labels[0]
        if result.wants_case and result.right:
            self.kept[label] += 1
        elif result.alarm:
            self.wrong[label, str(result.first)] += 1
        elif result.wants_case:
            self.lost[label] += 1
        else:
            self.silent[label] += 1

    def misses(self) -> dict[str, int]:
        """Label -> variants that are not answered as they should be; labels without one are left out."""
        found = Counter(self.lost)
        for (label, _), times in self.wrong.items():
            found[label] += times
        return dict(sorted(found.items()))


Measured = Mapping[str, Mapping[str, Count]]
"""Set -> mutation, `AS_WRITTEN` first -> what became of it."""
