"""`juicefs-bot handoff`, `stats`, `draft` and `report`: what the log and the clusters say, for people on call."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.colours import style_for
from bot.cli.inputs import ready_index, settings
from bot.cli.on_log import conversation, db_option, json_option, lang_option, log_at, speaking, write
from bot.core.objects.target import Target, read_target
from bot.core.oncall.draft import draft as draft_of
from bot.core.oncall.handoff import hand_over
from bot.core.oncall.handoff_text import to_json, to_markdown
from bot.core.oncall.stats_text import stats_json, stats_text
from bot.core.oncall.upstream import upstream_report
from bot.edge.store import LogReader
from bot.errors import ClusterError
from bot.flow.oncall.rechecking import recheck
from bot.model.case import CaseId
from bot.model.conversation import ConversationId, Door, Place
from bot.model.oncall import Act
from bot.model.snapshot import Snapshot
from bot.model.text import Lang, SafeText

_NOT_READ = {
    Lang.EN: "The cluster was not read: {why}",
    Lang.ZH: "没有读取集群：{why}",
}
_number = click.argument("number", metavar="CONVERSATION", type=click.IntRange(min=1))
_output = click.option("--output", "-o", type=click.Path(path_type=Path), help="Into this file, else standard output.")
_check = click.option("--check/--no-check", default=True, show_default=True, help="Read the clusters now.")


@click.command()
@click.option("--channel", required=True, metavar="ID", help="Slack's channel id, such as C0123456789.")
@click.option("--format", "form", type=click.Choice(["markdown", "json"]), default="markdown", show_default=True)
@_check
@_output
@lang_option
@db_option
def handoff(*, channel: str, form: str, check: bool, output: Path | None, lang: str | None, db: Path | None) -> None:
    """Everything that is open in a channel, for a ticket or an e-mail: what it is, what was tried, before and now.

    Pods are read again, side by side and read-only; what could not be read is said.
    """
    with speaking(lang) as said:
        index, now = ready_index(settings().knowledge), datetime.now(UTC)
        items = log_at(db).open_in(Place(Door.SLACK, channel=channel), now)
        found = hand_over(recheck(items, lambda _channel, target: _read(target), index, now) if check else items, now)
        if form == "json":
            text = json.dumps(to_json(found, said, index.book), ensure_ascii=False, indent=2) + "\n"
        else:
            text = to_markdown(found, said, index.book)
        write(output, text.encode())


@click.command()
@click.option("--plot", type=click.Path(path_type=Path), metavar="FILE", help="Cases by week as a PNG, into this file.")
@json_option
@lang_option
@db_option
def stats(*, plot: Path | None, as_json: bool, lang: str | None, db: Path | None) -> None:
    """What the log adds up to: cases by week, how good the answers were, what nobody could answer."""
    with speaking(lang) as said:
        found = log_at(db).stats()
        if plot is not None:
            from bot.cli.plot import plot_png

            write(plot, plot_png(found))
        if as_json:
            click.echo(json.dumps(stats_json(found), ensure_ascii=False, indent=2))
        else:
            click.echo(stats_text(found, said, style_for(sys.stdout)))


@click.command()
@_number
@click.option("--id", "case_id", metavar="CASE", help="The new case's id; else conversation-NUMBER.")
@_output
@lang_option
@db_option
def draft(number: int, *, case_id: str | None, output: Path | None, lang: str | None, db: Path | None) -> None:
    """A case file's skeleton from a resolved conversation; `cases check` names what is left to fill in."""
    with speaking(lang) as said:
        log = log_at(db)
        logged = conversation(log, number, said)
        history = log.history(ConversationId(number))
        notes = [one.text for one in history if one.act is Act.NOTE]
        solved = next((one.text for one in reversed(history) if one.act is Act.RESOLVE and one.text), SafeText(""))
        write(output, draft_of(CaseId(case_id or f"conversation-{number}"), logged, notes, solved).encode())


@click.command()
@_number
@click.option("--pod", metavar="[CONTEXT:]NS/POD", help="The pod to read; else the one that the conversation names.")
@_check
@_output
@lang_option
@db_option
def report(
    number: int, *, pod: str | None, check: bool, output: Path | None, lang: str | None, db: Path | None
) -> None:
    """What the JuiceFS maintainers always ask for, as one block for an issue: versions, logs, mount command, events."""
    with speaking(lang) as said:
        log = log_at(db)
        logged = conversation(log, number, said)
        target = read_target(pod) if pod else _target(log, logged.id)
        snapshot = _snapshot(target, said) if check and target else None
        write(output, upstream_report(logged, snapshot).encode())


def _read(target: Target) -> Snapshot:
    """The pod as it is now, within the settings' limits.  Raises ClusterError."""
    from bot.cli.cluster import snapshot_of

    chosen = settings()
    return snapshot_of(target, allowed=chosen.contexts, namespaces=chosen.namespaces, seconds=chosen.deadline)


def _snapshot(target: Target, lang: Lang) -> Snapshot | None:
    """The pod as it is now; None, with a word on stderr, when it cannot be read: the report is worth having anyway."""
    try:
        return _read(target)
    except ClusterError as error:
        click.echo(_NOT_READ[lang].format(why=error.said[lang]), err=True)
        return None


def _target(log: LogReader, number: ConversationId) -> Target | None:
    """The pod that a conversation is about: the one that was read last, else one that its texts name."""
    read = next(iter(log.readings(number)), None)
    if read:
        return Target(read.pod, read.context)
    item = log.item_of(number)
    return Target(item.pods[0]) if item and item.pods else None
