"""Past conversations, built by a test with only what it is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.model.case import CaseId, Strength
from bot.model.chat import ChannelKind
from bot.model.conversation import ConversationId, Door, Place
from bot.model.diagnosis import Verdict
from bot.model.episode import About, Episode
from bot.model.snapshot import PodRef
from bot.model.text import SafeText

NIGHT = datetime(2026, 3, 14, 3, 0, tzinfo=UTC)
CASE = CaseId("redis-auth-required")
ORDERS = PodRef("shop", "orders-0")


def at(channel: str = "C0ONCALL", team: str = "T0TEAM") -> Place:
    """A thread in a Slack channel."""
    return Place(Door.SLACK, team, channel, "1.1")


def about(pod: PodRef, node: str = "") -> About:
    """A trouble of one pod."""
    return About(frozenset({pod}), frozenset({pod.namespace}), frozenset({node} if node else ()))


def episode(number: int, *, hours: float = 0, case: CaseId | None = CASE, **more: object) -> Episode:
    """A conversation that was opened so many hours after the night began; `more` are fields of `Episode`."""
    made = Episode(
        id=ConversationId(number),
        place=at(),
        kind=ChannelKind.PUBLIC,
        opened_at=NIGHT + timedelta(hours=hours),
        case=case,
        strength=Strength.CERTAIN if case else Strength.NONE,
        verdict=Verdict.MATCHED if case else Verdict.NO_CASE,
        line=SafeText("NOAUTH Authentication required."),
    )
    return replace(made, **more)  # type: ignore[arg-type]  # the fields are Episode's own
