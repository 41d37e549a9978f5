"""The buttons under an answer.  What they are about is known from the log, so that they work after any restart."""

from dataclasses import replace

from bot.core.objects.target import Target, read_target, written
from bot.core.wording import chat as chat_wording
from bot.errors import InputError
from bot.model.chat import Block, SlackMessage
from bot.model.match import Names
from bot.model.text import Lang

SHOW_ALL = "juicefs_show_all"
HELPED = "juicefs_helped"
NOT_IT = "juicefs_not_it"
CHECK_CLUSTER = "juicefs_check_cluster"
CHECK_AGAIN = "juicefs_check_again"
DIAGNOSE_MESSAGE = "juicefs_diagnose_message"
"""The message shortcut."""


def buttoned(message: SlackMessage, lang: Lang, pod: Target | None = None) -> SlackMessage:
    """The answer with its buttons; one that names no case can only be checked, when its *pod* is known."""
    shown: list[Block] = []
    if message.case and message.folded:
        shown.append(_button(SHOW_ALL, chat_wording.SHOW_ALL[lang]))
    if pod:
        shown.append(_button(CHECK_CLUSTER, chat_wording.CHECK_CLUSTER[lang], written(pod)))
    if message.case:
        shown += [_button(HELPED, chat_wording.HELPED[lang]), _button(NOT_IT, chat_wording.NOT_IT[lang])]
    return _with(message, shown)


def checkable(message: SlackMessage, pod: Target, lang: Lang) -> SlackMessage:
    """A diagnosis with its buttons: all that was found, the pod read anew, and whether the case that it names helped.

    Each carries the pod, which tells them from those of an answer to a text.
    """
    labels = {CHECK_AGAIN: chat_wording.CHECK_AGAIN, SHOW_ALL: chat_wording.SHOW_EVERYTHING}
    votes = {HELPED: chat_wording.HELPED, NOT_IT: chat_wording.NOT_IT} if message.case else {}
    return _with(message, [_button(name, label[lang], written(pod)) for name, label in (labels | votes).items()])


def only_pod(names: Names) -> Target | None:
    """The one pod that a text names together with its namespace; nothing where it names several, or none."""
    if len(names.pods) != 1 or len(names.namespaces) != 1:
        return None
    try:
        return read_target(f"{names.namespaces[0]}/{names.pods[0]}")
    except InputError:
        return None


def _with(message: SlackMessage, shown: list[Block]) -> SlackMessage:
    actions: Block = {"type": "actions", "elements": shown}
    return replace(message, blocks=(*message.blocks, actions)) if shown else message


def _button(action: str, label: str, value: str = "") -> Block:
    made: Block = {"type": "button", "action_id": action, "text": {"type": "plain_text", "text": label}}
    return made | {"value": value} if value else made
