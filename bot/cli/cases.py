"""`juicefs-bot cases`: the casebook itself: check it, list it, show a case, try a text against it."""

from pathlib import Path

import click

from bot.cli.inputs import read_text, ready_index, settings
from bot.core.matching.match import match
from bot.core.matching.unmangle import unmangle
from bot.edge.casebook import check as check_folders
from bot.edge.casebook import load
from bot.errors import InputError
from bot.model.case import Case, CaseId
from bot.model.text import Lang

_LANG = click.Choice([lang.value for lang in Lang])


@click.group()
def cases() -> None:
    """The casebook: check it, list it, show a case, try a text."""


@cases.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
def check(folder: Path | None) -> None:
    """List every fault of the casebook (and of FOLDER beside it) with file, line and rule."""
    own = folder or settings().knowledge
    book, faults = check_folders(*((own,) if own else ()))
    for fault in faults:
        click.echo(str(fault))
    click.echo(f"{len(book.cases)} cases, {len(faults)} faults")
    raise SystemExit(1 if faults else 0)


@cases.command("list")
@click.option("--lang", type=_LANG, default=Lang.EN.value)
def list_cases(lang: str) -> None:
    """Every case in force: id, status, title."""
    book = load(*_own())
    width = max(len(case.id) for case in book.cases)
    for case in book.cases:
        click.echo(f"{case.id:{width}}  {case.status:10}  {case.pages[Lang(lang)].title}")


@cases.command()
@click.argument("case_id")
@click.option("--lang", type=_LANG, default=Lang.EN.value)
def show(case_id: str, lang: str) -> None:
    """Everything that the case CASE_ID says."""
    book = load(*_own())
    case = book.by_id.get(CaseId(case_id))
    if case is None:
        from rapidfuzz.process import extractOne

        near = extractOne(case_id, list(book.by_id))
        raise InputError(
            f"There is no case `{case_id}`. Did you mean `{near[0]}`?", f"没有案例 `{case_id}`。是不是 `{near[0]}`？"
        )
    click.echo(_whole(case, Lang(lang)))


@cases.command("test")
@click.argument("file")
def test_text(file: str) -> None:
    """Which case the text in FILE (or - for standard input) reaches, against all others."""
    from bot.core.redaction.redact import redact

    found = match(redact(unmangle(read_text(file))).text, ready_index(settings().knowledge))
    for one in found.matches:
        click.echo(f"{one.strength.word:9} {one.score:5.1f}  {one.case}")
        for evidence in one.evidence:
            click.echo(f"{'':17} line {evidence.number}: {evidence.line[:160]}")
    if not found.matches:
        click.echo("no case")


def _own() -> tuple[Path, ...]:
    own = settings().knowledge
    return (own,) if own else ()


def _whole(case: Case, lang: Lang) -> str:
    page = case.pages[lang]
    commands = [
        f"  {command.run}\n    {page.readings[command.id].question}\n    {page.readings[command.id].read}"
        for command in case.commands
    ]
    steps = [f"  {number}. [{step.risk}] {step.text}" for number, step in enumerate(page.steps, 1)]
    alike = [f"  - {one.case or 'none'}: {one.text}" for one in page.look_alikes]
    causes = [f"  - {name}: {text}" for name, text in page.causes.items()]
    blocks = [
        [f"{page.title}  ({case.id}, {case.status})"],
        [page.meaning],
        causes,
        commands,
        steps,
        alike,
        [page.more, page.link],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if any(block))
