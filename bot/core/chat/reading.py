"""What a chat is told while a pod is read: what is done and what is left, by Kubernetes' own words for the kinds."""

from collections.abc import Iterable, Sequence

from bot.core.chat.replies import sentence
from bot.core.objects.target import Target, written
from bot.core.wording import chat as chat_wording
from bot.model.chat import SlackMessage
from bot.model.snapshot import Ask
from bot.model.text import Lang


def reading_message(target: Target, done: Sequence[Ask], left: Sequence[Ask], lang: Lang) -> SlackMessage:
    """One message for all of a reading; before anything was asked it only says what is read."""
    lines = [chat_wording.READING[lang].format(pod=f"`{written(target)}`")]
    if done:
        lines.append(chat_wording.READ_SO_FAR[lang].format(count=len(done), kinds=_kinds(done)))
    if left:
        lines.append(chat_wording.STILL_READING[lang].format(count=len(left), kinds=_kinds(left)))
    return sentence("\n".join(lines))


def _kinds(asks: Iterable[Ask]) -> str:
    """Each kind once, in the order asked."""
    return ", ".join(dict.fromkeys(ask.part.kind for ask in asks))
