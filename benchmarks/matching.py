"""The matching beside naive scorers: rapidfuzz's process.extract with WRatio, BM25, and SQLite's FTS5."""

import gc
import json
import re
import sqlite3
import string
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from rank_bm25 import BM25Okapi
from rapidfuzz import fuzz, process

from benchmarks.labelled import examples
from benchmarks.measure import rows, spent
from bot.core.matching.evaluation import Labelled, figures, judged
from bot.core.matching.index import Index, index
from bot.core.matching.words import phrase
from bot.edge.casebook import load
from bot.flow import answer
from bot.model.case import Case, Casebook, CaseId, Ours, Signature, Status, Strength, casebook
from bot.model.match import Match, Matching, Names
from bot.model.text import Lang, RawText

SYNTHETIC_CASES = 2_000
KIB = 1024
_NAIVE_FLOOR = {"wratio": 80.0, "bm25": 4.0, "fts5": 4.0}
"""Scores from which a naive scorer would speak; chosen to favour it (lower floors only add false alarms)."""

Judge = Callable[[str], Matching]


def table(corpus: Path | None) -> str:
    """Accuracy and speed of ours and of the baselines, then our speed by size."""
    book = load()
    items = _labelled(corpus) if corpus else examples(book)
    if corpus and not any(
        label in book.by_id and book.by_id[CaseId(label)].status is Status.FIELD
        for one in items
        for label in one.labels
    ):
        book = book.only(frozenset({Status.DOCUMENTED}))
    made = index(book)
    gc.freeze()  # as bot/cli/inputs.py
    judges: dict[str, Judge] = {
        "ours": lambda text: answer(RawText(text), made, None).matching,
        "rapidfuzz WRatio": _wratio(book),
        "BM25 (rank-bm25)": _bm25(book),
        "SQLite FTS5": _fts5(book),
    }
    source = corpus.name if corpus else "the casebook's own examples"
    beside = rows(
        f"Matching {len(items)} texts of {source}, {len(book.cases)} cases",
        [_line(*one, items) for one in judges.items()],
    )
    return beside + "\n" + rows("Ours by size", _sizes(made, book, items))


def _line(name: str, judge: Judge, items: Sequence[Labelled]) -> tuple[str, str]:
    found = figures([judged(item, judge(item.text)) for item in items])
    took = spent([partial(judge, item.text) for item in items], rounds=2)
    top1, alarms = (100 * part / max(1, whole) for part, whole in (found.top1, found.false_alarms))
    return name, f"top-1 {top1:5.1f}%   false alarms {alarms:5.1f}%   {took}"


def _sizes(made: Index, book: Casebook, items: Sequence[Labelled]) -> list[tuple[str, str]]:
    every = [item.text for item in items]
    four_kib = _log(every, 4 * KIB)
    mebibyte = _log(every, 1024 * KIB)
    large = index(_with_synthetic(book))
    return [
        ("a labelled paste", str(spent([partial(_ours, made, text) for text in every], rounds=5))),
        ("4 KiB", str(spent([partial(_ours, made, four_kib)], rounds=200))),
        ("1 MiB log", str(spent([partial(_ours, made, mebibyte)], rounds=10))),
        ("1 MiB in one line", str(spent([partial(_ours, made, mebibyte.replace("\n", " "))], rounds=5))),
        (f"{SYNTHETIC_CASES} synthetic cases", str(spent([partial(_ours, large, text) for text in every], rounds=2))),
    ]


def _ours(made: Index, text: str) -> Matching:
    return answer(RawText(text), made, None).matching


