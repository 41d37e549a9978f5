"""The button "This solved it": first the question what did it, as long as there is anything to resolve."""

from bot.core.oncall.handoff_blocks import action_of
from bot.core.oncall.modal import Pressed, solved_view
from bot.errors import BotError
from bot.flow.doors import Doors
from bot.model.chat import Press
from bot.model.conversation import ConversationId, Door, Place
from bot.model.oncall import Act
from bot.model.text import Lang


def asks_first(pressed: Press) -> bool:
    """Whether a press opens a question before it does anything."""
    return pressed.action == action_of(Act.RESOLVE) and bool(pressed.trigger)


def ask_what_solved(pressed: Press, doors: Doors) -> bool:
    """Show the question; False where there is nothing to ask: it is closed already, or Slack does not show it in time.

    Then the press is to be done as any other, so that nobody presses for nothing.
    """
    lang = doors.chat.lang(pressed.user) or doors.preferred or Lang.EN
    about = Pressed(pressed.channel, pressed.thread_ts, pressed.ts, pressed.value)
    try:
        if _closed(pressed, doors):
            return False
        doors.chat.ask(pressed.trigger, solved_view(about, lang))
    except BotError as error:
        doors.note("not asked", key=pressed.key, error=str(error))
        return False
    doors.note("asked", key=pressed.key)
    return True


def place_named(pressed: Press, doors: Doors) -> Place:
    """The thread of the conversation that a button is about: the one it carries, else the one that it lies in."""
    here = Place(Door.SLACK, pressed.team, pressed.channel, pressed.thread_ts)
    if doors.oncall is None or not pressed.value.isdecimal():
        return here
    named = doors.oncall.place(ConversationId(int(pressed.value)))
    return named if named and named.thread else here


def _closed(pressed: Press, doors: Doors) -> bool:
    if doors.oncall is None:
        return True
    return doors.oncall.situation(place_named(pressed, doors), pressed.ts).duty.status.closed
