"""What was before: an answer with the earlier conversations about its case that this channel may see."""

from dataclasses import replace

from bot.core.oncall.again import back_block
from bot.core.oncall.memory import come_back, seen_before
from bot.core.oncall.replies import seen_block
from bot.errors import StoreError
from bot.flow.doors import Doors
from bot.model.chat import SlackMessage
from bot.model.conversation import Place
from bot.model.episode import About, Episode
from bot.model.match import Names
from bot.model.snapshot import PodRef
from bot.model.text import Lang


def with_memory(message: SlackMessage, about: About, place: Place, lang: Lang, doors: Doors) -> SlackMessage:
    """The message, and below it where its case was seen before; as it is where it names no case or nothing was.

    What was resolved in this very channel for the same pod, and is back, is pointed at first.  A log that cannot be
    asked costs nobody the answer.
    """
    if message.case is None or doors.oncall is None:
        return message
    try:
        number = doors.oncall.number(place)
        past = doors.oncall.of_case(message.case)
    except StoreError as error:
        doors.note("log failed", error=str(error))
        return message
    back = come_back(message.case, about, place, past, but=number)
    others = [one for one in past if back is None or one.id != back.id]
    seen = seen_before(message.case, about, place, others, now=doors.now(), but=number)

    def address(one: Episode) -> str:
        return doors.chat.link(one.place.channel, one.place.thread) if one.place.thread else ""

    pointer = (back_block(back, lang, address(back)),) if back else ()
    blocks = (*message.blocks, *pointer, *((seen_block(seen, lang, address),) if seen else ()))
    return replace(message, blocks=blocks)


def about_names(names: Names) -> About:
    """What a text is about: the pods that it names in its first namespace, its namespaces and its nodes."""
    pods = frozenset(PodRef(space, pod) for space in names.namespaces[:1] for pod in names.pods)
    return About(pods, frozenset(names.namespaces), frozenset(names.nodes))


def about_pod(pod: PodRef, node: str) -> About:
    """What a diagnosis is about."""
    return About(frozenset({pod}), frozenset({pod.namespace}), frozenset({node} if node else ()))
