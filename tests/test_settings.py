"""Settings are read from the environment, held to their form, and told in one place."""

import re
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.model.text import Lang
from bot.settings import SETTINGS, Address, Settings, address, read

ROOT = Path(__file__).parents[1]
GOOD = {
    "JUICEFS_BOT_LANG": "zh",
    "JUICEFS_BOT_KNOWLEDGE": "own",
    "JUICEFS_BOT_DB": "log.db",
    "SLACK_BOT_TOKEN": "xoxb-1-2-abcdefgh",
    "SLACK_APP_TOKEN": "xapp-1-A1-2-abcdefgh",
    "SLACK_API_BASE_URL": "http://127.0.0.1:8765/api/",
    "JUICEFS_BOT_WORKERS": "3",
    "JUICEFS_BOT_DEADLINE": "2.5",
    "JUICEFS_BOT_CONTEXTS": "prod, staging",
    "JUICEFS_BOT_NAMESPACES": "shop",
    "JUICEFS_BOT_DRIVER_NAMESPACE": "kube-system",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    "JUICEFS_BOT_CATCH_UP_HOURS": "2",
    "JUICEFS_BOT_HEALTH": "127.0.0.1:8080",
    "JUICEFS_BOT_RETENTION_DAYS": "90",
    "JUICEFS_BOT_CHANNELS_MAY_READ": "C0123=shop",
    "JUICEFS_BOT_ACCEPT_MINUTES": "30",
    "JUICEFS_BOT_HANDOFF_SCHEDULE": "C0123=0 9 * * 1-5 Asia/Shanghai S0456; C0789=0 8,20 * * * Europe/Berlin",
}


def test_every_setting_fills_a_field_of_its_own() -> None:
    """Each row, given a good value, changes exactly the field that it names."""
    for setting in SETTINGS:
        chosen = read({setting.variable: GOOD[setting.variable]})
        changed = {name for name in Settings.__slots__ if getattr(chosen, name) != getattr(Settings(), name)}
        assert changed == {setting.name}


def test_the_example_file_lists_every_setting() -> None:
    """`.env.example` has a line for each setting, in the order of the table, and none besides."""
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    assert [line.partition("=")[0] for line in lines if "=" in line] == [setting.variable for setting in SETTINGS]


def test_an_unset_or_empty_variable_is_the_default() -> None:
    """The example file as it is, with empty tokens, gives the defaults."""
    assert read({setting.variable: "" for setting in SETTINGS}) == Settings() == read({})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("JUICEFS_BOT_LANG", "de"),
        ("SLACK_BOT_TOKEN", "xapp-1-A1-2-abcdefgh"),
        ("SLACK_APP_TOKEN", "xoxb-1-2-abcdefgh"),
        ("SLACK_BOT_TOKEN", "xoxb-1-2-abc defgh"),
        ("SLACK_API_BASE_URL", "https://slack.com/api"),
        ("SLACK_API_BASE_URL", "http://slack.com/api/"),
        ("SLACK_API_BASE_URL", "https://user@slack.com/api/"),
        ("JUICEFS_BOT_WORKERS", "0"),
        ("JUICEFS_BOT_WORKERS", "65"),
        ("JUICEFS_BOT_WORKERS", "many"),
        ("JUICEFS_BOT_RETENTION_DAYS", "-7"),
        ("JUICEFS_BOT_RETENTION_DAYS", "1.5"),
        ("JUICEFS_BOT_DRIVER_NAMESPACE", "kube-system, shop"),
        ("JUICEFS_BOT_DRIVER_NAMESPACE", "../secrets"),
        ("SLACK_SIGNING_SECRET", "xoxb-1-2-abcdefgh"),
        ("SLACK_SIGNING_SECRET", "short"),
        ("JUICEFS_BOT_CATCH_UP_HOURS", "-1"),
        ("JUICEFS_BOT_CATCH_UP_HOURS", "99"),
        ("JUICEFS_BOT_HEALTH", "8080"),
        ("JUICEFS_BOT_HEALTH", "127.0.0.1:65536"),
        ("JUICEFS_BOT_HEALTH", "::1:8080"),
        ("JUICEFS_BOT_HEALTH", "http://127.0.0.1:8080"),
        ("JUICEFS_BOT_DEADLINE", "0.5"),
        ("JUICEFS_BOT_DEADLINE", "121"),
        ("JUICEFS_BOT_DEADLINE", "nan"),
        ("JUICEFS_BOT_CONTEXTS", "prod,,staging"),
        ("JUICEFS_BOT_NAMESPACES", "shop;till shop"),
        ("JUICEFS_BOT_CHANNELS_MAY_READ", "#ops=shop"),
        ("JUICEFS_BOT_CHANNELS_MAY_READ", "C0777"),
    ],
)
def test_a_value_of_the_wrong_form_is_refused_by_name_and_never_shown(variable: str, value: str) -> None:
    """The sentence names the variable and not its value, which may be a secret."""
    with pytest.raises(SettingsError) as refused:
        read({variable: value})
    assert variable in str(refused.value)
    assert value not in str(refused.value)


