"""`juicefs-bot evaluate FILE.jsonl`: how good the matching is on labelled texts."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from bot.cli.inputs import ready_index, settings
from bot.core.matching.evaluation import NO_CASE, Figures, Judged, Labelled, figures, judged
from bot.core.matching.index import Index, index
from bot.errors import InputError
from bot.flow import answer
from bot.model.case import CaseId, Status
from bot.model.text import RawText

_CHOICE = click.Choice(["auto", "documented", "all"])


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
@click.option(
    "--cases", "which", type=_CHOICE, default="auto", help="Judge with these cases; auto: those that the labels name."
)
@click.option("--misses", is_flag=True, help="List every text that was judged wrongly.")
def evaluate(file: Path, *, as_json: bool, which: str, misses: bool) -> None:
    """Measure the matching on FILE: lines of {"id", "labels", "text", "origin"}.

    A file whose labels name no case of status `field` cannot judge those cases, so that it is measured with the
    documented (and your own) cases alone; --cases says otherwise.
    """
    items = _items(file)
    made = _restricted(ready_index(settings().knowledge), items, which)
    with click.progressbar(items, label="matching", file=sys.stderr) as bar:
        results = [judged(item, answer(RawText(item.text), made, None).matching) for item in bar]
    sets = {"all": results, "real": [one for one in results if one.item.origin == "real"]}
    found = {name: figures(some) for name, some in sets.items()}
    if as_json:
        click.echo(json.dumps({name: _plain(one) for name, one in found.items()}, ensure_ascii=False, indent=2))
        return
    click.echo(f"{len(items)} texts, {len(made.book.cases)} cases")
    for line in _table(found):
        click.echo(line)
    if misses:
        _list_misses(results)


def _items(file: Path) -> list[Labelled]:
    try:
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
        return [Labelled(str(r["id"]), tuple(r["labels"]), r["text"], r.get("origin", "")) for r in rows]
    except OSError as error:
        raise InputError(f"Cannot read {file}: {error.strerror}.", f"无法读取 {file}：{error.strerror}。") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f'{file} must hold lines of {{"id", "labels": […], "text"}}.',
            f'{file} 的每行须为 {{"id", "labels": […], "text"}}。',
        ) from error


def _restricted(made: Index, items: list[Labelled], which: str) -> Index:
    named = {CaseId(label) for item in items for label in item.labels} - NO_CASE
    field = any(made.book.by_id[label].status is Status.FIELD for label in named if label in made.book.by_id)
    if which == "all" or (which == "auto" and field):
        return made
    return index(made.book.only(frozenset({Status.DOCUMENTED, Status.OWN})))


def _plain(found: Figures) -> dict[str, object]:
    return {
        "top1": found.top1,
        "told": found.told,
        "false_alarms": found.false_alarms,
        "precision": found.precision,
        "per_case": found.per_case,
        "confusions": found.confusions,
    }


def _table(found: Mapping[str, Figures]) -> list[str]:
    every, real = found["all"], found["real"]
    rows = [
        ("top-1 of the cases", every.top1, real.top1),
        ("right and told (likely or better)", every.told, real.told),
        ("false alarms", every.false_alarms, real.false_alarms),
        *((f"{word} and right", every.precision[word], real.precision[word]) for word in every.precision),
    ]
    lines = [f"{'':36}{'all':>16}{'real only':>16}"]
    lines += [f"{name:36}{_share(a):>16}{_share(b):>16}" for name, a, b in rows]
    lines += ["", "per case (top-1)"]
    lines += [
        f"  {case:34}{_share(of):>16}{_share(real.per_case.get(case, (0, 0))):>16}"
        for case, of in every.per_case.items()
    ]
    if every.confusions:
        lines += ["", "confusions (label -> said)"]
        lines += [f"  {count:3}  {label} -> {said}" for label, said, count in every.confusions]
    return lines


def _share(pair: tuple[int, int]) -> str:
    part, whole = pair
    return f"{part}/{whole} {100 * part / whole:5.1f}%" if whole else "-"


def _list_misses(results: list[Judged]) -> None:
    for one in results:
        if (one.wants_case and not one.right) or (not one.wants_case and one.alarm):
            click.echo(f"{one.item.id}: {'/'.join(one.item.labels)} -> {one.first} ({one.strength.word})")
