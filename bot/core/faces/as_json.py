"""The reply as JSON-ready values: one of its three faces."""

from bot.model.diagnosis import Diagnosis, Reply, ReplyCase
from bot.model.finding import Finding
from bot.model.judgement import Ground, JudgedCase
from bot.model.match import Match, Matching

Json = dict[str, object]

_MODES = {"serverless": "sidecar"}
"""A serverless pod has a sidecar too."""


def reply_json(reply: Reply, diagnosis: Diagnosis) -> Json:
    """The whole reply with the names and the matches behind it."""
    return {
        "verdict": reply.verdict.value,
        "lang": reply.lang.value,
        "headline": reply.headline,
        "best": reply.cases[0].case if reply.cases else None,
        "strength": diagnosis.matches[0].strength.word if diagnosis.matches else "none",
        "cases": [_case(case) for case in reply.cases],
        "runners_up": [
            {"case": one.case, "title": one.title, "strength": one.strength.word, "line": one.line}
            for one in reply.runners_up
        ],
        "advice": list(reply.advice),
        "names": {kind: list(found) for kind in diagnosis.names.__slots__ if (found := getattr(diagnosis.names, kind))},
        "hidden": [{"rule": hidden.rule, "count": hidden.count} for hidden in diagnosis.hidden],
    }


def _case(case: ReplyCase) -> Json:
    return {
        "case": case.case,
        "title": case.title,
        "strength": case.strength.word,
        "score": case.score,
        "status": case.status.value,
        "evidence": [{"line": one.line, "number": one.number, "source": one.source.value} for one in case.evidence],
        "meaning": case.meaning,
        "cause": case.cause,
        "commands": [
            {"run": one.run, "where": one.where.value, "question": one.question, "read": one.read}
            for one in case.commands
        ],
        "steps": [{"text": step.text, "risk": step.risk.value} for step in case.steps],
        "look_alikes": list(case.look_alikes),
        "link": case.link,
    }


def cluster_json(reply: Reply, diagnosis: Diagnosis) -> Json:
    """What was found of a pod, as `diagnose --json` prints it.  Raises ValueError when it is about no pod."""
    view = diagnosis.cluster
    if view is None:
        raise ValueError("the diagnosis is about no pod")
    return {
        "pod": str(view.pod),
        "context": view.context,
        "node": view.node or None,
        "mode": _MODES.get(view.mode, view.mode),
        "taken_at": view.taken_at,
        "outcome": view.outcome.value,
        "headline": reply.headline,
        "lang": reply.lang.value,
        "cases": [_judged(one) for one in view.judged],
        "findings": [_finding(one) for one in view.findings],
        "unread": [{"kind": gap.kind, "reason": gap.reason.value} for gap in view.gaps],
        "names": dict(view.names),
    }


def _judged(one: JudgedCase) -> Json:
    return {
        "case": one.case,
        "strength": one.strength.word,
        "told_by_text": one.told.word,
        "signs": {"confirmed": one.signs, "counted": one.counted},
        "for": [_ground(ground) for ground in one.speaks_for],
        "against": [_ground(ground) for ground in one.speaks_against],
    }


def _ground(ground: Ground) -> Json:
    return {
        "source": ground.source.value,
        "subject": ground.subject,
        "code": ground.finding.code if ground.finding else None,
        "line": ground.line,
        "weight": ground.weight.value,
        "now": not ground.past,
    }


def _finding(one: Finding) -> Json:
    return {
        "code": one.code,
        "verdict": one.state.value,
        "subject": one.subject,
        "stage": one.stage.name.lower().replace("_", "-"),
        "probe": one.probe,
        "facts": dict(one.facts),
        "line": one.evidence,
    }


def ranked_json(matching: Matching) -> list[Json]:
    """The ranked matches as `match --batch` prints them."""
    return [_match(one) for one in matching.matches]


def _match(one: Match) -> Json:
    return {
        "case": one.case,
        "score": one.score,
        "strength": one.strength.word,
        "lines": [evidence.line for evidence in one.evidence],
    }
