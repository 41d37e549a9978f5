"""What is said of a trouble that comes again: in its own thread it is open again, from another one it is pointed at."""

from collections.abc import Callable

from bot.core.faces.blocks import shortened
from bot.core.faces.rich_text import Element, bold, link, plain, rich, section
from bot.core.wording import board as board_words
from bot.core.wording import oncall as words
from bot.model.board import Situation, moment
from bot.model.chat import Block, SlackMessage
from bot.model.episode import Episode
from bot.model.oncall import Status
from bot.model.text import Lang, SafeText

MOST_SOLVED = 300
Name = Callable[[str], str]
"""A person's name by their id."""


def reopened_message(before: Situation, lang: Lang, name: Name, answer: str) -> SlackMessage:
    """That a closed conversation is open again, how it had ended, and a link to its `answer` (empty without one).

    `before` is how it stood; where that is not known any more (a stop in between), it says only that it is open.
    """
    how = words.AGAIN.get(before.duty.status, words.AGAIN[Status.OPEN])
    by = name(before.by) if before.by else board_words.SOMEBODY[lang]
    said = how[lang].replace("{at}", moment(before.duty.closed_at)).replace("{by}", by)
    line: list[Element] = [plain(said)]
    if answer:
        line += [plain(" "), link(answer, words.ANSWER_ABOVE[lang])]
    rows = [section(*line)]
    if before.solved.strip():
        rows.append(section(plain("\n"), *_solved(before.solved, lang)))
    return SlackMessage((rich(*rows),), shortened(said))


def back_block(one: Episode, lang: Lang, url: str) -> Block:
    """That the same case of the same pod was resolved in this channel before, where, and what did it."""
    lead, _, rest = words.BACK[lang].partition("{thread}")
    where = link(url, words.BACK_THREAD[lang]) if url else plain(words.BACK_THREAD[lang])
    line = [plain(lead), where, plain(rest.replace("{at}", moment(one.closed_at)))]
    return rich(section(*line, *([plain("\n"), *_solved(one.solved, lang)] if one.solved.strip() else [])))


def _solved(text: SafeText, lang: Lang) -> list[Element]:
    return [bold(board_words.WHAT_DID_IT[lang]), plain(" ".join(text.split())[:MOST_SOLVED])]
