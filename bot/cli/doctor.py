"""`juicefs-bot doctor`: everything that the bot hangs on, looked at one by one, with what to do about each."""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from bot.cli.colours import style_for
from bot.cli.inputs import environment
from bot.core.checkup.cluster import cluster_lines
from bot.core.checkup.lines import failed, warning, well, worst
from bot.core.checkup.log import log_lines
from bot.core.checkup.slack import socket_line, token_lines
from bot.core.checkup.text import checkup_json, checkup_text
from bot.errors import BotError, ClusterError, SettingsError
from bot.model.checkup import Level, Line
from bot.model.text import Lang
from bot.settings import SETTINGS, Settings, read, unknown

SECONDS = 10.0
"""For each cluster."""
OWN_NAMESPACE = "juicefs-bot"
"""Where deploy/base puts the bot, with its tokens beside it: a Role there that reads Secrets reads them."""
_NOT_SET: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "SLACK_BOT_TOKEN": (
        (
            "SLACK_BOT_TOKEN is not set: the bot answers in the terminal alone",
            "没有设置 SLACK_BOT_TOKEN：机器人只能在终端里回答",
        ),
        ("README.md says how to make the Slack app.", "创建 Slack 应用的步骤见 README.zh.md。"),
    ),
    "SLACK_APP_TOKEN": (
        ("SLACK_APP_TOKEN is not set: no Socket Mode", "没有设置 SLACK_APP_TOKEN：无法使用 Socket Mode"),
        (
            "Make one at Basic Information > App-Level Tokens; or, for HTTP, set SLACK_SIGNING_SECRET.",
            "请在 Basic Information > App-Level Tokens 创建；HTTP 模式则设置 SLACK_SIGNING_SECRET。",
        ),
    ),
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--lang", type=click.Choice([lang.value for lang in Lang]), help="Else JUICEFS_BOT_LANG.")
def doctor(*, as_json: bool, lang: str | None) -> None:
    """Look at settings, Slack, clusters, cases, log and clock, and say what is wrong and what to do.

    Changes nothing, posts nothing, and may run beside the bot.  Exit code 0: nothing failed; 1: something failed.
    """
    given, unread = _given()
    chosen, first = _settings(given)
    lines = [unread or first, *_lines(chosen, given)]
    if as_json:
        click.echo(json.dumps(checkup_json(lines), ensure_ascii=False, indent=2))
    else:
        said = Lang(lang) if lang else chosen.lang or Lang.EN
        click.echo(checkup_text(lines, said, style_for(sys.stdout)))
    raise SystemExit(1 if worst(lines) is Level.FAILED else 0)


def _lines(chosen: Settings, given: Mapping[str, str]) -> Iterator[Line]:
    yield from _slack(chosen, given)
    yield from _clusters(chosen)
    yield _casebook(chosen.knowledge)
    yield from _log(chosen.db)


def _given() -> tuple[Mapping[str, str], Line | None]:
    """What this process was given, and a line where that is not all of it."""
    try:
        return environment(), None
    except SettingsError as error:
        return os.environ, _told("settings", ("Not all of them could be read", "有设置未能读取"), error)


def _settings(given: Mapping[str, str]) -> tuple[Settings, Line]:
    """The settings as far as they are right, and the line about them."""
    variables = (*(one.variable for one in SETTINGS), *unknown(given))
    filled = {variable: given[variable] for variable in variables if given.get(variable, "").strip()}
    try:
        chosen = read(filled)
    except SettingsError as error:
        right = {variable: value for variable, value in filled.items() if _is_right(variable, value)}
        advice = (".env.example says what each may be.", "各项的取值见 .env.example。")
        return read(right), failed("settings", _said(error), advice)
    return chosen, well("settings", f"{len(filled)} set, none wrong", f"设置了 {len(filled)} 项，没有错误")


def _is_right(variable: str, value: str) -> bool:
    try:
        read({variable: value})
    except SettingsError:
        return False
    return True


