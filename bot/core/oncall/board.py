"""An answer with its state: who has the conversation, what became of it, and the buttons that fit.

The owner is the only mention that is live: others are named in words.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.core.chat.buttons import NOT_IT, UPSTREAM, button
from bot.core.faces.rich_text import Element, bold, person, plain, rich, section
from bot.core.oncall.handoff_blocks import action_of
from bot.core.wording import board as said_words
from bot.core.wording import oncall as words
from bot.model.board import Board, Situation, moment
from bot.model.chat import Block, SlackMessage
from bot.model.oncall import Act, Status
from bot.model.text import Lang

MOST_SOLVED = 300
"""Characters of what solved it; the thread and the log have it whole."""
_MENTION = re.compile(r"\{(owner|receiver)\}")
_SLOT = re.compile(r"\{(\w+)\}")
Name = Callable[[str], str]
"""A person's name by their id."""


def taken_down(board: Board) -> SlackMessage:
    """An answer that is not the newest of its thread any more: what it said, and nothing that could be out of date."""
    return replace(board.message, blocks=(*board.message.blocks, *_row(board.buttons)))


def paint(board: Board, situation: Situation, name: Name) -> tuple[Block, ...]:
    """The state and the buttons; nothing is said of the state as long as nobody has done anything about it."""
    lines = [rich(section(*line)) for line in _lines(situation, board.lang, name)]
    return (*lines, *_row((*_acts(board, situation), *board.buttons, *_report(board))))


def as_text(blocks: tuple[Block, ...]) -> str:
    """What was painted, so that it can be compared later."""
    return json.dumps(blocks, ensure_ascii=False, sort_keys=True)


def _row(buttons: tuple[Block, ...]) -> tuple[Block, ...]:
    return ({"type": "actions", "elements": list(buttons)},) if buttons else ()


def _acts(board: Board, situation: Situation) -> Iterator[Block]:
    """An answer that names no case offers nothing until somebody has taken it up by a word."""
    lang, duty = board.lang, situation.duty
    if not (board.message.case or duty.version):
        return
    if duty.status.closed:
        yield _act(Act.REOPEN, lang)
        return
    if duty.status is Status.HANDED_OVER:
        yield _act(Act.ACCEPT, lang)
    elif not duty.owner:
        yield _act(Act.TAKE, lang)
    yield _act(Act.RESOLVE, lang)
    if board.message.case and not situation.refuted:
        yield button(NOT_IT, said_words.NOT_THIS_CASE[lang])
    if not board.message.case:
        yield _act(Act.DISMISS, lang)


def _act(act: Act, lang: Lang) -> Block:
    return button(action_of(act), words.BUTTONS[act][lang])


def _report(board: Board) -> tuple[Block, ...]:
    return (button(UPSTREAM, said_words.UPSTREAM[board.lang]),) if board.diagnosis and board.message.case else ()


def _lines(situation: Situation, lang: Lang, name: Name) -> Iterator[list[Element]]:
    duty = situation.duty
    if duty.version:
        line = _filled(_stands(situation, lang), situation, lang, name)
        due = said_words.NEXT_CHECK[lang].format(at=moment(duty.next_check)) if duty.next_check else ""
        yield [*line, plain(due)] if due else line
    if duty.status is Status.RESOLVED and situation.solved.strip():
        yield [bold(said_words.WHAT_DID_IT[lang]), plain(" ".join(situation.solved.split())[:MOST_SOLVED])]
    if situation.refuted:
        comma = ", " if lang is Lang.EN else "、"
        yield [plain(said_words.REFUTED[lang].format(by=comma.join(map(name, situation.refuted))))]


def _stands(situation: Situation, lang: Lang) -> str:
    duty = situation.duty
    if duty.status is Status.OPEN:
        return (said_words.OWNED if duty.owner else said_words.UNOWNED)[lang]
    return said_words.STANDS[duty.status][lang]


def _filled(sentence: str, situation: Situation, lang: Lang, name: Name) -> list[Element]:
    """A sentence of ours: the owner and the receiver live, everybody else by name, in plain text."""
    duty = situation.duty
    live = {"owner": duty.owner, "receiver": duty.offer.receiver if duty.offer else ""}
    said = {
        "sender": name(duty.offer.sender) if duty.offer else "?",
        "by": name(situation.by) if situation.by else said_words.SOMEBODY[lang],
        "at": moment(duty.closed_at),
    }
    made: list[Element] = []
    for piece in _MENTION.split(sentence):
        if piece in live:
            made.append(person(live[piece]))
        elif piece:
            made.append(plain(_SLOT.sub(lambda found: said[found[1]], piece)))
    return made
