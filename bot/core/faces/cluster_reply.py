"""A pod's diagnosis in words: the verdict first, then the cases, then every finding along the mount chain."""

from collections.abc import Iterator
from dataclasses import replace

from bot.core.faces.reply import MOST_CASES, MOST_RUNNERS_UP, runner_up, told_case
from bot.core.judging.cluster_diagnosis import evidence_of
from bot.core.judging.judging import STARTING, works
from bot.core.wording import judging as words
from bot.core.wording import sentences as wording
from bot.core.wording.commands import beside_sidecar
from bot.core.wording.findings import REASONS, sentence
from bot.model.case import Case, Casebook, Strength
from bot.model.diagnosis import Diagnosis, Reply, ReplyCase, ReplyCluster, ReplyFinding
from bot.model.finding import Finding, State
from bot.model.judgement import ClusterView, JudgedCase, Outcome
from bot.model.snapshot import Reason
from bot.model.text import Lang

_WITH_FINDING = {Outcome.ELSEWHERE: words.NOT_JUICEFS, Outcome.HEALTHY: words.HEALTHY_BUT}
_MOST_LINE = 200
"""Characters of a raw line in the headline."""
_CLOCK = slice(11, 19)
"""The time of day in RFC 3339."""


def make_cluster_reply(diagnosis: Diagnosis, book: Casebook) -> Reply:
    """Everything that a person is told about the pod of *diagnosis*.  Raises ValueError when it is about no pod.

    Beside a certain case only what the person's own text tells of is named as a second guess.
    """
    view = diagnosis.cluster
    if view is None:
        raise ValueError("the diagnosis is about no pod")
    told = [one for one in view.judged if one.strength >= Strength.LIKELY][:MOST_CASES]
    matches = {match.case: match for match in diagnosis.matches}
    sure = bool(told) and told[0].strength is Strength.CERTAIN
    others = (one for one in view.judged if one not in told and _now(one) and (one.told or not sure))
    rest = [matches[one.case] for one in others][:MOST_RUNNERS_UP]
    return Reply(
        lang=diagnosis.lang,
        verdict=diagnosis.verdict,
        headline=" ".join(_headline(view, book, diagnosis.lang)),
        cases=tuple(_case(one, diagnosis, view, book) for one in told),
        runners_up=tuple(runner_up(match, book.by_id[match.case], diagnosis) for match in rest),
        advice=tuple(_advice(diagnosis, view)),
        names=view.names,
        cluster=_cluster(view, book, diagnosis.lang),
    )


def _now(one: JudgedCase) -> bool:
    """Whether anything that is not over speaks for a case: what is over is no second guess at what is wrong now."""
    return any(not ground.past for ground in one.speaks_for)


def _case(one: JudgedCase, diagnosis: Diagnosis, view: ClusterView, book: Casebook) -> ReplyCase:
    lang = diagnosis.lang
    match = next(match for match in diagnosis.matches if match.case == one.case)
    case = book.by_id[one.case]
    told = told_case(match, _beside_sidecar(case) if "client" in view.names else case, diagnosis, view.names)
    against = tuple(str(evidence_of(ground, lang, book).line) for ground in one.speaks_against)
    return replace(told, judgement=_joined(one, book, lang), against=against)


def _beside_sidecar(case: Case) -> Case:
    """The case with the commands that a pod with a sidecar can answer."""
    runs = ((command, beside_sidecar(command.run)) for command in case.commands)
    return replace(case, commands=tuple(replace(command, run=run) for command, run in runs if run))


def _headline(view: ClusterView, book: Casebook, lang: Lang) -> Iterator[str]:
    """The verdict: how the text fares, then what the cluster says."""
    said = max(view.judged, key=lambda one: one.told, default=None)
    best = view.judged[0] if view.outcome is Outcome.JUDGED else None
    if not view.text_about_us:
        yield words.OTHER_OBJECTS[lang]
    elif said and said.told >= Strength.LIKELY:
        yield _joined(said, book, lang)
        if best and best.case != said.case:
            yield _filled(words.BUT_SHOWN[lang], best, book, lang)
            return
    if best is None:
        yield _without_case(view, book, lang)
    elif not (said and said.told >= Strength.LIKELY and view.text_about_us):
        yield _filled(words.SHOWN[lang], best, book, lang)


