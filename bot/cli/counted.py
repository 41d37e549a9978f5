"""Which events of the bot's log count for which metric."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.core.chat.policy import Move
from bot.edge.metrics import Metrics
from bot.model.case import CaseId, Strength
from bot.model.snapshot import Reason

Values = Mapping[str, object]


def counter(metrics: Metrics, now: Callable[[], datetime]) -> Callable[[str, Values], None]:
    """What to tell every event of the log."""

    def decided(values: Values) -> None:
        metrics.pasted()
        if values.get("move") == Move.LEAVE.value:
            metrics.silent()

    def posted(values: Values) -> None:
        case, word = values.get("case"), str(values.get("strength"))
        strength = next((one for one in Strength if one.word == word), Strength.NONE)
        metrics.answered(CaseId(str(case)) if case else None, strength, _since(values, now()))

    def read(values: Values) -> None:
        gaps = values.get("unread")
        pairs = (str(gap).partition(":") for gap in gaps) if isinstance(gaps, list) else ()
        metrics.probed(float(str(values.get("seconds"))), [(kind, Reason(reason)) for kind, _, reason in pairs])

    known: Mapping[str, Callable[[Values], None]] = {
        "decided": decided,
        "posted": posted,
        "read": read,
        "not answered": lambda _: metrics.failed(),
        "given up": lambda _: metrics.failed(),
        "socket replaced": lambda _: metrics.reconnected(),
    }

    def count(event: str, values: Values) -> None:
        if event in known:
            known[event](values)

    return count


def _since(values: Values, now: datetime) -> float:
    """Seconds since the message that an event's key names: its last part is the message's `ts`, seconds in UTC."""
    try:
        return max(0.0, now.timestamp() - float(str(values.get("key")).rpartition(":")[2]))
    except ValueError:
        return 0.0
