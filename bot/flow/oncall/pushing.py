"""Buttons about the conversation itself: who has it, what became of it, that it is not this case."""

from dataclasses import replace

from bot.core.chat.buttons import HELPED, NOT_IT, UPSTREAM
from bot.core.chat.replies import sentence
from bot.core.oncall.asks import Wanted
from bot.core.oncall.handoff_blocks import act_of
from bot.core.oncall.modal import SOLVED
from bot.core.wording import chat as chat_wording
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.oncall.accepting import accept_pressed
from bot.flow.oncall.acting import Doing, acted
from bot.flow.oncall.refuting import refuted
from bot.flow.oncall.reporting import reported
from bot.flow.oncall.resolving import place_named
from bot.model.chat import Press, SlackMessage
from bot.model.conversation import Door, Place
from bot.model.feedback import Feedback
from bot.model.oncall import Act
from bot.model.text import Lang


def push(pressed: Press, doors: Doors, oncall: OnCallDoors) -> bool:
    """Do what the button says; False where it is none of these.  Raises SlackError and StoreError.

    What is refused, and what a button that is out of date would have done, is told to who pressed alone.
    """
    act = Act.RESOLVE if pressed.action == SOLVED else act_of(pressed.action)
    if act is not None:
        _act(pressed, act, doors, oncall)
    elif pressed.action == NOT_IT:
        told = refuted(_here(pressed), pressed.ts, pressed.user, doors, oncall)
        doors.note("pressed", key=pressed.key, action=pressed.action, known=told is not None)
        _whisper(pressed, told or _stale(pressed, doors), doors)
    elif pressed.action == UPSTREAM:
        _report(pressed, doors, oncall)
    elif pressed.action == HELPED:
        known = doors.log.vote(_here(pressed), pressed.ts, pressed.user, Feedback.HELPED, doors.now())
        doors.note("pressed", key=pressed.key, action=pressed.action, known=known)
        thanks = sentence(chat_wording.THANKS_HELPED[_lang(pressed, doors)])
        _whisper(pressed, thanks if known else _stale(pressed, doors), doors)
    else:
        return False
    return True


def _act(pressed: Press, act: Act, doors: Doors, oncall: OnCallDoors) -> None:
    """Do what the button says about the conversation that it names; a refusal is for who pressed alone."""
    here, place = _here(pressed), place_named(pressed, doors)
    doing = Doing(Wanted(act, pressed.text), place, pressed.user, pressed.key)
    if act is Act.ACCEPT and accept_pressed(pressed, replace(doing, place=here), doors, oncall):
        return
    outcome = acted(doing, act, doors, oncall)
    doors.note("acted", key=pressed.key, act=act.value, done=outcome.number is not None)
    if outcome.number is None:
        _whisper(pressed, outcome.message, doors)
        return
    if act is Act.RESOLVE:
        doors.log.vote(place, pressed.ts, pressed.user, Feedback.HELPED, doors.now())
    for one in dict.fromkeys((here, place)):
        thread = one.thread or pressed.thread_ts
        doors.chat.post(one.channel, thread, outcome.message.marked(f"{pressed.key}:{thread}"), maybe_there=False)


def _report(pressed: Press, doors: Doors, oncall: OnCallDoors) -> None:
    """The file goes into the thread; what is to be said beside it too, for whoever reads it."""
    shown = reported(_here(pressed), pressed.key, _lang(pressed, doors), doors, oncall, again=False)
    doors.note("pressed", key=pressed.key, action=pressed.action, known=shown is not None)
    if shown is None:
        _whisper(pressed, _stale(pressed, doors), doors)
        return
    doors.chat.post(pressed.channel, pressed.thread_ts, shown.marked(f"{pressed.key}:{pressed.ts}"), maybe_there=False)


def _here(pressed: Press) -> Place:
    return Place(Door.SLACK, pressed.team, pressed.channel, pressed.thread_ts)


def _lang(pressed: Press, doors: Doors) -> Lang:
    return doors.chat.lang(pressed.user) or doors.preferred or Lang.EN


def _stale(pressed: Press, doors: Doors) -> SlackMessage:
    return sentence(chat_wording.STALE[_lang(pressed, doors)])


def _whisper(pressed: Press, message: SlackMessage, doors: Doors) -> None:
    doors.chat.whisper(pressed.channel, pressed.user, pressed.thread_ts, message)