def _joined(one: JudgedCase, book: Casebook, lang: Lang) -> str:
    """What the text says of a case and what the cluster says of it, in one sentence."""
    if one.told < Strength.LIKELY:
        return _filled(words.SHOWN[lang], one, book, lang)
    if one.strength < Strength.LIKELY and one.speaks_against:
        why = str(evidence_of(one.speaks_against[0], lang, book).line)
        return words.CONTRADICTED[lang].format(title=_title(one, book, lang), why=why)
    if one.strength >= Strength.LIKELY and _agrees(one):
        return _filled(words.CONFIRMED[lang], one, book, lang)
    if one.signs:
        return _filled(words.HINTED[lang], one, book, lang)
    once = any(ground.said_by_cluster for ground in one.speaks_for)
    return _filled((words.ONCE if once else words.UNDECIDED)[lang], one, book, lang)


def _agrees(one: JudgedCase) -> bool:
    """Whether the cluster itself says so now: weak signs are those of many troubles, and may be of another one."""
    return any(ground.strong and ground.said_by_cluster and not ground.past for ground in one.speaks_for)


def _filled(text: str, one: JudgedCase, book: Casebook, lang: Lang) -> str:
    return text.format(title=_title(one, book, lang), signs=one.signs, counted=one.counted)


def _title(one: JudgedCase, book: Casebook, lang: Lang) -> str:
    return book.by_id[one.case].pages[lang].title


def _without_case(view: ClusterView, book: Casebook, lang: Lang) -> str:
    pod = f"Pod {view.pod}"
    if view.main:
        text = _WITH_FINDING.get(view.outcome, words.NO_CASE)[lang]
        return text.format(pod=pod, subject=view.main.subject, sentence=_with_line(view.main, book, lang))
    if view.outcome is Outcome.HEALTHY:
        return words.HEALTHY[lang].format(pod=pod)
    if any(one.state is State.UNKNOWN for one in view.findings):
        return (words.WORKS_BUT_UNREAD if works(view.findings) else words.UNREAD)[lang].format(pod=pod)
    if any(one.code == STARTING for one in view.findings):
        return words.STARTING[lang].format(pod=pod)
    return words.NOTHING[lang].format(pod=pod)


def _with_line(finding: Finding, book: Casebook, lang: Lang) -> str:
    """A finding's sentence with the line that shows it: where no case says more, the line is what a person needs."""
    said, line = _sentence(finding, book, lang), " ".join(finding.evidence.split())
    return f"{said} ({line[:_MOST_LINE]})" if line else said


def _cluster(view: ClusterView, book: Casebook, lang: Lang) -> ReplyCluster:
    node = words.ON_NODE[lang].format(node=view.node) if view.node else words.NO_NODE[lang]
    pod = f"{view.context}:{view.pod}" if view.context else str(view.pod)
    return ReplyCluster(
        pod=pod,
        where=words.WHERE[lang].format(node=node, mode=words.MODES[view.mode][lang], at=f"{view.taken_at[_CLOCK]}Z"),
        outcome=view.outcome,
        findings=tuple(
            ReplyFinding(one.state, one.code, one.subject, _sentence(one, book, lang), one.evidence)
            for one in view.findings
        ),
        gaps=tuple(_gaps(view, lang)),
    )


def _gaps(view: ClusterView, lang: Lang) -> Iterator[str]:
    """What could not be read, by reason; that an object does not exist is a finding's matter."""
    for reason in Reason:
        kinds = sorted({gap.kind for gap in view.gaps if gap.reason is reason})
        if kinds and reason is not Reason.NOT_FOUND:
            yield words.GAP[lang].format(kinds=", ".join(kinds), reason=REASONS[reason][lang])


def _advice(diagnosis: Diagnosis, view: ClusterView) -> Iterator[str]:
    lang = diagnosis.lang
    if any(gap.reason is Reason.FORBIDDEN for gap in view.gaps):
        yield words.GRANT[lang]
    if diagnosis.hidden:
        yield wording.HIDDEN[lang].format(rules=", ".join(hidden.rule for hidden in diagnosis.hidden))


def _sentence(finding: Finding, book: Casebook, lang: Lang) -> str:
    told = book.findings.get(finding.code)
    return sentence(finding, told, lang) if told else finding.code
