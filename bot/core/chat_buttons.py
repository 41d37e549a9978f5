"""The buttons under an answer.  What they are about is known from the log, so that they work after any restart."""

from dataclasses import replace

from bot.core import chat_wording
from bot.model.chat import Block, SlackMessage
from bot.model.text import Lang

SHOW_ALL = "juicefs_show_all"
HELPED = "juicefs_helped"
NOT_IT = "juicefs_not_it"


def buttoned(message: SlackMessage, lang: Lang) -> SlackMessage:
    """The answer with its buttons; an answer that names no case has none."""
    if message.case is None:
        return message
    shown = [_button(SHOW_ALL, chat_wording.SHOW_ALL[lang])] if message.folded else []
    shown += [_button(HELPED, chat_wording.HELPED[lang]), _button(NOT_IT, chat_wording.NOT_IT[lang])]
    actions: Block = {"type": "actions", "elements": shown}
    return replace(message, blocks=(*message.blocks, actions))


def _button(action: str, label: str) -> Block:
    return {"type": "button", "action_id": action, "text": {"type": "plain_text", "text": label}}
