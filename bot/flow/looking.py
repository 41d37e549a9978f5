"""A pod that somebody in a chat wants looked at: one message that says how far it is, then becomes the answer.

Who had which pod read, when, and what came of it is in the bot's own lines (refusals too) and, where it was read, in
the conversation log.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.core.chat.buttons import diagnosis_buttons, only_pod
from bot.core.chat.policy import told_by
from bot.core.chat.reading import reading_message
from bot.core.chat.replies import sentence, together
from bot.core.faces.blocks import to_blocks
from bot.core.faces.terminal import to_terminal
from bot.core.objects.target import Target, read_target, written
from bot.core.oncall.before_now import before_and_now
from bot.core.oncall.handoff import reading_of
from bot.core.redaction.redact import redact
from bot.core.wording import chat as chat_wording
from bot.core.wording import sentences as wording
from bot.errors import ClusterError, InputError, StoreError
from bot.flow.answering import without_secrets
from bot.flow.asking import ask_lang
from bot.flow.boards import fresh, hang
from bot.flow.diagnosing import Diagnosed
from bot.flow.doors import Doors, Progress
from bot.flow.remembering import about_pod, with_memory
from bot.flow.waiting import Standing, Waiting, told_if_slow
from bot.flow.weighing import telling
from bot.model.board import Board
from bot.model.chat import Ask, SlackMessage
from bot.model.conversation import Conversation, ConversationId, MessageIn, MessageOut, Place
from bot.model.handoff import Reading
from bot.model.match import Names
from bot.model.text import Lang, RawText, Redacted, SafeText

_NOTHING = Redacted(SafeText(""))


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for a reading, and where."""

    place: Place
    user: str
    key: str
    """The event's, for the bot's own lines."""
    ts: str | None = None
    """The message that asked; None for a button and a command."""


@dataclass(frozen=True, slots=True)
class Look:
    """A pod to be read, for whom, and what was said about it in the whole thread, without its secrets."""

    target: Target
    asker: Asker
    lang: Lang
    text: SafeText | None = None
    own: Redacted = _NOTHING
    """What was written beside the pod, and is kept with the question."""
    otherwise: SlackMessage | None = None
    """What is said of the text alone, where the pod cannot be read."""
    alone: Callable[[SlackMessage], None] = lambda _message: None
    """Tells the asker and nobody else."""


def look(asked: Look, standing: Standing, doors: Doors) -> None:
    """Read the pod and answer in one message, which says how far it is when that takes a while.  Raises SlackError.

    Why a pod cannot be read is for its asker alone, as long as nobody else was told that it is read.
    """
    if (refused := _not_for_them(asked, doors)) is not None:
        asked.alone(refused)
        return
    waiting = Waiting(asked.target, asked.asker.place, asked.lang, standing, doors)
    with waiting:
        message, found = _looked(asked, waiting.heard, doors)
    if found is None and asked.otherwise is None and waiting.ts is None:
        asked.alone(message)
        return
    reading = _reading(found, doors)
    if reading is None:
        ts = waiting.become(message)
        doors.note("posted", key=asked.asker.key, ts=ts, case=message.case, strength=message.strength.word)
        return
    view = found.diagnosis.cluster if found else None
    about = about_pod(reading.pod, view.node if view else "")
    remembered = with_memory(message, about, asked.asker.place, asked.lang, doors)
    shown = _compared(remembered, asked, reading, doors).marked(standing.answer)
    board = Board(shown, asked.lang, diagnosis_buttons(asked.target, asked.lang), diagnosis=True)
    posted = fresh(board, asked.asker.place, doors)
    ts = waiting.become(posted.message)
    doors.note("posted", key=asked.asker.key, ts=ts, case=message.case, strength=message.strength.word)
    number = _record(asked, found, ts, doors)
    hang(posted, ts, number, doors)
    if number:
        _keep(asked, number, reading, doors)


def pod_asked(ask: Ask, asker: Asker, doors: Doors) -> Look | SlackMessage:
    """The pod that these words name; or why there is nothing to read, as a message."""
    lang = ask_lang(ask, asker.user, doors)
    if doors.diagnose is None:
        return sentence(chat_wording.NO_CLUSTER[lang])
    try:
        target, own = read_target(without_secrets(ask.argument).text), without_secrets(ask.paste)
        return Look(target, asker, lang, telling([own.text], doors), own)
    except InputError as error:
        return sentence(error.said[lang])