def _slack(chosen: Settings, given: Mapping[str, str]) -> Iterator[Line]:
    if not chosen.slack_bot_token:
        yield _no_token("slack-token", "SLACK_BOT_TOKEN", given)
        return
    from bot.edge.slack.checking import look_at_socket, look_at_token

    yield from token_lines(look_at_token(chosen.slack_bot_token, chosen.slack_api_base_url))
    if chosen.slack_app_token:
        yield socket_line(look_at_socket(chosen.slack_app_token, chosen.slack_api_base_url))
    elif chosen.slack_signing_secret:
        yield well(
            "slack-requests", "Signed requests can be checked (serve --http)", "可以校验请求签名（serve --http）"
        )
    else:
        yield _no_token("slack-socket", "SLACK_APP_TOKEN", given)


def _no_token(topic: str, variable: str, given: Mapping[str, str]) -> Line:
    """It is not set, which may be meant so; or it is set and wrong."""
    if given.get(variable, "").strip():
        return failed(
            topic,
            (f"Not looked at: {variable} is wrong, see settings", f"未检查：{variable} 有误，见 settings"),
            (
                "Correct it first; `juicefs-bot serve` does not start with it.",
                "请先改正；否则 `juicefs-bot serve` 无法启动。",
            ),
        )
    seen, advice = _NOT_SET[variable]
    return warning(topic, seen, advice)


def _clusters(chosen: Settings) -> Iterator[Line]:
    from bot.edge.cluster.connect import Access, contexts

    try:
        every = contexts(Access())
        names = contexts(Access(allowed=chosen.contexts))
    except ClusterError as error:
        yield _told("cluster", ("No cluster can be opened", "没有可用的集群"), error)
        return
    for name in sorted((chosen.contexts or set()) - set(every)) if any(every) else ():
        yield failed(
            f"cluster {name}",
            (
                "JUICEFS_BOT_CONTEXTS names it, the kubeconfig does not",
                "JUICEFS_BOT_CONTEXTS 里有它，但 kubeconfig 里没有",
            ),
            ("`kubectl config get-contexts` lists the names.", "用 `kubectl config get-contexts` 查看名称。"),
        )
    if not every:
        yield warning(
            "cluster",
            ("No kubeconfig and not in a cluster", "没有 kubeconfig，也不在集群内"),
            (
                "Pastes are answered; for `diagnose` set KUBECONFIG.",
                "贴报错可以回答；要用 `diagnose` 请设置 KUBECONFIG。",
            ),
        )
    for name in names:
        yield from _cluster(name, chosen)


def _cluster(context: str, chosen: Settings) -> Sequence[Line]:
    from bot.edge.cluster.connect import Access, connect
    from bot.edge.cluster.rights import look_at_rights

    try:
        cluster = connect(Access(context, allowed=chosen.contexts), SECONDS)
    except ClusterError as error:
        return [_told(f"cluster {context or 'in-cluster'}", ("It cannot be opened", "无法打开"), error)]
    places = {*(chosen.namespaces or {"default"}), chosen.driver_namespace or "kube-system", OWN_NAMESPACE}
    return cluster_lines(look_at_rights(cluster, sorted(places), SECONDS))


def _casebook(own: Path | None) -> Line:
    from bot.edge.casebook import check

    book, faults = check(*((own,) if own else ()))
    if faults:
        listed = "; ".join(str(fault) for fault in faults)
        return failed(
            "casebook",
            (f"{len(faults)} fault(s): {listed}", f"{len(faults)} 处错误：{listed}"),
            (
                "Mend them; `juicefs-bot cases check` lists them again.",
                "请逐一修正；`juicefs-bot cases check` 可以再次列出。",
            ),
        )
    return well("casebook", f"{len(book.cases)} cases, no fault", f"{len(book.cases)} 个案例，没有错误")


def _log(path: Path) -> Sequence[Line]:
    from bot.edge.store.file.looking import look_at_log
    from bot.errors import StoreError

    try:
        return log_lines(look_at_log(path))
    except StoreError as error:
        return [_told("database", ("The log cannot be used", "无法使用日志"), error)]


def _told(topic: str, seen: tuple[str, str], error: BotError) -> Line:
    """A failure whose sentence says what happened and what to do."""
    return failed(topic, seen, _said(error))


def _said(error: BotError) -> tuple[str, str]:
    return error.said[Lang.EN], error.said[Lang.ZH]
