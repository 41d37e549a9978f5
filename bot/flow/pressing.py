"""Buttons and the slash command: what people do beside writing messages."""

from dataclasses import replace

from bot.core.chat.buttons import (
    CHECK_AGAIN,
    CHECK_CLUSTER,
    DIAGNOSE_MESSAGE,
    SHOW_ALL,
    own_buttons,
)
from bot.core.chat.policy import Remembered
from bot.core.chat.replies import sentence
from bot.core.chat.words import read_ask
from bot.core.faces.blocks import to_blocks
from bot.core.matching.match import match
from bot.core.matching.unmangle import unmangle
from bot.core.objects.target import read_target
from bot.core.oncall.asks import View, read_wanted
from bot.core.wording import chat as chat_wording
from bot.core.wording import oncall as words
from bot.errors import InputError
from bot.flow.answering import Answer, answer, answered
from bot.flow.asking import reader_lang, said_to
from bot.flow.boards import fresh, hang
from bot.flow.diagnosis_buttons import press_diagnosis, under_diagnosis
from bot.flow.doors import Doors
from bot.flow.looking import Asker, Look, look, look_aside, pod_asked, pod_in
from bot.flow.oncall.acting import Doing, lang_of
from bot.flow.oncall.offering import commanded
from bot.flow.oncall.pushing import push
from bot.flow.oncall.viewing import viewed
from bot.flow.pointing import diagnose_message
from bot.flow.waiting import standing_of_press
from bot.flow.weighing import telling
from bot.model.board import Board
from bot.model.chat import AskKind, Command, Press, SlackMessage, Spoken
from bot.model.conversation import Door, Place
from bot.model.oncall import Act
from bot.model.text import Lang, RawText, Redacted, SafeText


def press(pressed: Press, doors: Doors) -> None:
    """Do what a button says.  Raises SlackError, and StoreError when the log cannot be asked."""
    place = Place(Door.SLACK, pressed.team, pressed.channel, pressed.thread_ts)
    if doors.oncall is not None and push(pressed, doors, doors.oncall):
        return
    if pressed.action in (CHECK_CLUSTER, CHECK_AGAIN):
        _check(pressed, place, doors)
        return
    if pressed.action == DIAGNOSE_MESSAGE:
        diagnose_message(pressed, place, doors)
        return
    known = doors.log.recall(place)
    spoken = next((one for one in known.spoken if one.ts == pressed.ts), None)
    if spoken and spoken.text and under_diagnosis(pressed):
        doors.note("pressed", key=pressed.key, action=pressed.action, known=True)
        press_diagnosis(pressed, spoken, doors)
        return
    found = _as_it_was(known, spoken, doors) if spoken else None
    doors.note("pressed", key=pressed.key, action=pressed.action, known=found is not None)
    if spoken is None or found is None:
        _whisper(pressed, _stale(pressed, doors), doors)
    elif pressed.action == SHOW_ALL:
        _show_all(pressed, place, spoken, found, doors)


def run(command: Command, doors: Doors) -> None:
    """Answer a slash command, for its author alone; nothing of it is stored.  Raises SlackError and StoreError."""
    text = unmangle(command.text)
    ask = read_ask(text)
    place = Place(Door.SLACK, command.team, command.channel)
    wanted = read_wanted(command.text, command=True) if doors.oncall else None
    if doors.oncall and wanted:
        doors.note("command", key=command.key, ask=wanted.what.value)
        doing = Doing(wanted, place, command.user, command.key)
        if wanted.what is Act.HAND_OVER:
            commanded(command, doing, doors, doors.oncall)
            return
        view = wanted.what if isinstance(wanted.what, View) else None
        shown = viewed(doing, view, doors, doors.oncall) if view else sentence(words.IN_THREAD[lang_of(doing, doors)])
        doors.chat.respond(command.answer_to, shown)
        return
    doors.note("command", key=command.key, ask=ask.kind.value)
    message = _pasted(text, command.user, doors) if ask.kind in (AskKind.PASTE, AskKind.UNKNOWN) else None
    if ask.kind is AskKind.DIAGNOSE:
        asked = pod_asked(ask, Asker(place, command.user, command.key), doors)
        message = asked if isinstance(asked, SlackMessage) else look_aside(_heard_by(command, asked, doors), doors)
    elif message is None or (ask.kind is AskKind.UNKNOWN and message.case is None):
        message = said_to(ask, place, command.user, doors)
    doors.chat.respond(command.answer_to, message)


def _heard_by(command: Command, asked: Look, doors: Doors) -> Look:
    """The reading, of which the command's author alone hears."""
    return replace(asked, alone=lambda message: doors.chat.respond(command.answer_to, message))


def _check(pressed: Press, place: Place, doors: Doors) -> None:
    """Read the pod that the button names, beside what was said in the thread; the answer goes into the thread."""
    known = doors.log.recall(place)
    lang = known.lang or doors.chat.lang(pressed.user) or doors.preferred or Lang.EN
    doors.note("pressed", key=pressed.key, action=pressed.action)
    try:
        target = read_target(pressed.value)
    except InputError as error:
        _whisper(pressed, sentence(error.said[lang]), doors)
        return
    text = telling([one.text for one in known.heard], doors)
    asker = Asker(place, pressed.user, pressed.key)
    asked = Look(target, asker, lang, text, alone=lambda message: _whisper(pressed, message, doors))
    look(asked, standing_of_press(pressed.key, pressed.ts), doors)


def _pasted(text: RawText, user: str, doors: Doors) -> SlackMessage:
    lang = reader_lang(text, user, doors)
    return to_blocks(answer(text, doors.index(), lang, force=True).reply, whole=True)


def _as_it_was(known: Remembered, spoken: Spoken, doors: Doors) -> Answer | None:
    """The answer behind a post, made again of what was known when it was posted; None when that is gone."""
    then = [one for one in known.heard if float(one.ts) <= float(spoken.ts) and one.text]
    if not then:
        return None
    hidden = next((one.hidden for one in then if one.ts == spoken.answers), ())
    asked = Redacted(SafeText("\n".join(one.text for one in then)), hidden)
    index = doors.index()
    return answered(asked, match(asked.text, index), index, spoken.lang, force=True)


def _show_all(pressed: Press, place: Place, spoken: Spoken, found: Answer, doors: Doors) -> None:
    pod = pod_in(found.matching.names, pressed.channel, doors)
    whole = to_blocks(found.reply, whole=True).marked(f"re:{pressed.channel}:{spoken.answers}")
    board = Board(whole, spoken.lang, own_buttons(whole, spoken.lang, pod), ts=pressed.ts)
    posted = fresh(board, place, doors)
    doors.chat.update(pressed.channel, pressed.ts, posted.message)
    hang(posted, pressed.ts, doors.oncall.number(place) if doors.oncall else None, doors)


def _stale(pressed: Press, doors: Doors) -> SlackMessage:
    return sentence(chat_wording.STALE[doors.chat.lang(pressed.user) or doors.preferred or Lang.EN])


def _whisper(pressed: Press, message: SlackMessage, doors: Doors) -> None:
    doors.chat.whisper(pressed.channel, pressed.user, pressed.thread_ts, message)
