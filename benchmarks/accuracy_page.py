"""docs/accuracy.md in words and tables: what `benchmarks.accuracy` measured."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.counting import AS_WRITTEN, OWN_LINES, Count, Measured
from benchmarks.mutations import OTHER_TROUBLE, SAME_TROUBLE
from bot.core.matching.evaluation import NO_CASE
from bot.model.case import Casebook

_HEAD = """# How well the matching answers

`make evaluate` makes this page. It runs the casebook's own examples and a frozen set of the project's own pastes
(`tests/pastes`, English and Chinese, never edited), each as it was written and after what happens to an error on its
way into a chat. Nothing in it is random: a figure that changed means that the matching did.

- **kept**: the right case is ranked first. **lost**: it is not, but nobody is told another case either (silence, or a
  guess that is marked as one). **wrong**: a person would be told a case that it is not.
- A word dropped or half a line cut off may take away the very words that tell the trouble; then to lose it is right.
  Wrong is never right.
- CI fails when a case misses more often than `tests/pastes/floors.json` records; `make evaluate ARGS=--record` lowers
  the record, and nothing but a hand raises it.
"""
_OTHER = """## Another product's name

CephFS, then Amazon EFS, put in wherever a text names JuiceFS, its driver or its images. All of them should be silent.
A line that JuiceFS alone prints (`genAndValidOptions`, `Load metadata`, …) proves its case whoever else is named, since
no other product prints it; those are counted apart. What is answered without them holds other words of JuiceFS' own
(`jfscache`, `GetNodeRunningPods`, the scheme and the port of a metadata engine).
"""
_PER_CASE = """## Per case

Right of all, as written; then every variant of the mutations above together.
"""


def page(measured: Measured, book: Casebook) -> str:
    """The whole page, Markdown."""
    every = {mutation: _sum(of[mutation] for of in measured.values()) for mutation in next(iter(measured.values()))}
    return "\n".join(
        [
            _HEAD,
            *(_by_mutation(name, of) for name, of in measured.items()),
            _OTHER,
            _others(measured),
            _PER_CASE,
            _by_case(every, [case.id for case in book.cases]),
            "## Confusion table\n\nWhat was told instead: every row is a wrong answer, and nothing else was one.\n",
            _confusions(every),
        ]
    )


def _by_mutation(name: str, of: Mapping[str, Count]) -> str:
    rows = [_row(mutation, of[mutation]) for mutation in (AS_WRITTEN, *SAME_TROUBLE)]
    head = ("", "texts of a case", "kept", "lost", "wrong", "texts of none", "silent", "wrong")
    return f"## The {name}\n\n" + _table(head, rows)


def _row(name: str, count: Count) -> tuple[str, ...]:
    kept, lost, silent = count.kept.total(), count.lost.total(), count.silent.total()
    alarms = sum(times for (label, _), times in count.wrong.items() if label in NO_CASE)
    wrong = count.wrong.total() - alarms
    whole = kept + lost + wrong
    return (
        name,
        str(whole),
        _share(kept, whole),
        str(lost),
        str(wrong),
        str(silent + alarms),
        str(silent),
        str(alarms),
    )


def _others(measured: Measured) -> str:
    rows = [
        (name, mutation, str(count.silent.total()), str(count.wrong.total()))
        for name, of in measured.items()
        for mutation, count in of.items()
        if mutation.removesuffix(OWN_LINES) in OTHER_TROUBLE
    ]
    return _table(("set", "", "silent", "answered"), rows)


def _by_case(every: dict[str, Count], cases: Sequence[str]) -> str:
    varied = _sum(every[mutation] for mutation in SAME_TROUBLE)
    rows = [(f"`{case}`", *_of_case(every[AS_WRITTEN], case), *_of_case(varied, case)) for case in cases]
    return _table(("case", "as written", "wrong", "all variants", "wrong"), rows)


def _of_case(count: Count, case: str) -> tuple[str, str]:
    wrong = sum(times for (label, _), times in count.wrong.items() if label == case)
    whole = count.kept[case] + count.lost[case] + wrong
    return f"{count.kept[case]}/{whole} {_share(count.kept[case], whole)}", str(wrong)


def _confusions(every: dict[str, Count]) -> str:
    rows = [
        (mutation, f"`{label}`", f"`{case}`", str(times))
        for mutation in (AS_WRITTEN, *SAME_TROUBLE)
        for (label, case), times in sorted(every[mutation].wrong.items(), key=lambda row: (-row[1], row[0]))
    ]
    return _table(("", "it is", "told", "times"), rows)


def _sum(counts: Iterable[Count]) -> Count:
    kept, lost, silent = Counter[str](), Counter[str](), Counter[str]()
    wrong = Counter[tuple[str, str]]()
    for count in counts:
        kept.update(count.kept)
        lost.update(count.lost)
        silent.update(count.silent)
        wrong.update(count.wrong)
    return Count(kept, lost, wrong, silent)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
