"""Every setting, where it comes from and what it may be.

`read` takes a mapping such as the process environment and gives all settings or every fault at once.  A setting is one
row of `SETTINGS`; `.env.example` and the README's table are held to it by tests.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import SettingsError
from bot.model.permit import Permits, UnreadablePermitError, read_permits
from bot.model.shift import Shift, UnreadableShiftsError, read_shifts
from bot.model.text import Lang

MOST_WORKERS = 64
MOST_SECONDS = 120.0
_NAME = re.compile(r"[^\s,]+")
_API = re.compile(r"(?:https://[^\s/?#@]+|http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?)(?:/[^\s?#]*)?/")
"""The bot's token goes there: in clear only to this machine itself."""
_NAMESPACE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_ADDRESS = re.compile(r"(?:\[(?P<v6>[0-9a-fA-F:.]{2,45})\]|(?P<host>[A-Za-z0-9.-]{1,253})):(?P<port>\d{1,5})")
_PREFIX = "JUICEFS_BOT_"
_OF_A_SERVICE = re.compile(r"SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_\w+)?")
"""What Kubernetes tells every pod of a namespace about a Service that is named juicefs-bot (service links)."""
MOST_HOURS = 72
_SIGNING_SECRET = re.compile(r"[0-9a-zA-Z]{16,64}")
"""Slack's are 32 hexadecimal digits today."""
MOST_PORT = 65_535
MOST_DAYS = 3_650
MOST_MINUTES = 1_440


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen."""

    host: str
    """A name or an IP address; IPv6 without its brackets."""
    port: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What the bot runs with."""

    lang: Lang | None = None
    """The language of replies where the paste does not tell; None is `auto`."""
    knowledge: Path | None = None
    """A folder of the reader's own cases, loaded beside the built-in ones."""
    db: Path = Path("juicefs-bot.db")
    """The SQLite file that conversations are logged to."""
    slack_bot_token: str | None = field(default=None, repr=False)
    slack_app_token: str | None = field(default=None, repr=False)
    slack_api_base_url: str = "https://slack.com/api/"
    """Ends in a slash; another one for GovSlack and for tests."""
    workers: int = 16
    """How many answers may be on their way at once."""
    deadline: float = 10.0
    """Seconds that reading a cluster may take; the diagnosis goes out with what is there by then."""
    contexts: frozenset[str] | None = None
    """Contexts of the kubeconfig that may be read; None for all."""
    namespaces: frozenset[str] | None = None
    """Namespaces whose pods may be diagnosed; None for all that the bot's role can read."""
    driver_namespace: str = ""
    """Where the CSI Driver is, when its pods may be listed there alone; empty: they are looked for everywhere."""
    slack_signing_secret: str | None = field(default=None, repr=False)
    """What Slack signs its requests with when it calls the bot over HTTP."""
    catch_up_hours: int = 8
    """How far back a start reads what was written while the bot was away; 0 is not at all."""
    health: Address | None = None
    """Where /healthz, /readyz and /metrics are served; None is nowhere."""
    retention_days: int | None = None
    """After so many days without a message a conversation's texts are removed; None keeps them."""
    channels_may_read: Permits | None = None
    """What each conversation in Slack may have read; None: wherever the bot was invited, all that its role can read."""
    accept_minutes: int = 15
    """How long a handing over may wait before its receiver is reminded, and again before its sender is told."""
    handoff_schedule: tuple[Shift, ...] = ()
    """When which channel is handed over by itself."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: the field it fills, how its text is read, and what it may be."""

    variable: str
    name: str
    parse: Callable[[str], object]
    allowed: str
    allowed_zh: str
    secret: bool = False


def _lang(text: str) -> Lang | None:
    return None if text == "auto" else Lang(text)


def _token(kind: str) -> Callable[[str], str]:
    """Reads a token by its form alone: Slack prints what it is for at its beginning."""
    form = re.compile(rf"{kind}-[A-Za-z0-9-]{{8,}}")

    def read_token(text: str) -> str:
        if not form.fullmatch(text):
            raise ValueError
        return text

    return read_token


def _api(text: str) -> str:
    if not _API.fullmatch(text):
        raise ValueError
    return text


def address(text: str) -> Address:
    """`HOST:PORT` or `[::1]:PORT`; port 0 lets the system choose.  Raises ValueError."""
    found = _ADDRESS.fullmatch(text)
    if not found or int(found["port"]) > MOST_PORT:
        raise ValueError
    return Address(found["v6"] or found["host"], int(found["port"]))


