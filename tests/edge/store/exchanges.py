"""Exchanges to log: built by a test with only what it is about."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.model.case import CaseId, Strength
from bot.model.conversation import Conversation, Door, MessageIn, MessageOut, Place
from bot.model.diagnosis import Verdict
from bot.model.match import Evidence, Match
from bot.model.text import Hidden, Lang, SafeText

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
TERMINAL = Place(Door.TERMINAL)


def slack(thread: str, channel: str = "C0ONCALL") -> Place:
    """A thread in a Slack channel."""
    return Place(Door.SLACK, "T0TEAM", channel, thread)


def asked(
    text: str, *, minute: int = 0, case: str = "redis-auth-required", user: str = "U0ANNA", ts: str | None = None
) -> MessageIn:
    """A message that led to one case, its first line being the proof."""
    proof = Evidence(SafeText(text.partition("\n")[0]), 1)
    match = Match(CaseId(case), 97.5, Strength.CERTAIN, (proof,), {"app_pod": "web-0"}, "no-password")
    at = NOON + timedelta(minutes=minute)
    hidden = (Hidden("url-password", 1),)
    return MessageIn(SafeText(text), at, Lang.EN, Verdict.MATCHED, (match,), hidden, user, ts)


def said(text: str, *, minute: int = 0, lang: Lang = Lang.EN, ts: str | None = None) -> MessageOut:
    """What the bot answered, a second after."""
    return MessageOut(SafeText(text), NOON + timedelta(minutes=minute, seconds=1), lang, ts)


def exchange(
    text: str, answer: str = "Give the password.", *, minute: int = 0, place: Place = TERMINAL
) -> Conversation:
    """A question and its answer."""
    return Conversation(place, (asked(text, minute=minute), said(answer, minute=minute)))


def files_of(path: Path) -> bytes:
    """Everything that lies on the disk under the log's name: the file, its -wal and its -shm."""
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(path.name + "*")))
