"""The buttons under an answer.  What they are about is known from the log, so that they work after any restart."""

from bot.core.objects.target import Target, read_target, written
from bot.core.wording import chat as chat_wording
from bot.errors import InputError
from bot.model.chat import Block, SlackMessage
from bot.model.match import Names
from bot.model.text import Lang

SHOW_ALL = "juicefs_show_all"
HELPED = "juicefs_helped"
"""Under answers of earlier versions; now whoever says that it solved it says that it helped."""
NOT_IT = "juicefs_not_it"
CHECK_CLUSTER = "juicefs_check_cluster"
CHECK_AGAIN = "juicefs_check_again"
UPSTREAM = "juicefs_upstream"
DIAGNOSE_MESSAGE = "juicefs_diagnose_message"
"""The message shortcut."""


def own_buttons(message: SlackMessage, lang: Lang, pod: Target | None = None) -> tuple[Block, ...]:
    """The buttons of an answer to a text: to see it whole, and to read its *pod* where that is known."""
    whole = (button(SHOW_ALL, chat_wording.SHOW_ALL[lang]),) if message.case and message.folded else ()
    return (*whole, button(CHECK_CLUSTER, chat_wording.CHECK_CLUSTER[lang], written(pod))) if pod else whole


def diagnosis_buttons(pod: Target, lang: Lang) -> tuple[Block, ...]:
    """The buttons of a diagnosis: its pod read anew, and all that was found.

    Each carries the pod, which tells them from those of an answer to a text.
    """
    labels = {CHECK_AGAIN: chat_wording.CHECK_AGAIN, SHOW_ALL: chat_wording.SHOW_EVERYTHING}
    return tuple(button(name, label[lang], written(pod)) for name, label in labels.items())


def only_pod(names: Names) -> Target | None:
    """The one pod that a text names together with its namespace; nothing where it names several, or none."""
    if len(names.pods) != 1 or len(names.namespaces) != 1:
        return None
    try:
        return read_target(f"{names.namespaces[0]}/{names.pods[0]}")
    except InputError:
        return None


def button(action: str, label: str, value: str = "") -> Block:
    """A button as an element of an actions block."""
    made: Block = {"type": "button", "action_id": action, "text": {"type": "plain_text", "text": label}}
    return made | {"value": value} if value else made
