"""A diagnosis in words: the one value that every face (Slack, terminal, JSON) shows."""

from collections.abc import Mapping

from bot.core.wording import sentences as wording
from bot.core.wording.commands import fill, slot_values
from bot.model.case import Case, Casebook, Strength
from bot.model.diagnosis import Diagnosis, Reply, ReplyCase, ReplyCommand, ReplyStep, RunnerUp, Verdict
from bot.model.match import Match
from bot.model.text import SafeText

MOST_CASES = 2
"""Two troubles in one paste are both told; a third waits as a runner-up: a tired reader starts with one."""
MOST_RUNNERS_UP = 3
MOST_PRODUCTS = 3


def make_reply(diagnosis: Diagnosis, book: Casebook) -> Reply:
    """Everything that a person is told about `diagnosis`, in its language."""
    values = slot_values(diagnosis.names)
    told = [match for match in diagnosis.matches if match.strength >= Strength.LIKELY][:MOST_CASES]
    rest = [match for match in diagnosis.matches if match not in told][:MOST_RUNNERS_UP]
    cases = tuple(told_case(match, book.by_id[match.case], diagnosis, values) for match in told)
    return Reply(
        lang=diagnosis.lang,
        verdict=diagnosis.verdict,
        headline=cases[0].title if cases else _without_case(diagnosis),
        cases=cases,
        runners_up=tuple(runner_up(match, book.by_id[match.case], diagnosis) for match in rest),
        advice=tuple(_advice(diagnosis, rest, book, values)),
        names=values,
    )


def told_case(match: Match, case: Case, diagnosis: Diagnosis, values: Mapping[str, str]) -> ReplyCase:
    """A case as a reader meets it, in the diagnosis' language, with `values` filled into its commands and steps."""
    page, colon = case.pages[diagnosis.lang], wording.COLON[diagnosis.lang]
    steps = [step for step in page.steps if step.cause in (None, match.cause) or match.cause is None]
    return ReplyCase(
        case=case.id,
        title=page.title,
        strength=match.strength,
        status=case.status,
        score=match.score,
        evidence=match.evidence,
        meaning=page.meaning,
        cause=page.causes.get(match.cause) if match.cause else None,
        commands=tuple(
            ReplyCommand(
                fill(command.run, values),
                command.where,
                page.readings[command.id].question,
                page.readings[command.id].read,
            )
            for command in case.commands
        ),
        steps=tuple(ReplyStep(fill(step.text, values), step.risk) for step in steps),
        look_alikes=tuple(f"{one.case}{colon}{one.text}" if one.case else one.text for one in page.look_alikes),
        link=page.link,
    )


def runner_up(match: Match, case: Case, diagnosis: Diagnosis) -> RunnerUp:
    """A further case in one line."""
    line = match.evidence[0].line if match.evidence else SafeText("")
    return RunnerUp(case.id, case.pages[diagnosis.lang].title, match.strength, line)


def _without_case(diagnosis: Diagnosis) -> str:
    said = {
        Verdict.UNSURE: wording.UNSURE,
        Verdict.NO_CASE: wording.NO_CASE,
        Verdict.NOT_JUICEFS: wording.NOT_JUICEFS,
    }
    return said.get(diagnosis.verdict, wording.UNSURE)[diagnosis.lang]


def _advice(diagnosis: Diagnosis, rest: list[Match], book: Casebook, values: dict[str, str]) -> list[str]:
    lang = diagnosis.lang
    said: list[str] = []
    if diagnosis.verdict is not Verdict.MATCHED:
        if diagnosis.others:
            products = ", ".join(diagnosis.others[:MOST_PRODUCTS])
            said.append(wording.ANOTHER_PRODUCT[lang].format(products=products))
        nearest = book.by_id[rest[0].case].commands if rest else ()
        command = nearest[0].run if nearest else wording.GENERAL_COMMAND
        said.append(wording.SEND_NEXT[lang].format(command=f"`{fill(command, values)}`"))
    if diagnosis.hidden:
        said.append(wording.HIDDEN[lang].format(rules=", ".join(hidden.rule for hidden in diagnosis.hidden)))
    return said
