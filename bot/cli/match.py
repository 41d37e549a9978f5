"""`juicefs-bot match`: a text in, its case out.  Logs nothing."""

import json
import sys
import time

import click

from bot.cli.colours import style_for
from bot.cli.inputs import read_text, ready_index, settings
from bot.core.faces.as_json import ranked_json, reply_json
from bot.core.faces.terminal import to_terminal
from bot.core.matching.index import Index
from bot.errors import InputError
from bot.flow import answer
from bot.model.diagnosis import Verdict
from bot.model.text import Lang, RawText

_LANG = click.Choice(["auto", *(lang.value for lang in Lang)])
NOTHING_FITS = 1


@click.command()
@click.argument("file", default="-")
@click.option("--json", "as_json", is_flag=True, help="The reply as JSON.")
@click.option("--lang", type=_LANG, help="The language of the reply; auto: that of the text.")
@click.option("--batch", type=click.Path(), help='For each {"id","text"} line of this file, one line of ranked cases.')
def match(file: str, *, as_json: bool, lang: str | None, batch: str | None) -> None:
    """Match FILE (default: standard input) against the casebook.

    Exit code 0: a case is likely or certain; 1: nothing fits; 2: error.
    """
    chosen = settings()
    index = ready_index(chosen.knowledge)
    if batch:
        _batch(batch, index)
        return
    if file == "-" and sys.stdin.isatty():
        raise InputError(
            "Nothing to read: name a file or pipe a text into me.", "没有输入：请给出文件名，或者用管道传入文本。"
        )
    preferred = Lang(lang) if lang and lang != "auto" else chosen.lang
    found = answer(read_text(file), index, preferred, force=bool(lang and lang != "auto"))
    if as_json:
        click.echo(json.dumps(reply_json(found.reply, found.diagnosis), ensure_ascii=False, indent=2))
    else:
        click.echo(to_terminal(found.reply, style_for(sys.stdout)))
    sys.exit(0 if found.reply.verdict is Verdict.MATCHED else NOTHING_FITS)


def _batch(path: str, index: Index) -> None:
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            identity, text = _item(line, number)
            start = time.perf_counter()
            found = answer(text, index, None).matching
            spent = (time.perf_counter() - start) * 1000
            best = found.best
            click.echo(
                json.dumps(
                    {
                        "id": identity,
                        "best": best.case if best else None,
                        "strength": found.matches[0].strength.word if found.matches else "none",
                        "ranked": ranked_json(found),
                        "ms": round(spent, 3),
                    },
                    ensure_ascii=False,
                )
            )


def _item(line: str, number: int) -> tuple[object, RawText]:
    try:
        row = json.loads(line)
        return row["id"], RawText(str(row["text"]))
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f'Line {number} of the batch must be {{"id": …, "text": …}}.',
            f'批处理文件第 {number} 行须为 {{"id": …, "text": …}}。',
        ) from error
