"""Open conversations and readings, built by a test with only what it is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.model.case import CaseId, Strength
from bot.model.conversation import ConversationId
from bot.model.finding import Finding, Stage, State
from bot.model.handoff import OpenItem, Reading
from bot.model.judgement import Outcome
from bot.model.oncall import Duty
from bot.model.snapshot import PodRef
from bot.model.text import SafeText

NOW = datetime(2026, 3, 14, 8, 0, tzinfo=UTC)
ORDERS = PodRef("shop", "orders-0")


def finding(code: str, state: State = State.TROUBLE, probe: str = "", subject: str = "Mount Pod x") -> Finding:
    """A finding by its code; its probe is named after it."""
    return Finding(probe or code, code, state, Stage.MOUNT_POD, subject)


def reading(*troubles: str, unknown: tuple[str, ...] = (), outcome: Outcome | None = None, hours: float = 0) -> Reading:
    """A reading of the pod with these troubles and these probes unread, so many hours ago."""
    found = (*map(finding, troubles), *(finding(f"{one}-unknown", State.UNKNOWN, one) for one in unknown))
    judged = outcome or (Outcome.JUDGED if troubles else Outcome.UNKNOWN if unknown else Outcome.HEALTHY)
    return Reading(ORDERS, NOW - timedelta(hours=hours), judged, found)


def item(number: int, *, hours: float = 5, owner: str = "U0ANNA", **more: object) -> OpenItem:
    """An open conversation, opened so many hours ago; `more` are fields of `OpenItem`."""
    made = OpenItem(
        id=ConversationId(number),
        opened_at=NOW - timedelta(hours=hours),
        duty=Duty(owner=owner),
        title=SafeText("NOAUTH Authentication required."),
        case=CaseId("redis-auth-required"),
        strength=Strength.CERTAIN,
        pods=(ORDERS,),
        where="C0ONCALL 1.1",
    )
    return replace(made, **more)  # type: ignore[arg-type]  # the fields are OpenItem's own
