"""Every setting, where it comes from and what it may be.

`read` takes a mapping such as the process environment and gives all settings or every fault at once.  A setting is one
row of `SETTINGS`; `.env.example` and the README's table are held to it by tests.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import SettingsError
from bot.model.text import Lang


@dataclass(frozen=True, slots=True)
class Settings:
    """What the bot runs with."""

    lang: Lang | None = None
    """The language of replies where the paste does not tell; None is `auto`."""
    knowledge: Path | None = None
    """A folder of the reader's own cases, loaded beside the built-in ones."""
    db: Path = Path("juicefs-bot.db")
    """The SQLite file that conversations are logged to."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: the field it fills, how its text is read, and what it may be."""

    variable: str
    name: str
    parse: Callable[[str], object]
    allowed: str
    secret: bool = False


def _lang(text: str) -> Lang | None:
    return None if text == "auto" else Lang(text)


SETTINGS: tuple[Setting, ...] = (
    Setting("JUICEFS_BOT_LANG", "lang", _lang, "auto, en or zh"),
    Setting("JUICEFS_BOT_KNOWLEDGE", "knowledge", Path, "a folder"),
    Setting("JUICEFS_BOT_DB", "db", Path, "a file name"),
)


def read(environment: Mapping[str, str]) -> Settings:
    """The settings in `environment`; an empty variable counts as not set.

    Raises SettingsError naming every variable that is wrong (never its value: it may be a secret).
    """
    values: dict[str, object] = {}
    wrong: list[str] = []
    for setting in SETTINGS:
        text = environment.get(setting.variable, "").strip()
        if not text:
            continue
        try:
            values[setting.name] = setting.parse(text)
        except ValueError:
            wrong.append(f"{setting.variable} must be {setting.allowed}")
    if wrong:
        raise SettingsError("Wrong settings: " + "; ".join(wrong), "设置有误：" + "；".join(wrong))
    return Settings(**values)  # type: ignore[arg-type]  # each row's parse gives its field's type; a test reads every row
