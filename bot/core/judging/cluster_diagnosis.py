"""A pod's judgement, with a pasted text's if there was one, as one diagnosis."""

from collections.abc import Mapping

from bot.core.chain.mount_chain import Chain, Mode
from bot.core.judging.chain_names import chain_names
from bot.core.judging.judging import Judgement
from bot.core.matching.language import prose_language
from bot.core.objects.fields import text
from bot.core.wording.findings import sentence
from bot.core.wording.judging import EARLIER, SUBJECT
from bot.model.case import Casebook, Strength
from bot.model.diagnosis import Diagnosis, Verdict
from bot.model.judgement import ClusterView, Gap, Ground, JudgedCase, Outcome
from bot.model.match import Evidence, Match, Matching, Names, Source
from bot.model.snapshot import Snapshot
from bot.model.text import Lang, Redacted, SafeText

MOST_GROUNDS = 5
"""Signs that are told of a case; the findings say the rest."""
_SCORES: Mapping[Strength, float] = {
    Strength.NONE: 0.0,
    Strength.POSSIBLE: 40.0,
    Strength.LIKELY: 70.0,
    Strength.CERTAIN: 95.0,
}


def diagnose_pod(
    snapshot: Snapshot,
    judgement: Judgement,
    pasted: tuple[Redacted, Matching] | None,
    lang: Lang,
    book: Casebook,
) -> Diagnosis:
    """Everything known about the pod of *snapshot*, to be told in *lang*; *pasted* is a text with what it matches."""
    return Diagnosis(
        verdict=_verdict(judgement),
        matches=tuple(_match(one, lang, book) for one in judgement.judged),
        names=pasted[1].names if pasted else Names(),
        lang=lang,
        others=pasted[1].others if pasted else (),
        hidden=pasted[0].hidden if pasted else (),
        cluster=_view(snapshot, judgement),
    )


def language_of(pasted: Redacted | None, preferred: Lang | None, *, force: bool) -> Lang:
    """The language to answer in: the preferred one when forced, else that of the text's prose, else the preferred."""
    if force and preferred:
        return preferred
    return (prose_language(pasted.text) if pasted else None) or preferred or Lang.EN


def _view(snapshot: Snapshot, judgement: Judgement) -> ClusterView:
    return ClusterView(
        pod=snapshot.scope,
        context=snapshot.context,
        node=text(snapshot.pod, "spec", "nodeName"),
        mode=_mode(judgement.chain),
        taken_at=snapshot.taken_at,
        outcome=judgement.outcome,
        judged=judgement.judged,
        findings=judgement.findings,
        gaps=tuple(dict.fromkeys(Gap(ask.part.kind, gap.reason) for ask, gap in snapshot.gaps())),
        names=chain_names(snapshot, judgement.chain, judgement.findings),
        main=judgement.main,
        text_about_us=judgement.text_about_us,
    )


def _mode(chain: Chain) -> str:
    """Without a JuiceFS volume nothing is mounted in any mode."""
    return str(chain.mode if chain.concerned else Mode.UNKNOWN)


def _verdict(judgement: Judgement) -> Verdict:
    plain = {
        Outcome.JUDGED: Verdict.MATCHED,
        Outcome.HEALTHY: Verdict.HEALTHY,
        Outcome.ELSEWHERE: Verdict.ELSEWHERE,
    }
    return plain.get(judgement.outcome, Verdict.UNSURE if judgement.judged else Verdict.NO_CASE)


def _match(one: JudgedCase, lang: Lang, book: Casebook) -> Match:
    """The case as every face and the log know it; its evidence is what speaks for it, in the order of weight."""
    evidence = tuple(evidence_of(ground, lang, book) for ground in one.speaks_for[:MOST_GROUNDS])
    return Match(one.case, _SCORES[one.strength], one.strength, evidence, {}, one.cause)


def evidence_of(ground: Ground, lang: Lang, book: Casebook) -> Evidence:
    """A ground as a line: pasted lines as they are, what the cluster says behind the object that it is about."""
    if ground.source is Source.PASTE:
        return Evidence(ground.line, ground.number)
    said = str(ground.line)
    if ground.finding and ground.finding.code in book.findings:
        said = sentence(ground.finding, book.findings[ground.finding.code], lang)
    said = SUBJECT[lang].format(subject=ground.subject, said=said)
    return Evidence(SafeText(EARLIER[lang].format(said=said) if ground.past else said), 0, ground.source)
