"""How evidence is weighed: the rules one by one, on a casebook of two made-up cases."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.core.chain.mount_chain import mount_chain
from bot.core.judging.judging import Judgement, judge
from bot.core.matching.index import Index, index
from bot.model.case import Case, CaseId, Signs, Strength, casebook
from bot.model.finding import Finding, FindingText, Stage, State, Weight
from bot.model.judgement import Outcome
from bot.model.match import Evidence, Match, Matching, Names
from bot.model.text import Lang, SafeText
from tests.core.judging.diagnosing import built_in
from tests.scenes.take import changed, snapshot_of

CAUSE, EFFECT = CaseId("mould"), CaseId("spoilt")
CODES = {
    "strong-a": (State.TROUBLE, Weight.STRONG),
    "strong-b": (State.TROUBLE, Weight.STRONG),
    "weak-a": (State.TROUBLE, Weight.WEAK),
    "fine-a": (State.FINE, Weight.STRONG),
    "against-strong": (State.FINE, Weight.STRONG),
    "against-weak": (State.FINE, Weight.WEAK),
    "effect-shows": (State.TROUBLE, Weight.STRONG),
    "effect-shows-too": (State.TROUBLE, Weight.STRONG),
    "app-image-unavailable": (State.TROUBLE, Weight.STRONG),
    "app-running": (State.FINE, Weight.STRONG),
    "x-unknown": (State.UNKNOWN, Weight.WEAK),
}


def made() -> Index:
    """A book of a cause and its effect that lean on the codes above."""
    model = built_in().book.cases[0]
    cause = replace(
        model,
        id=CAUSE,
        signatures=(),
        explains=(EFFECT,),
        confirmed_by=("strong-a", "strong-b", "weak-a", "fine-a"),
        ruled_out_by=("against-strong", "against-weak"),
        cause_of={"strong-a": "taint", "strong-b": "root"},
    )
    effect: Case = replace(
        model,
        id=EFFECT,
        signatures=(),
        explains=(),
        confirmed_by=("effect-shows", "effect-shows-too"),
        ruled_out_by=(),
    )
    texts = {
        code: FindingText(code, state, weight, dict.fromkeys(Lang, code), code == "app-image-unavailable")
        for code, (state, weight) in CODES.items()
    }
    return index(casebook((cause, effect), Signs((), {}), texts))


BOOK = made()


def finding(code: str, probe: str = "", line: str = "") -> Finding:
    """A finding of a probe of its own, unless another is named."""
    return Finding(probe or f"probe-{code}", code, CODES[code][0], Stage.POD, f"Pod {code}", {}, SafeText(line))


def pasted(strength: Strength, names: Names | None = None) -> Matching:
    """A text that leads to the cause."""
    line = Evidence(SafeText("a pasted line of words"), 1)
    return Matching((Match(CAUSE, 80.0, strength, (line,)),), names or Names(), juicefs=True)


def judgement(*findings: Finding, text: Matching | None = None) -> Judgement:
    """What these findings of the healthy pod come to."""
    snapshot = snapshot_of("healthy")
    return judge(snapshot, mount_chain(snapshot), findings, BOOK, text)


def strength(*codes: str, text: Matching | None = None) -> Strength:
    """How strong these findings make the cause; none when it is not told at all."""
    judged = judgement(*map(finding, codes), text=text).judged
    return next((one.strength for one in judged if one.case == CAUSE), Strength.NONE)


def test_a_case_needs_something_for_it() -> None:
    """Nothing, or only what speaks against it, leaves a case untold; so does a state that is fine by itself."""
    assert strength() is Strength.NONE
    assert strength("against-strong") is Strength.NONE
    assert strength("fine-a") is Strength.NONE


def test_one_strong_sign_makes_it_likely_and_two_make_it_certain() -> None:
    """Two answers of one probe, or one line told twice, count as one sign."""
    assert strength("strong-a") is Strength.LIKELY
    assert strength("strong-a", "strong-b") is Strength.CERTAIN
    of_one_probe = judgement(finding("strong-a", "p"), finding("strong-b", "p")).judged
    assert of_one_probe[0].strength is Strength.LIKELY
    line = "FailedMount: the very same words in one line"
    of_one_line = judgement(finding("strong-a", line=line), finding("strong-b", line=line)).judged
    assert of_one_line[0].strength is Strength.LIKELY


def test_what_the_cluster_proves_now_is_the_sub_cause() -> None:
    """It goes before what a line told; proven twice over, the line decides between the two, or it stays open."""
    told = pasted(Strength.CERTAIN)
    of_root = replace(told, matches=(replace(told.matches[0], cause="root"),))
    of_more = replace(told, matches=(replace(told.matches[0], cause="another"),))

    def cause(*codes: str, text: Matching | None = None) -> str | None:
        return judgement(*map(finding, codes), text=text).judged[0].cause

    assert cause("strong-a") == cause("strong-a", text=of_root) == "taint"
    assert cause("weak-a", text=of_root) == cause("strong-a", "strong-b", text=of_root) == "root"
    assert cause("strong-a", "strong-b") is cause("strong-a", "strong-b", text=of_more) is None


def test_weak_signs_alone_leave_it_possible() -> None:
    """However weak, it is told, so that a person who asked can look there."""
    assert strength("weak-a") is Strength.POSSIBLE


def test_what_speaks_against_it_lowers_it() -> None:
    """A strong sign against leaves possible at most, a weak one takes one step."""
    assert strength("strong-a", "strong-b", "against-strong") is Strength.POSSIBLE
    assert strength("strong-a", "strong-b", "against-weak") is Strength.LIKELY
    assert strength("strong-a", "against-weak") is Strength.POSSIBLE
    assert strength("weak-a", "against-weak") is Strength.POSSIBLE


def test_another_volume_that_is_fine_does_not_outweigh_one_that_is_not() -> None:
    """A probe that confirms the case of one volume speaks not against it by its answer for another."""
    shown = [finding("strong-a", "p"), finding("strong-b", "q")]
    of_the_same = judgement(*shown, finding("against-strong", "p")).judged
    assert of_the_same[0].strength is Strength.CERTAIN
    of_another = judgement(*shown, finding("against-strong", "r")).judged
    assert of_another[0].strength is Strength.POSSIBLE


def test_a_text_counts_as_one_sign() -> None:
    """A certain text alone is likely here, certain beside a strong sign, possible where the cluster contradicts it."""
    certain, likely = pasted(Strength.CERTAIN), pasted(Strength.LIKELY)
    assert strength(text=certain) is Strength.LIKELY
    assert strength("strong-a", text=certain) is Strength.CERTAIN
    assert strength("against-strong", text=certain) is Strength.POSSIBLE
    assert strength(text=likely) is Strength.POSSIBLE
    assert strength("weak-a", text=likely) is Strength.LIKELY


def test_a_text_about_other_objects_proves_nothing() -> None:
    """When it names pods or volumes and none is this pod's, it leaves possible; one name of ours is enough."""
    other, ours = Names(pods=("till-0",)), Names(pods=("till-0",), pvcs=("orders-data",))
    assert strength(text=pasted(Strength.CERTAIN, other)) is Strength.POSSIBLE
    assert strength(text=pasted(Strength.CERTAIN, ours)) is Strength.LIKELY
    assert not judgement(text=pasted(Strength.CERTAIN, other)).text_about_us