def look_aside(asked: Look, doors: Doors) -> SlackMessage:
    """The answer for somebody alone; the reading is recorded all the same.  Raises nothing of the cluster's."""
    if (refused := _not_for_them(asked, doors)) is not None:
        return refused
    reading = reading_message(asked.target, (), (), asked.lang)
    with told_if_slow(lambda: asked.alone(reading), doors):
        message, found = _looked(asked, lambda *_: None, doors)
    message = to_blocks(found.reply, whole=True, fine=False) if found else message
    _record(asked, found, None, doors)
    return message


def pod_in(names: Names, channel: str, doors: Doors) -> Target | None:
    """The one pod that a text names, where it could be read for this channel."""
    pod = only_pod(names) if doors.diagnose else None
    return pod if pod and doors.may_not(channel, pod) is None else None


def _not_for_them(asked: Look, doors: Doors) -> SlackMessage | None:
    """Why their channel may not have this pod read."""
    error = doors.may_not(asked.asker.place.channel, asked.target)
    if error is None:
        return None
    _note(asked, "not allowed", doors)
    return sentence(error.said[asked.lang])


def _looked(asked: Look, progress: Progress, doors: Doors) -> tuple[SlackMessage, Diagnosed | None]:
    """What is said of the pod, and what was found; nothing was found where it could not be read."""
    if doors.diagnose is None:
        return sentence(chat_wording.NO_CLUSTER[asked.lang]), None
    try:
        found = doors.diagnose(asked.target, asked.lang, asked.text, progress)
    except ClusterError as error:
        _note(asked, "refused", doors)
        refused = sentence(error.said[asked.lang])
        return together(asked.otherwise, refused) if asked.otherwise else refused, None
    _note(asked, found.diagnosis.cluster.outcome.value if found.diagnosis.cluster else "", doors)
    if asked.own.hidden:
        found = replace(found, reply=replace(found.reply, advice=(*found.reply.advice, _hidden(asked))))
    return to_blocks(found.reply), found


def _hidden(asked: Look) -> str:
    """That secrets stood beside the pod."""
    return wording.HIDDEN[asked.lang].format(rules=", ".join(one.rule for one in asked.own.hidden))


def _note(asked: Look, outcome: str, doors: Doors) -> None:
    doors.note("looked", key=asked.asker.key, user=asked.asker.user, pod=written(asked.target), outcome=outcome)


def _reading(found: Diagnosed | None, doors: Doors) -> Reading | None:
    view = found.diagnosis.cluster if found else None
    return reading_of(view, doors.now()) if view else None


def _compared(message: SlackMessage, asked: Look, now: Reading, doors: Doors) -> SlackMessage:
    """The answer, and before it what became of the pod since it was last read here."""
    if doors.oncall is None:
        return message
    try:
        items = doors.oncall.open_items(asked.asker.place)
    except StoreError as error:
        doors.note("log failed", key=asked.asker.key, error=str(error))
        return message
    for item in items:
        before = item.before
        if before and (before.pod, before.context) == (now.pod, now.context):
            block = before_and_now(replace(item, now=now), before, now.at, doors.index().book, asked.lang)
            return replace(message, blocks=(block, *message.blocks))
    return message


def _keep(asked: Look, number: ConversationId, reading: Reading, doors: Doors) -> None:
    if doors.oncall is None:
        return
    try:
        doors.oncall.keep_reading(number, reading)
    except StoreError as error:
        doors.note("log failed", key=asked.asker.key, error=str(error))


def _record(asked: Look, found: Diagnosed | None, ts: str | None, doors: Doors) -> ConversationId | None:
    if found is None:
        return None
    try:
        number = doors.log.record(Conversation(asked.asker.place, _messages(asked, found, ts, doors)))
    except StoreError as error:
        doors.note("log failed", key=asked.asker.key, error=str(error))
        return None
    doors.note("recorded", key=asked.asker.key, conversation=number)
    return number


def _messages(asked: Look, found: Diagnosed, ts: str | None, doors: Doors) -> tuple[MessageIn, MessageOut]:
    asker, diagnosis, now = asked.asker, found.diagnosis, doors.now()
    words = SafeText(f"{redact(RawText(f'diagnose {written(asked.target)}')).text}\n{asked.own.text}".strip())
    told = tuple(sorted(told_by(diagnosis.matches), key=lambda one: one.case))
    return (
        MessageIn(words, now, asked.lang, diagnosis.verdict, diagnosis.matches, asked.own.hidden, asker.user, asker.ts),
        MessageOut(SafeText(to_terminal(found.reply)), now, asked.lang, ts, asker.ts, told),
    )