def _log(texts: Sequence[str], size: int) -> str:
    """A log of `size` bytes: driver lines, no two alike, with the texts strewn in."""
    line = (
        'I0504 02:10:{:02d}.{:06d}       7 node.go:{}] "creating dir" logger="NodePublishVolume" '
        'volumeId="pvc-{:08x}" target="/x/{}"\n'
    )
    made: list[str] = []
    spent_bytes = 0
    number = 0
    while spent_bytes < size:
        row = line.format(number % 60, number, number % 400, number * 2654435761 % 2**32, number)
        if number % 97 == 0:
            row = texts[number // 97 % len(texts)] + "\n"
        made.append(row)
        spent_bytes += len(row.encode())
        number += 1
    return "".join(made)[:size]


def _with_synthetic(book: Casebook) -> Casebook:
    """The book with made-up cases beside it, each with three signatures of its own words."""
    model = book.cases[0]
    return casebook((*book.cases, *(_synthetic(model, number) for number in range(SYNTHETIC_CASES))), book.signs)


def _synthetic(model: Case, number: int) -> Case:
    word = "".join(string.ascii_lowercase[number // 26**place % 26] for place in range(4))
    texts = [
        f"operation {word}{part} failed for volume {{pv}}: backend {word} refused request {part}" for part in "abc"
    ]
    signatures = tuple(
        Signature(
            text, ((phrase(f"operation {word}{part}"),), (phrase(f"backend {word}"), phrase("refused"))), ours=Ours.SIGN
        )
        for part, text in zip("abc", texts, strict=True)
    )
    return replace(model, id=CaseId(f"synthetic-{number}"), signatures=signatures)


# -- baselines ----------------------------------------------------------------


def _documents(book: Casebook) -> list[tuple[CaseId, str]]:
    """What a naive scorer compares with: each case's literals and titles."""
    slot = re.compile(r"\{\w+\}")
    return [
        (
            case.id,
            slot.sub("", " ".join([one.text for one in case.signatures] + [case.pages[lang].title for lang in Lang])),
        )
        for case in book.cases
    ]


def _naive(scores: Sequence[tuple[CaseId, float]], floor: float) -> Matching:
    ranked = sorted(scores, key=lambda pair: -pair[1])[:3]
    made = tuple(
        Match(case, score, Strength.LIKELY if score >= floor else Strength.POSSIBLE, ())
        for case, score in ranked
        if score > 0
    )
    return Matching(made, Names(), juicefs=False)


def _wratio(book: Casebook) -> Judge:
    choices = {
        (case.id, number): one.text for case in book.cases for number, one in enumerate(case.signatures) if one.text
    }

    def judge(text: str) -> Matching:
        found = process.extract(text, choices, scorer=fuzz.WRatio, limit=5)
        return _naive([(key[0], score) for _, score, key in found], _NAIVE_FLOOR["wratio"])

    return judge


def _bm25(book: Casebook) -> Judge:
    documents = _documents(book)
    scorer = BM25Okapi([text.lower().split() for _, text in documents])

    def judge(text: str) -> Matching:
        scores = scorer.get_scores(text.lower().split())
        return _naive(
            [(case, float(score)) for (case, _), score in zip(documents, scores, strict=True)], _NAIVE_FLOOR["bm25"]
        )

    return judge


def _fts5(book: Casebook) -> Judge:
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table cases using fts5(id unindexed, text)")
    database.executemany("insert into cases values (?, ?)", _documents(book))

    def judge(text: str) -> Matching:
        asked = " OR ".join(f'"{word}"' for word in sorted(set(re.findall(r"[A-Za-z]{3,}", text)))[:60])
        if not asked:
            return _naive([], 0)
        found = database.execute(
            "select id, -bm25(cases) from cases where cases match ? order by 2 desc limit 3", (asked,)
        )
        return _naive([(CaseId(case), score) for case, score in found], _NAIVE_FLOOR["fts5"])

    return judge


def _labelled(corpus: Path) -> list[Labelled]:
    found = [json.loads(line) for line in corpus.read_text("utf-8").splitlines() if line.strip()]
    return [Labelled(str(one["id"]), tuple(one["labels"]), one["text"], one.get("origin", "")) for one in found]