def test_a_text_alone_does_not_stand_against_what_stops_the_pod() -> None:
    """Where the pod's own image is missing, a certain text about its volume is possible at most."""
    assert strength("app-image-unavailable", text=pasted(Strength.CERTAIN)) is Strength.POSSIBLE
    assert strength("app-image-unavailable", "strong-a", text=pasted(Strength.CERTAIN)) is Strength.CERTAIN


def test_without_a_volume_known_to_be_juicefs_nothing_is_likely() -> None:
    """As long as nobody knows whose volume it is, the driver's objects say nothing of this pod."""
    snapshot = changed(forbid=["persistentvolumeclaims"])
    judged = judge(snapshot, mount_chain(snapshot), (finding("strong-a"), finding("strong-b")), BOOK).judged
    assert [one.strength for one in judged] == [Strength.POSSIBLE]


def test_a_cause_ranks_before_its_effect() -> None:
    """Even when more speaks for the effect; what is only possible ranks behind both."""
    shows = [finding("effect-shows"), finding("effect-shows-too")]
    assert [one.case for one in judgement(finding("strong-a"), *shows).judged] == [CAUSE, EFFECT]
    assert [one.case for one in judgement(finding("weak-a"), *shows).judged] == [EFFECT, CAUSE]


def test_the_outcome_says_what_kind_of_answer_it_is() -> None:
    """A likely case; else what is not JuiceFS'; healthy only when the pod works and all was read; else unknown."""
    works = finding("app-running")
    assert judgement(finding("strong-a"), works).outcome is Outcome.JUDGED
    elsewhere = judgement(finding("app-image-unavailable"), finding("weak-a"))
    assert (elsewhere.outcome, elsewhere.main) == (Outcome.ELSEWHERE, finding("app-image-unavailable"))
    assert judgement(works).outcome is Outcome.HEALTHY
    assert judgement(works, finding("weak-a")).outcome is Outcome.HEALTHY
    assert judgement(works, finding("x-unknown")).outcome is Outcome.UNKNOWN
    assert judgement(finding("weak-a")).main == finding("weak-a")
    assert judgement(finding("weak-a"), finding("x-unknown")).main is None


FINDINGS = st.lists(st.sampled_from([finding(code) for code in CODES]), unique_by=lambda one: one.code)
TEXTS = st.one_of(st.none(), st.sampled_from([pasted(one) for one in Strength if one]))


@given(FINDINGS, TEXTS, st.randoms())
def test_the_rules_hold_for_any_evidence(found: Sequence[Finding], text: Matching | None, chance: Random) -> None:
    """Something speaks for whatever is told; certain needs two strong signs; strong signs against leave possible."""
    result = judgement(*found, text=text)
    for one in result.judged:
        strong = sum(ground.strong for ground in one.speaks_for)
        assert one.speaks_for
        assert one.strength >= Strength.POSSIBLE
        assert one.strength < Strength.CERTAIN or strong > 1
        assert one.strength < Strength.LIKELY or not any(ground.strong for ground in one.speaks_against)
        assert 0 <= one.signs <= one.counted
    known = [one.strength >= Strength.LIKELY for one in result.judged]
    assert known == sorted(known, reverse=True)
    shuffled = list(found)
    chance.shuffle(shuffled)
    again = judgement(*shuffled, text=text)
    assert [(one.case, one.strength) for one in again.judged] == [(one.case, one.strength) for one in result.judged]
    assert again.outcome == result.outcome
