"""The reply as JSON-ready values: one of its three faces."""

from bot.model.diagnosis import Diagnosis, Reply, ReplyCase
from bot.model.match import Match, Matching

Json = dict[str, object]


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