def _whole(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number of this range."""

    def read_number(text: str) -> int:
        if not least <= int(text) <= most:
            raise ValueError
        return int(text)

    return read_number


def _namespace(text: str) -> str:
    if not _NAMESPACE.fullmatch(text):
        raise ValueError
    return text


def _secret(text: str) -> str:
    if not _SIGNING_SECRET.fullmatch(text):
        raise ValueError
    return text


def _seconds(text: str) -> float:
    if not 1 <= float(text) <= MOST_SECONDS:
        raise ValueError
    return float(text)


def _names(text: str) -> frozenset[str]:
    names = [name.strip() for name in text.split(",")]
    if not all(_NAME.fullmatch(name) for name in names):
        raise ValueError
    return frozenset(names)


SETTINGS: tuple[Setting, ...] = (
    Setting("JUICEFS_BOT_LANG", "lang", _lang, "auto, en or zh", "以下之一：auto、en、zh"),
    Setting("JUICEFS_BOT_KNOWLEDGE", "knowledge", Path, "a folder", "一个目录"),
    Setting("JUICEFS_BOT_DB", "db", Path, "a file name", "一个文件名"),
    Setting(
        "SLACK_BOT_TOKEN",
        "slack_bot_token",
        _token("xoxb"),
        "a bot token, xoxb-…",
        "机器人的 token，xoxb-…",
        secret=True,
    ),
    Setting(
        "SLACK_APP_TOKEN",
        "slack_app_token",
        _token("xapp"),
        "an app-level token, xapp-…",
        "应用级 token（App-Level Token），xapp-…",
        secret=True,
    ),
    Setting(
        "SLACK_API_BASE_URL", "slack_api_base_url", _api, "an https:// URL that ends in /", "以 / 结尾的 https:// 地址"
    ),
    Setting(
        "JUICEFS_BOT_WORKERS",
        "workers",
        _whole(1, MOST_WORKERS),
        f"a number from 1 to {MOST_WORKERS}",
        f"从 1 到 {MOST_WORKERS} 的整数",
    ),
    Setting(
        "JUICEFS_BOT_DEADLINE",
        "deadline",
        _seconds,
        f"seconds from 1 to {MOST_SECONDS:.0f}",
        f"从 1 到 {MOST_SECONDS:.0f} 的秒数",
    ),
    Setting("JUICEFS_BOT_CONTEXTS", "contexts", _names, "names with commas between them", "用逗号分隔的名称"),
    Setting("JUICEFS_BOT_NAMESPACES", "namespaces", _names, "names with commas between them", "用逗号分隔的名称"),
    Setting(
        "JUICEFS_BOT_DRIVER_NAMESPACE", "driver_namespace", _namespace, "the name of a namespace", "一个命名空间的名称"
    ),
    Setting(
        "SLACK_SIGNING_SECRET",
        "slack_signing_secret",
        _secret,
        "a signing secret, 32 letters",
        "签名密钥（Signing Secret），32 个字符",
        secret=True,
    ),
    Setting(
        "JUICEFS_BOT_CATCH_UP_HOURS",
        "catch_up_hours",
        _whole(0, MOST_HOURS),
        f"hours from 0 to {MOST_HOURS}",
        f"从 0 到 {MOST_HOURS} 的小时数",
    ),
    Setting("JUICEFS_BOT_HEALTH", "health", address, "an address, HOST:PORT", "形如 HOST:PORT 的地址"),
    Setting(
        "JUICEFS_BOT_RETENTION_DAYS",
        "retention_days",
        _whole(1, MOST_DAYS),
        f"days from 1 to {MOST_DAYS}",
        f"从 1 到 {MOST_DAYS} 的天数",
    ),
    Setting(
        "JUICEFS_BOT_CHANNELS_MAY_READ",
        "channels_may_read",
        read_permits,
        "channel ids with what each may read, such as C0123=shop,pay*; C0456=prod:*; dm=-",
        "频道 ID 及其可读范围，例如 C0123=shop,pay*; C0456=prod:*; dm=-",
    ),
    Setting(
        "JUICEFS_BOT_ACCEPT_MINUTES",
        "accept_minutes",
        _whole(1, MOST_MINUTES),
        f"minutes from 1 to {MOST_MINUTES}",
        f"从 1 到 {MOST_MINUTES} 的分钟数",
    ),
    Setting(
        "JUICEFS_BOT_HANDOFF_SCHEDULE",
        "handoff_schedule",
        read_shifts,
        "CHANNEL=CRON ZONE [GROUP], such as C0123=0 9 * * * Asia/Shanghai S0456, with semicolons between them",
        "“频道=CRON 时区 [用户组]”，用分号分隔，例如 C0123=0 9 * * * Asia/Shanghai S0456",
    ),
)


def read(environment: Mapping[str, str]) -> Settings:
    """The settings in `environment`; an empty variable counts as not set.

    Raises SettingsError naming every variable that is wrong (never its value: it may be a secret), and every one that
    looks like a setting and is none: a limit whose name is misspelt would limit nothing, and nobody would see it.
    """
    values: dict[str, object] = {}
    wrong: list[tuple[str, str]] = []
    for setting in SETTINGS:
        text = environment.get(setting.variable, "").strip()
        if not text:
            continue
        try:
            values[setting.name] = setting.parse(text)
        except ValueError as error:
            wrong.append(_told(setting, error))
    wrong += [(f"{variable} is no setting", f"{variable} 不是设置项") for variable in unknown(environment)]
    if wrong:
        raise SettingsError(
            "Wrong settings: " + "; ".join(en for en, _ in wrong), "设置有误：" + "；".join(zh for _, zh in wrong)
        )
    return Settings(**values)  # type: ignore[arg-type]  # each row's parse gives its field's type; a test reads every row


def _told(setting: Setting, error: ValueError) -> tuple[str, str]:
    """What a variable must be, in English and Chinese, and of a list which entries are not."""
    en, zh = f"{setting.variable} must be {setting.allowed}", f"{setting.variable} 应为{setting.allowed_zh}"
    if isinstance(error, UnreadableShiftsError):
        return f"{en} ({'; '.join(error.faults)})", f"{zh}（{'；'.join(error.faults_zh)}）"
    if isinstance(error, UnreadablePermitError):
        return f"{en} (entry {error.number} is not)", f"{zh}（第 {error.number} 项不是）"
    return en, zh


def unknown(environment: Mapping[str, str]) -> Sequence[str]:
    """The variables that are named like a setting of ours, have a value, and are none."""
    ours = {setting.variable for setting in SETTINGS}
    named = {name for name in environment if name.startswith(_PREFIX) and environment[name].strip()}
    return sorted(name for name in named - ours if not _OF_A_SERVICE.fullmatch(name.removeprefix(_PREFIX)))