def test_lists_are_names_between_commas() -> None:
    """Blanks around a name do not belong to it."""
    assert read({"JUICEFS_BOT_CONTEXTS": "prod , staging"}).contexts == frozenset({"prod", "staging"})


def test_the_entry_of_a_channel_that_is_wrong_is_named_beside_the_other_faults() -> None:
    """Somebody with thirty channels is told which one to look at."""
    with pytest.raises(SettingsError) as refused:
        read({"JUICEFS_BOT_LANG": "de", "JUICEFS_BOT_CHANNELS_MAY_READ": "C01=shop; C02=Shop; dm=-"})
    assert "entry 2" in str(refused.value)
    assert "JUICEFS_BOT_LANG" in str(refused.value)


def test_an_address_is_a_host_and_a_port() -> None:
    """IPv6 stands in brackets, as in a URL, and loses them."""
    assert address("0.0.0.0:8080") == Address("0.0.0.0", 8080)  # noqa: S104 - the text under test
    assert address("[::1]:0") == Address("::1", 0)


def test_all_faults_are_told_at_once() -> None:
    """Two wrong settings are one error with both names."""
    with pytest.raises(SettingsError) as refused:
        read({"JUICEFS_BOT_LANG": "de", "JUICEFS_BOT_WORKERS": "0"})
    assert "JUICEFS_BOT_LANG" in str(refused.value)
    assert "JUICEFS_BOT_WORKERS" in str(refused.value)


def test_a_misspelt_name_is_told_and_never_passed_over() -> None:
    """A limit on what may be read, one letter off, would limit nothing."""
    with pytest.raises(SettingsError) as refused:
        read({"JUICEFS_BOT_NAMESPACE": "shop", "JUICEFS_BOT_CHANNEL_MAY_READ": "*=shop", "JUICEFS_BOT_WORKERS": "0"})
    assert "JUICEFS_BOT_CHANNEL_MAY_READ is no setting; JUICEFS_BOT_NAMESPACE is no setting" in str(refused.value)
    assert "JUICEFS_BOT_WORKERS must be" in str(refused.value)
    assert "shop" not in str(refused.value)


def test_what_is_not_ours_and_what_is_empty_is_no_fault() -> None:
    """Kubernetes tells a pod of every Service beside it, the bot's own included; other programs have other names."""
    service = {
        "JUICEFS_BOT_SERVICE_HOST": "10.96.0.7",
        "JUICEFS_BOT_SERVICE_PORT": "80",
        "JUICEFS_BOT_SERVICE_PORT_SLACK": "80",
        "JUICEFS_BOT_PORT": "tcp://10.96.0.7:80",
        "JUICEFS_BOT_PORT_80_TCP": "tcp://10.96.0.7:80",
        "JUICEFS_BOT_PORT_80_TCP_ADDR": "10.96.0.7",
    }
    assert read({**service, "JUICEFS_BOT_OLD": " ", "JUICEFS_TOKEN": "x", "PATH": "/bin"}) == Settings()


def test_tokens_do_not_show_in_a_printed_settings_value() -> None:
    """A settings value in a log line or a trace holds no secret."""
    assert "xoxb" not in repr(read(GOOD))
    assert "xapp" not in repr(read(GOOD))


def test_every_wrong_entry_of_the_schedule_is_told_by_its_number() -> None:
    """Which one and why, and never what stands there."""
    given = "C0123=0 9 * * * Asia/Shanghai; C0456=0 9 * * * Mars/Base; ops=0 9 * * * Etc/UTC"
    with pytest.raises(SettingsError) as raised:
        read({"JUICEFS_BOT_HANDOFF_SCHEDULE": given})
    said = str(raised.value)
    assert "entry 2: no such time zone; entry 3: not CHANNEL=CRON ZONE [GROUP]" in said
    assert "Mars" not in said
    assert "第 2 项：没有这个时区；第 3 项：格式不是" in raised.value.said[Lang.ZH]


def test_in_chinese_no_english_sentence_is_left() -> None:
    """Every setting says what it may be in both languages; the entry of a list is named in both."""
    with pytest.raises(SettingsError) as refused:
        read({setting.variable: "?," for setting in SETTINGS} | {"JUICEFS_BOT_NAMESPACE": "shop"})
    said = refused.value.said[Lang.ZH]
    assert "JUICEFS_BOT_WORKERS 应为从 1 到 64 的整数" in said
    assert "JUICEFS_BOT_NAMESPACE 不是设置项" in said
    assert not re.findall(r"\b(?:must|be|is|from|names|entry|setting|with)\b", said)
