"""The shortcut "Diagnose this message": what a message says is answered in its thread, with the pod that it names."""

from dataclasses import replace

from bot.core.chat.buttons import only_pod, own_buttons
from bot.core.chat.policy import told_by
from bot.core.chat.replies import sentence
from bot.core.faces.blocks import to_blocks
from bot.core.faces.terminal import to_terminal
from bot.core.wording import chat as chat_wording
from bot.errors import SlackDownError, SlackError, StoreError
from bot.flow.answering import Answer, answer
from bot.flow.asking import reader_lang
from bot.flow.boards import fresh, hang
from bot.flow.doors import Doors
from bot.flow.keeping import named
from bot.flow.looking import Asker, Look, look
from bot.flow.waiting import standing_of_press
from bot.flow.weighing import with_files
from bot.model.board import Board
from bot.model.chat import Press
from bot.model.conversation import Conversation, Message, MessageIn, MessageOut, Place
from bot.model.text import Lang, SafeText


def diagnose_message(pointed: Press, place: Place, doors: Doors) -> None:
    """Answer the message that somebody pointed at; or say to them alone why not.  Raises SlackDownError."""
    doors.note("pointed", key=pointed.key, user=pointed.user)
    text, unread = with_files(pointed.text, pointed.files, pointed.key, doors)
    lang = reader_lang(text, pointed.user, doors)
    if not text.strip():
        why = unread[0].said[lang] if unread else chat_wording.EMPTY_MESSAGE[lang]
        doors.chat.respond(pointed.answer_to, sentence(why))
        return
    pointed = replace(pointed, text=text)
    try:
        _answer(pointed, place, lang, doors)
    except SlackDownError:
        raise
    except SlackError:
        doors.note("not let in", key=pointed.key)
        doors.chat.respond(pointed.answer_to, sentence(chat_wording.INVITE_ME[lang]))


def _answer(pointed: Press, place: Place, lang: Lang, doors: Doors) -> None:
    found = answer(pointed.text, doors.index(), lang, force=True)
    pod = only_pod(found.matching.names) if doors.diagnose else None
    mark = f"{pointed.key}:{pointed.ts}"
    refused = doors.may_not(pointed.channel, pod) if pod else None
    if pod and not refused:
        asked = Look(
            pod, Asker(place, pointed.user, pointed.key), lang, found.asked.text, otherwise=to_blocks(found.reply)
        )
        look(asked, standing_of_press(pointed.key, pointed.ts), doors)
        return
    _say(pointed, found, mark, place, doors)
    if refused:
        doors.chat.respond(pointed.answer_to, sentence(refused.said[lang]))


def _say(pointed: Press, found: Answer, mark: str, place: Place, doors: Doors) -> None:
    message, lang = to_blocks(found.reply).marked(mark), found.reply.lang
    posted = fresh(Board(message, lang, own_buttons(message, lang)), place, doors)
    ts = doors.chat.post(pointed.channel, pointed.thread_ts, posted.message, maybe_there=False)
    doors.note("posted", key=pointed.key, ts=ts, case=message.case, strength=message.strength.word)
    try:
        known = doors.log.recall(place).knows(pointed.ts)
        number = doors.log.record(Conversation(place, _messages(pointed, found, ts, doors)[known:]))
    except StoreError as error:
        doors.note("log failed", key=pointed.key, error=str(error))
        return
    hang(posted, ts, number, doors)


def _messages(pointed: Press, found: Answer, ts: str, doors: Doors) -> tuple[Message, ...]:
    """What was asked, by who pointed at it, and what is said; the first only where the log does not have it yet."""
    now, lang, diagnosis = doors.now(), found.reply.lang, found.diagnosis
    told = tuple(sorted(told_by(diagnosis.matches), key=lambda one: one.case))
    asked = found.asked
    return (
        MessageIn(asked.text, now, lang, diagnosis.verdict, named(found), asked.hidden, pointed.user, pointed.ts),
        MessageOut(SafeText(to_terminal(found.reply)), now, lang, ts, pointed.ts, told),
    )
