"""The judgement is guarded: no case answers worse than recorded, whatever a paste went through on its way."""

from functools import cache

from benchmarks.accuracy import PAGE, Misses, allowed, frozen, lesser, measure, misses, worse
from benchmarks.accuracy_page import page
from benchmarks.counting import AS_WRITTEN, Measured
from benchmarks.labelled import examples, pastes, sums
from benchmarks.mutations import SAME_TROUBLE, other_product, wrapped
from bot.core.matching.evaluation import NO_CASE
from bot.edge.casebook import load


@cache
def _measured() -> Measured:
    return measure(load())


def test_no_case_misses_more_than_recorded() -> None:
    """Every example and paste, as written and mutated, is answered as well as tests/pastes/floors.json says."""
    assert worse(misses(_measured()), allowed()) == []


def test_as_written_nothing_is_missed() -> None:
    """Our own texts get their case first, or silence, without one exception."""
    for of in _measured().values():
        assert of[AS_WRITTEN].misses() == {}
        assert of[AS_WRITTEN].kept.total() > 80
        assert of[AS_WRITTEN].silent.total() > 40


def test_nothing_is_lost_by_how_a_text_is_pasted() -> None:
    """Another uid, a wrap at 80 columns, smart quotes or a question around it change no answer."""
    for of in _measured().values():
        for mutation in ("uids changed", "wrapped at 80", "smart quotes", "a question around it"):
            assert of[mutation].misses() == {}, mutation
            assert of[mutation].kept.total() > 5, mutation


def test_the_page_says_what_is_measured() -> None:
    """docs/accuracy.md is what `make evaluate` writes now: run it after a case has changed."""
    assert PAGE.read_text("utf-8") == page(_measured(), load())


def test_the_pastes_are_frozen() -> None:
    """The set that is measured against is the one that was recorded; new pastes go into a new file."""
    assert {name: sums().get(name) for name in frozen()} == dict(frozen())
    assert len(frozen()) == 3


def test_the_pastes_cover_every_case_in_both_languages() -> None:
    """Each case has a paste with and one without Chinese, and there are forty texts that no case explains."""
    book, every = load(), pastes()
    assert len(every) >= 120
    assert len({one.id for one in every}) == len(every)
    assert sum(bool(NO_CASE.intersection(one.labels)) for one in every) >= 40
    for case in book.by_id:
        own = [_is_chinese(one.text) for one in every if one.labels[0] == case]
        assert set(own) == {True, False}, case


def test_no_paste_is_an_example() -> None:
    """The frozen set is no copy of the examples that the cases were written with."""
    known = {" ".join(one.text.split()) for one in examples(load())}
    assert [one.id for one in pastes() if " ".join(one.text.split()) in known] == []


def test_a_miss_more_is_told_and_never_recorded() -> None:
    """One miss more than recorded is worse by name; recording takes the fewer of the two."""
    known: Misses = {"pastes": {AS_WRITTEN: {"a": 2, "b": 1}}}
    now: Misses = {"pastes": {AS_WRITTEN: {"a": 1, "b": 2, "c": 1}}}
    assert worse(now, known) == [
        "pastes, as written: b misses 2, 1 are allowed",
        "pastes, as written: c misses 1, 0 are allowed",
    ]
    assert lesser(now, known) == {"pastes": {AS_WRITTEN: {"a": 1, "b": 1}}}
    assert lesser(now, {}) == now


def test_every_mutation_changes_something() -> None:
    """A mutation gives variants that differ from the text, and a wrap adds nothing but line breaks."""
    text = 'a "quoted" line of pvc-0b7c2e1d-41aa-4c55-9d10-7e5f0a2b9c44 - ' + "that goes on and on " * 4
    for name, mutation in SAME_TROUBLE.items():
        assert all(variant != text for variant in mutation(text)), name
        assert list(mutation(text)), name
    assert "".join(wrapped(text)).replace("\n", "") == text
    assert [*other_product("driver name csi.juicefs.com")] == [
        "driver name cephfs.csi.ceph.com",
        "driver name efs.csi.aws.com",
    ]


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)
