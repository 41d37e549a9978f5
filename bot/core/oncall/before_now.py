"""What became of a pod since it was last read, as blocks of a chat."""

from datetime import datetime

from bot.core.faces.rich_text import bold, listed, plain, rich, section
from bot.core.oncall.handoff import card
from bot.core.oncall.handoff_lines import Said, changed
from bot.core.wording import chat as chat_wording
from bot.core.wording import oncall as words
from bot.model.case import Casebook
from bot.model.chat import Block
from bot.model.handoff import OpenItem, Reading
from bot.model.text import Lang


def before_and_now(item: OpenItem, before: Reading, at: datetime, book: Casebook, lang: Lang) -> Block:
    """How the pod of a conversation stands at `at` compared with `before`, and which findings are new, gone or still.

    The item holds both readings.
    """
    judged = card(item, at)
    how = f"{words.TREND_MARKS[judged.trend]} {words.TRENDS[judged.trend][lang]}"
    title = chat_wording.BEFORE_NOW[lang].format(before=f"{before.at:%H:%MZ}", trend=how)
    colon = ": " if lang is Lang.EN else "："
    rows = [
        section(bold(f"{line.label}{colon}"), *(plain(part.text) for part in line.parts if isinstance(part, Said)))
        for line in changed(judged, lang, book)
    ]
    return rich(section(bold(title)), *([listed(rows, ordered=False)] if rows else []))
