"""What is to be said because its time has come: each reminder once, in the thread of its conversation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.core.oncall.acts import still_to_say
from bot.core.oncall.replies import reminder_message
from bot.errors import SlackDownError, SlackError, StoreError
from bot.flow.doors import Doors
from bot.flow.handoff_doors import HandoffLog
from bot.model.conversation import ConversationId, Place
from bot.model.oncall import Duty, Reminder
from bot.model.text import Lang


@dataclass(frozen=True, slots=True)
class ReminderDoors:
    """What the log is asked; all of them raise StoreError."""

    due: Callable[[datetime], tuple[Reminder, ...]]
    duty: Callable[[ConversationId], Duty]
    place: Callable[[ConversationId], Place | None]
    work: HandoffLog
    """Which of several bots is at it, and that it was said."""


def remind(log: ReminderDoors, doors: Doors) -> int:
    """Say everything that is due now; how many were said.  Raises StoreError and SlackDownError, and is said later."""
    return sum(_reminded(reminder, log, doors) for reminder in log.due(doors.now()))


def _reminded(reminder: Reminder, log: ReminderDoors, doors: Doors) -> bool:
    """Take it up, say it, and only then call it said: who died in between may have said it."""
    tried = log.work.take(reminder)
    if tried is None:
        return False
    said = False
    try:
        said = _said(reminder, log, doors, again=tried > 0)
    except (StoreError, SlackDownError):
        log.work.give_back(reminder, doors.now(), blameless=True)
        raise
    except SlackError as error:  # not in that channel any more, or it is archived: nobody can be told there
        doors.note("given up", reminder=reminder.id, error=str(error))
    log.work.end(reminder, doors.now())
    return said


def _said(reminder: Reminder, log: ReminderDoors, doors: Doors, *, again: bool) -> bool:
    place, duty = log.place(reminder.conversation), log.duty(reminder.conversation)
    if place is None or not place.thread or not still_to_say(reminder, duty):
        return False
    lang = doors.chat.lang(reminder.user) or doors.preferred or Lang.EN
    marked = reminder_message(reminder, duty, lang).marked(_mark(reminder))
    doors.chat.post(place.channel, place.thread, marked, maybe_there=again)
    doors.note("reminded", reminder=reminder.id, kind=reminder.kind.value)
    return True


def _mark(reminder: Reminder) -> str:
    """It ends in a time that is a little older than the post, as all marks do."""
    return f"reminder:{reminder.id}:{reminder.due_at.timestamp() - 120:.6f}"
