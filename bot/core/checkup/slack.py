"""What is said of the way to Slack: the token, its scopes, the socket, the clock."""

from collections.abc import Mapping, Sequence

from bot.core.checkup.lines import failed, warning, well
from bot.model.checkup import Line, Reached, SlackFacts

SCOPES: Mapping[str, bool] = {
    "app_mentions:read": True,
    "channels:history": True,
    "channels:read": False,
    "chat:write": True,
    "commands": False,
    "files:read": False,
    "files:write": False,
    "groups:history": False,
    "groups:read": False,
    "im:history": True,
    "mpim:history": False,
    "reactions:read": False,
    "usergroups:read": False,
    "users:read": False,
}
"""The bot scopes that deploy/slack-manifest.yaml asks for, and whether the bot is no use without."""

_SKEW_WARNS, _SKEW_FAILS = 30.0, 300.0
"""Seconds.  Slack's signatures are refused at five minutes; half a minute makes times in the log misleading."""


def token_lines(facts: SlackFacts) -> Sequence[Line]:
    """The bot token, its scopes, and the clock beside Slack's."""
    if not facts.answer.reached:
        return [_unreached("slack-token")]
    if facts.answer.refused:
        return [_refused("slack-token", "SLACK_BOT_TOKEN", facts.answer.refused)]
    token = well(
        "slack-token", f"Slack knows the bot in {facts.workspace}", f"Slack 认得机器人，工作区 {facts.workspace}"
    )
    return [token, _scopes(facts.scopes), *clock_lines(facts.skew)]


def socket_line(answer: Reached) -> Line:
    """Socket Mode: the app-level token, and whether its address can be reached."""
    if answer.refused:
        return _refused("slack-socket", "SLACK_APP_TOKEN", answer.refused)
    if not answer.reached:
        return failed(
            "slack-socket",
            (
                "Slack gives no WebSocket address, or it cannot be reached",
                "Slack 没有给出 WebSocket 地址，或者无法连接它",
            ),
            (
                "Let TCP 443 to wss-primary.slack.com and the other *.slack.com out, or use HTTP mode: serve --http.",
                "请放行到 wss-primary.slack.com 及其他 *.slack.com 的 TCP 443，或者改用 HTTP 模式：serve --http。",
            ),
        )
    return well("slack-socket", "Socket Mode can be opened", "可以建立 Socket Mode 连接")


def clock_lines(skew: float | None) -> Sequence[Line]:
    """The clock, held against Slack's."""
    if skew is None:
        return []
    seconds = f"{abs(skew):.0f}"
    if abs(skew) < _SKEW_WARNS:
        return [well("clock", f"{seconds} s apart from Slack's", f"与 Slack 的时钟相差 {seconds} 秒")]
    side = ("ahead of", "快") if skew > 0 else ("behind", "慢")
    line = failed if abs(skew) >= _SKEW_FAILS else warning
    seen = (f"{seconds} s {side[0]} Slack's clock", f"比 Slack 的时钟{side[1]} {seconds} 秒")
    return [
        line(
            "clock",
            seen,
            (
                "Set this machine's clock (NTP); at 300 s requests over HTTP are refused.",
                "请校准本机时钟（NTP）；相差 300 秒时 HTTP 请求会被拒绝。",
            ),
        )
    ]


def _scopes(granted: frozenset[str]) -> Line:
    missing, more = sorted(SCOPES.keys() - granted), sorted(granted - SCOPES.keys())
    if missing:
        line = failed if any(SCOPES[scope] for scope in missing) else warning
        names = ", ".join(missing)
        return line(
            "slack-scopes",
            (f"Missing: {names}", f"缺少：{names}"),
            (
                "Put deploy/slack-manifest.yaml into your app's App Manifest page, save, and reinstall the app.",
                "请在应用的 App Manifest 页面填入 deploy/slack-manifest.yaml，保存并重新安装应用。",
            ),
        )
    if more:
        names = ", ".join(more)
        return warning(
            "slack-scopes",
            (f"More than is needed: {names}", f"多出不需要的权限：{names}"),
            (
                "Take them away at OAuth & Permissions and reinstall the app.",
                "请在 OAuth & Permissions 页面去掉并重新安装应用。",
            ),
        )
    return well("slack-scopes", f"Exactly the {len(SCOPES)} that are needed", f"正好是所需的 {len(SCOPES)} 项")


def _unreached(topic: str) -> Line:
    return failed(
        topic,
        ("Slack does not answer, or only with an error of its own", "Slack 没有响应，或者只返回了它自身的错误"),
        (
            "Let HTTPS to *.slack.com out (NetworkPolicy, proxy), and check SLACK_API_BASE_URL and slack-status.com.",
            "请放行到 *.slack.com 的 HTTPS（NetworkPolicy、代理），并检查 SLACK_API_BASE_URL 和 slack-status.com。",
        ),
    )


def _refused(topic: str, variable: str, code: str) -> Line:
    return failed(
        topic,
        (f"Slack refuses {variable}: {code}", f"Slack 拒绝了 {variable}：{code}"),
        (
            "Copy the token again from api.slack.com/apps, your app; reinstall the app if it was removed.",
            "请到 api.slack.com/apps 的应用页面重新复制令牌；如果应用已被移除，请重新安装。",
        ),
    )
