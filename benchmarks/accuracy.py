"""`python -m benchmarks.accuracy [--record]`: how well the matching answers, written into docs/accuracy.md.

Two sets of texts (`benchmarks.labelled`), each as it was written and after every mutation of `benchmarks.mutations`.
The misses that are allowed stand in tests/pastes/floors.json; `--record` writes the present ones there where they are
fewer, never where they are more: what got worse has to be mended, or the file changed by hand before a reviewer's eyes.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.accuracy_page import page
from benchmarks.counting import AS_WRITTEN, OWN_LINES, Count, Measured
from benchmarks.labelled import PASTES, examples, pastes, sums
from benchmarks.mutations import OTHER_TROUBLE, SAME_TROUBLE
from bot.core.matching.evaluation import Labelled, judged
from bot.core.matching.index import Index, index
from bot.edge.casebook import load
from bot.flow import answer
from bot.model.case import Case, Casebook, Ours, casebook
from bot.model.text import RawText

PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
FLOORS = PASTES / "floors.json"
Misses = Mapping[str, Mapping[str, Mapping[str, int]]]
"""Set -> mutation -> label -> how many variants are not answered as they should be."""


def main() -> int:
    """Measure, write the page, print it, and say what got worse than recorded; the exit code says it too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="lower the allowed misses to the present ones")
    record = parser.parse_args().record
    book = load()
    measured = measure(book)
    text = page(measured, book)
    PAGE.write_text(text, "utf-8")
    print(text)
    if record:
        _record(measured)
    found = worse(misses(measured), allowed())
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


def measure(book: Casebook) -> Measured:
    """Both sets under every mutation; takes a few seconds."""
    made, shared = index(book), index(_without_own_lines(book))
    sets = {"examples": examples(book), "pastes": pastes()}
    return {name: dict(_mutated(items, made, shared)) for name, items in sets.items()}


def misses(measured: Measured) -> Misses:
    """What is not answered as it should be; a line that JuiceFS alone prints may be answered beside any name."""
    return {
        name: {mutation: count.misses() for mutation, count in of.items() if not mutation.endswith(OWN_LINES)}
        for name, of in measured.items()
    }


def worse(now: Misses, known: Misses) -> list[str]:
    """A sentence for every label that misses more than is allowed."""
    return [
        f"{name}, {mutation}: {label} misses {times}, {least} are allowed"
        for name, of in now.items()
        for mutation, labels in of.items()
        for label, times in labels.items()
        if times > (least := known.get(name, {}).get(mutation, {}).get(label, 0))
    ]


def allowed() -> Misses:
    """The recorded misses; none, before anything was recorded."""
    found: Misses = _floors().get("misses", {})
    return found


def frozen() -> Mapping[str, str]:
    """File name -> SHA-256 of the pastes that the record was made with."""
    found: Mapping[str, str] = _floors().get("files", {})
    return found


def lesser(now: Misses, known: Misses) -> Misses:
    """The present misses where they are fewer than the recorded ones, else the recorded ones; never more."""
    return {
        name: {mutation: _fewer(labels, known[name].get(mutation, labels)) for mutation, labels in of.items()}
        if name in known
        else of
        for name, of in now.items()
    }


def _fewer(now: Mapping[str, int], known: Mapping[str, int]) -> Mapping[str, int]:
    return {label: least for label, times in now.items() if (least := min(times, known.get(label, 0)))}


def _record(measured: Measured) -> None:
    made = {"files": frozen() or sums(), "misses": lesser(misses(measured), allowed())}
    FLOORS.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _floors() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    return found


def _mutated(items: list[Labelled], made: Index, shared: Index) -> Iterator[tuple[str, Count]]:
    yield AS_WRITTEN, _count(items, made)
    for name, mutation in SAME_TROUBLE.items():
        yield name, _count((replace(item, text=text) for item in items for text in mutation(item.text)), made)
    for name, mutation in OTHER_TROUBLE.items():
        variants = [replace(item, labels=("none",), text=text) for item in items for text in mutation(item.text)]
        yield name, _count(variants, shared)
        yield name + OWN_LINES, _count(variants, made)


def _count(items: Iterable[Labelled], made: Index) -> Count:
    count = Count()
    for item in items:
        count.add(judged(item, answer(RawText(item.text), made, None).matching))
    return count


def _without_own_lines(book: Casebook) -> Casebook:
    """The casebook without the lines that nobody but JuiceFS prints: they prove their case whoever else is named."""
    return casebook(tuple(_shared(case) for case in book.cases), book.signs)


def _shared(case: Case) -> Case:
    return replace(case, signatures=tuple(one for one in case.signatures if one.ours is not Ours.ALWAYS))


if __name__ == "__main__":
    sys.exit(main())
