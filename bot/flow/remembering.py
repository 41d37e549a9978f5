"""What was before: an answer with the earlier conversations about its case that this channel may see."""

from dataclasses import replace

from bot.core.oncall.memory import seen_before
from bot.core.oncall.replies import seen_block
from bot.errors import StoreError
from bot.flow.doors import Doors
from bot.model.chat import SlackMessage
from bot.model.conversation import Place
from bot.model.episode import About, Episode
from bot.model.match import Names
from bot.model.snapshot import PodRef
from bot.model.text import Lang


def with_memory(message: SlackMessage, names: Names, place: Place, lang: Lang, doors: Doors) -> SlackMessage:
    """The message, and below it where its case was seen before; as it is where it names no case or nothing was.

    A log that cannot be asked costs nobody the answer.
    """
    if message.case is None or doors.oncall is None:
        return message
    try:
        number = doors.oncall.number(place)
        past = doors.oncall.of_case(message.case)
    except StoreError as error:
        doors.note("log failed", error=str(error))
        return message
    seen = seen_before(message.case, _about(names), place, past, but=number)

    def address(one: Episode) -> str:
        return doors.chat.link(one.place.channel, one.place.thread) if one.place.thread else ""

    return replace(message, blocks=(*message.blocks, seen_block(seen, lang, address))) if seen else message


def _about(names: Names) -> About:
    pods = frozenset(PodRef(space, pod) for space in names.namespaces[:1] for pod in names.pods)
    return About(pods, frozenset(names.namespaces), frozenset(names.nodes))
