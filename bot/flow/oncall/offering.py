"""Somebody hands a channel over: by mention, by command, or because the schedule says so; and words about it."""

from collections.abc import Callable
from datetime import timedelta

from bot.core.oncall.asks import Wanted, read_wanted
from bot.core.oncall.handoff_replies import handed_over
from bot.flow.answering import without_secrets
from bot.flow.doors import Doors, OnCallDoors
from bot.flow.oncall.accepting import accept_in_thread
from bot.flow.oncall.acting import Doing, lang_of
from bot.flow.oncall.errands import run
from bot.flow.oncall.handing import Say, channel_of, shown
from bot.model.chat import Command, Incoming, SlackMessage
from bot.model.conversation import Door, Place
from bot.model.handoff import Asked, ErrandKind, Handing
from bot.model.oncall import Act
from bot.model.text import Lang, RawText

OWN_TIME = timedelta(seconds=15)
"""How long what a command asks for waits for the run that heard it; then any run does it."""
MOST_COMMAND = 8_000
"""Characters of a command that are looked at; Slack takes about as many (a guess)."""


def hand_over(asked: Asked, doors: Doors, oncall: OnCallDoors, say: Say | None = None) -> Handing | None:
    """Write it down, then do it unless somebody is at it or it was done before; how it stands then.

    `say` tells a refusal to whoever asked.  Raises StoreError and SlackError; what could not be done is done later.
    """
    number = oncall.handoffs.ask(asked).id
    due = oncall.handoffs.errands(max(doors.now(), asked.at) + OWN_TIME)
    for errand in due:
        if (errand.kind, errand.handoff) == (ErrandKind.POST, number):
            run(errand, doors, oncall, say)
    return oncall.handoffs.handing(number)


def spoken_of(
    incoming: Incoming, doing: Doing, say: Callable[[SlackMessage], object], doors: Doors, oncall: OnCallDoors
) -> bool:
    """Do what a message says about a handing over: a whole channel's, or one in whose thread it lies.

    False for words about anything else, also about one conversation.
    """
    if doing.wanted.what is Act.HAND_OVER and incoming.thread_ts is None:
        hand_over(_asked(doing, doors), doors, oncall)
        return True
    message = accept_in_thread(doing, doors, oncall) if doing.wanted.what is Act.ACCEPT else None
    if message:
        say(message)
    return message is not None


def commanded(command: Command, doing: Doing, doors: Doors, oncall: OnCallDoors) -> None:
    """Hand the channel over and tell whoever ran the command where it stands, or why not."""

    def say(message: SlackMessage) -> None:
        doors.chat.respond(command.answer_to, message)

    handing = hand_over(_asked(doing, doors), doors, oncall, say)
    if handing and handing.parent:
        where = doors.chat.link(command.channel, handing.parent)
        say(handed_over(shown(handing, doors, oncall), where, handing.asked.lang))


def keep(command: Command, doors: Doors, oncall: OnCallDoors) -> bool:
    """Write down what a command hands over, before Slack is told that it arrived; False for any other command.

    Slack brings no command again: whatever stops the bot from then on, it is done.  It asks Slack nothing; the language
    is looked up when it is done.  Raises StoreError.
    """
    wanted = read_wanted(RawText(command.text[:MOST_COMMAND]), command=True)
    if wanted is None or wanted.what is not Act.HAND_OVER:
        return False
    place, lang = Place(Door.SLACK, command.team, command.channel), doors.preferred or Lang.EN
    doing = Doing(wanted, place, command.user, command.key)
    oncall.handoffs.ask(_asked(doing, doors, Lang.ZH if wanted.chinese else lang), after=OWN_TIME)
    return True


def _asked(doing: Doing, doors: Doors, lang: Lang | None = None) -> Asked:
    wanted: Wanted = doing.wanted
    return Asked(
        key=doing.key,
        place=doing.place if doing.place.thread else channel_of(doing.place),
        at=doors.now(),
        lang=lang or lang_of(doing, doors),
        sender=doing.user,
        receiver=wanted.receiver,
        note=without_secrets(wanted.text).text,
    )
