"""What `juicefs-bot doctor` found: facts about each thing that the bot hangs on, and the line that it says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.model.text import Lang


class Level(StrEnum):
    """How a thing is; the words are those of the JSON output."""

    OK = "ok"
    WARNING = "warning"
    """It works, or works in part; somebody should know."""
    FAILED = "failed"
    """The bot, or one of its promises, does not work."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at: what was seen, and what to do (nothing where it is well)."""

    topic: str
    level: Level
    seen: Mapping[Lang, str]
    advice: Mapping[Lang, str]


@dataclass(frozen=True, slots=True)
class Reached:
    """A service that was asked: `refused` is its word for no; not `reached` is no answer at all."""

    reached: bool
    refused: str = ""


@dataclass(frozen=True, slots=True)
class SlackFacts:
    """What Slack says of the bot's token."""

    answer: Reached
    workspace: str = ""
    scopes: frozenset[str] = frozenset()
    """The bot scopes that the token has, from the answer's header."""
    skew: float | None = None
    """Seconds that this machine's clock is ahead of Slack's; None when Slack did not tell the time."""


@dataclass(frozen=True, slots=True, order=True)
class Right:
    """One thing that may be done with one kind: `resource` may have a part below, as in `pods/log`."""

    verb: str
    group: str
    resource: str
    name: str = ""
    """Only with the object of this name."""

    def __str__(self) -> str:
        """As `kubectl auth can-i` writes it: `list daemonsets.apps`."""
        group = f".{self.group}" if self.group not in {"", "*"} else ""
        return " ".join(part for part in (self.verb, self.resource + group, self.name) if part)


EVERYWHERE = ""
"""Stands for all namespaces."""


@dataclass(frozen=True, slots=True)
class ClusterFacts:
    """What the API server of one cluster says of the bot's rights; all empty when it was not `answer.reached`."""

    context: str
    answer: Reached
    needed: Mapping[Right, tuple[str, ...]]
    """Each right that reading needs, with the namespaces where it is granted: EVERYWHERE alone, some, or none."""
    needless: Mapping[Right, tuple[str, ...]]
    """Rights by which something could be changed, entered or learnt that the bot must not, where they are granted."""
    namespaces: tuple[str, ...] = ()
    """Where it was asked besides the whole cluster."""
    unanswered: int = 0
    """Questions that had no answer in time: what they ask for is not known."""


@dataclass(frozen=True, slots=True)
class LogFacts:
    """The file of the conversation log and the disk below it."""

    path: str
    there: bool
    bytes: int
    free: int
    """Bytes that are free on its file system."""
    file_system: str
    """As the kernel calls it (`ext4`, `fuse.juicefs`); empty when it cannot be told."""
    locks: bool | None
    """Whether a lock that one holds keeps another out; None when it could not be tried."""
    steps: int
    """How many steps of the schema it has; 0 before there is a log."""
