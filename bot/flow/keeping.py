"""What a conversation has of the log: recalled, recorded, erased.  A log that fails costs nobody the answer."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.core.chat.buttons import only_pod
from bot.core.chat.policy import Remembered, told_by
from bot.core.faces.terminal import to_terminal
from bot.errors import StoreError
from bot.flow.answering import Answer
from bot.flow.doors import Doors
from bot.model.chat import Incoming
from bot.model.conversation import Conversation, ConversationId, Door, Message, MessageIn, MessageOut, Place
from bot.model.match import Match
from bot.model.text import Redacted, SafeText


def place_of(incoming: Incoming) -> Place:
    """The thread that a message lies in, or opens."""
    return Place(Door.SLACK, incoming.team, incoming.channel, incoming.root)


def recalled(incoming: Incoming, doors: Doors) -> Remembered:
    """What the log knows of the message's thread; nothing where it cannot be asked."""
    try:
        return doors.log.recall(place_of(incoming))
    except StoreError as error:
        doors.note("log failed", key=incoming.key, error=str(error))
        return Remembered()


def record(incoming: Incoming, messages: tuple[Message, ...], doors: Doors) -> ConversationId | None:
    """Store what was asked and said in the message's thread; the conversation's number, None where that failed."""
    try:
        number = doors.log.record(Conversation(place_of(incoming), messages))
    except StoreError as error:
        doors.note("log failed", key=incoming.key, error=str(error))
        return None
    doors.note("recorded", key=incoming.key, conversation=number)
    return number


def erase(incoming: Incoming, doors: Doors, why: str) -> None:
    """Remove what was stored of the message."""
    try:
        known = doors.log.erase(place_of(incoming), incoming.ts)
    except StoreError as error:
        doors.note("log failed", key=incoming.key, error=str(error))
        return
    if known:
        doors.note("text removed", key=incoming.key, why=why)


def heard(incoming: Incoming, found: Answer, own: Redacted) -> MessageIn:
    """What somebody wrote, as it is kept: without its secrets, with what it led to."""
    return MessageIn(
        text=own.text,
        at=datetime.fromtimestamp(float(incoming.ts), UTC),
        lang=found.reply.lang,
        verdict=found.diagnosis.verdict,
        matches=named(found),
        hidden=own.hidden,
        user=incoming.user,
        ts=incoming.ts,
    )


def named(found: Answer) -> tuple[Match, ...]:
    """What a text led to, with the one pod and the one node that it names: so that they are known later."""
    names = found.matching.names
    pod = only_pod(names)
    slots = {"app_ns": pod.pod.namespace, "app_pod": pod.pod.name} if pod else {}
    slots |= {"node": names.nodes[0]} if len(names.nodes) == 1 else {}
    return tuple(replace(one, slots={**slots, **one.slots}) for one in found.diagnosis.matches)


def said(incoming: Incoming, found: Answer, ts: str, now: datetime) -> MessageOut:
    """What the bot answered with its post `ts`, as it is kept."""
    told = tuple(sorted(told_by(found.diagnosis.matches), key=lambda one: one.case))
    return MessageOut(SafeText(to_terminal(found.reply)), now, found.reply.lang, ts, incoming.ts, told)
