"""One exchange as the log keeps it: what was asked, what it led to, and what was said."""

from datetime import datetime

from bot.model.conversation import Conversation, MessageIn, MessageOut, Place
from bot.model.diagnosis import Diagnosis
from bot.model.text import Redacted, SafeText


def exchange(
    place: Place,
    asked: Redacted,
    diagnosis: Diagnosis,
    said: SafeText,
    at: datetime,
    *,
    user: str = "",
    asked_ts: str | None = None,
    said_ts: str | None = None,
) -> Conversation:
    """A question and its answer at `place`; `at` (with a time zone) is when it was answered, `*_ts` are Slack's."""
    question = MessageIn(
        text=asked.text,
        at=at,
        lang=diagnosis.lang,
        verdict=diagnosis.verdict,
        matches=diagnosis.matches,
        hidden=asked.hidden,
        user=user,
        ts=asked_ts,
    )
    return Conversation(place, (question, MessageOut(said, at, diagnosis.lang, said_ts)))
