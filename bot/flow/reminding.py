"""What is to be said because its time has come: each reminder once, in the thread of its conversation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.core.oncall.replies import reminder_message
from bot.flow.doors import Doors
from bot.model.conversation import ConversationId, Place
from bot.model.oncall import Duty, Reminder
from bot.model.text import Lang


@dataclass(frozen=True, slots=True)
class ReminderDoors:
    """What the log is asked; all of them raise StoreError."""

    due: Callable[[datetime], tuple[Reminder, ...]]
    take_up: Callable[[Reminder, datetime], bool]
    """Whether it is ours to say: true for one asker, and only while it is about how things stand."""
    duty: Callable[[ConversationId], Duty]
    place: Callable[[ConversationId], Place | None]


def remind(log: ReminderDoors, doors: Doors) -> int:
    """Say everything that is due now; how many were said.  Raises StoreError and SlackError."""
    said = 0
    for reminder in log.due(doors.now()):
        place = log.place(reminder.conversation)
        if not log.take_up(reminder, doors.now()) or place is None or not place.thread:
            continue
        lang = doors.chat.lang(reminder.user) or doors.preferred or Lang.EN
        message = reminder_message(reminder, log.duty(reminder.conversation), lang)
        doors.chat.post(place.channel, place.thread, message.marked(f"reminder:{reminder.id}"), maybe_there=False)
        doors.note("reminded", reminder=reminder.id, kind=reminder.kind.value)
        said += 1
    return said
