"""The error of a closed conversation is pasted again into its thread: it is open again, and says so."""

from bot.core.chat.policy import Remembered
from bot.core.oncall.again import reopened_message
from bot.errors import StoreError
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.keeping import place_of
from bot.flow.weighing import Evidence
from bot.model.chat import Change, Incoming, SlackMessage
from bot.model.oncall import Act, Deed, Refused
from bot.model.text import Lang


def reopened(
    incoming: Incoming, evidence: Evidence, known: Remembered, lang: Lang, doors: Doors
) -> SlackMessage | None:
    """What is said when this message opens its closed conversation again; None when it does not.

    Only what leads to a case by itself does: thanks and questions below a solved trouble leave it closed.  A log that
    cannot be asked costs nobody the answer.
    """
    pasted = incoming.change is Change.NEW and evidence.alone.best is not None
    if doors.oncall is None or not pasted or not known.heard or known.knows(incoming.ts):
        return None
    try:
        return _reopened(incoming, lang, doors, doors.oncall)
    except StoreError as error:
        doors.note("log failed", key=incoming.key, error=str(error))
        return None


def _reopened(incoming: Incoming, lang: Lang, doors: Doors, oncall: OnCallDoors) -> SlackMessage | None:
    place = place_of(incoming)
    before = oncall.situation(place, "")
    after = oncall.act(place, Deed(Act.REOPEN, incoming.user, doors.now(), key=f"again:{incoming.key}"))
    if after is None or isinstance(after, Refused):
        return None
    doors.note("reopened", key=incoming.key)
    number = oncall.number(place)
    board = oncall.board(number) if number else None
    answer = doors.chat.link(place.channel, board.ts) if board else ""
    return reopened_message(before, lang, doors.chat.name, answer)
