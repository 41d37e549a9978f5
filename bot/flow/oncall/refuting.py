"""Somebody says that it is not this case: the miss is remembered, and what comes next closest is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.chat.replies import looks_alike, next_best, sentence, together
from bot.core.matching.names import names
from bot.core.wording import chat as chat_wording
from bot.flow.doors import Doors, OnCallDoors
from bot.model.case import CaseId
from bot.model.chat import SlackMessage
from bot.model.conversation import MessageIn, MessageOut, Place
from bot.model.diagnosis import Diagnosis
from bot.model.feedback import Feedback
from bot.model.match import Match
from bot.model.text import SafeText


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer that named cases, and what it was an answer to."""

    said: MessageOut
    asked: MessageIn
    texts: SafeText


def refuted(place: Place, ts: str, user: str, doors: Doors, oncall: OnCallDoors) -> SlackMessage | None:
    """Count it against the bot's answer `ts` (empty: the newest that told a case), and give the runner-up.

    Each person counts once for each answer.  None where there is no such answer in the thread.  Raises StoreError.
    """
    told = _told(place, ts, oncall)
    if told is None or told.said.ts is None:
        return None
    doors.log.vote(place, told.said.ts, user, Feedback.NOT_IT, doors.now())
    doors.note("feedback", verdict=Feedback.NOT_IT.value, cases=[one.case for one in told.said.told])
    lang, cases = told.said.lang, [one.case for one in told.said.told]
    named = chat_wording.OR[lang].join(f"`{case}`" for case in cases)
    thanks = sentence(chat_wording.THANKS_NOT_IT[lang].format(cases=named))
    known = tuple(one for one in told.asked.matches if one.case in doors.index().book.by_id)
    diagnosis = Diagnosis(told.asked.verdict, known, names(told.texts), lang)
    alike = looks_alike(doors.index().book, cases, lang)
    closest = next_best(diagnosis, doors.index().book, cases)
    return together(thanks, closest) if _beside(known, cases) else together(thanks, alike, closest)


def _beside(matches: Sequence[Match], told: Sequence[CaseId]) -> bool:
    """Whether anything was found beside the cases that were told; else their look-alikes come first."""
    return any(one.case not in told for one in matches)


def _told(place: Place, ts: str, oncall: OnCallDoors) -> _Told | None:
    number = oncall.number(place)
    logged = oncall.logged(number) if number else None
    messages = logged.conversation.messages if logged else ()
    said = [one for one in messages if isinstance(one, MessageOut) and one.told and one.ts and ts in ("", one.ts)]
    if not said:
        return None
    before = [one for one in messages[: messages.index(said[-1])] if isinstance(one, MessageIn)]
    exact = [one for one in before if said[-1].answers and one.ts == said[-1].answers]
    asked = (exact or before)[-1:]
    return _Told(said[-1], asked[0], SafeText("\n".join(one.text for one in before))) if asked else None
