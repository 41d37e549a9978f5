"""The question behind "This solved it": what did it.  Nobody has to answer it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.wording import board as words
from bot.model.text import Lang

SOLVED = "juicefs_solved"
"""The modal, and the press that its form becomes."""
MOST_NOTE = 2_000
"""Characters: a note, no log."""
_BLOCK, _INPUT = "juicefs_solved_by", "juicefs_solved_text"

View = dict[str, object]


@dataclass(frozen=True, slots=True)
class Pressed:
    """Where the button was pressed that the question is about; a modal itself is nowhere."""

    channel: str
    thread: str
    ts: str
    value: str


def solved_view(pressed: Pressed, lang: Lang) -> View:
    """The modal, JSON-ready; it carries along where the button was."""
    element: View = {
        "type": "plain_text_input",
        "action_id": _INPUT,
        "multiline": True,
        "max_length": MOST_NOTE,
        "placeholder": _plain(words.SOLVED_EXAMPLE[lang]),
    }
    return {
        "type": "modal",
        "callback_id": SOLVED,
        "private_metadata": json.dumps([pressed.channel, pressed.thread, pressed.ts, pressed.value]),
        "title": _plain(words.SOLVED_TITLE[lang]),
        "submit": _plain(words.SOLVED_SUBMIT[lang]),
        "close": _plain(words.SOLVED_CLOSE[lang]),
        "blocks": [
            {
                "type": "input",
                "block_id": _BLOCK,
                "optional": True,
                "label": _plain(words.SOLVED_LABEL[lang]),
                "element": element,
            }
        ],
    }


def pressed_in(metadata: str) -> Pressed | None:
    """Where the button was, read back; None for what is not ours."""
    try:
        found = json.loads(metadata)
    except ValueError:
        return None
    match found:
        case [str(channel), str(thread), str(ts), str(value)] if channel and thread and ts:
            return Pressed(channel, thread, ts, value)
        case _:
            return None


def note_in(state: Mapping[str, object]) -> str:
    """What was written into the form, from the `values` of its state; empty when nothing was."""
    match state:
        case {"juicefs_solved_by": {"juicefs_solved_text": {"value": str(text)}}}:
            return text
        case _:
            return ""


def _plain(text: str) -> View:
    return {"type": "plain_text", "text": text}
