"""Words of ours in, what the bot says out: the same by mention, in a direct message and behind the slash command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.core.chat.replies import (
    case_message,
    cases_message,
    help_message,
    log_message,
    sentence,
    unknown_message,
)
from bot.core.faces.blocks import to_blocks
from bot.core.matching.language import prose_language
from bot.core.wording import chat as chat_wording
from bot.flow.answering import answer, without_secrets
from bot.flow.doors import Doors
from bot.model.chat import Ask, AskKind, SlackMessage
from bot.model.conversation import Entry, Place
from bot.model.text import Lang, RawText

WORDS = frozenset({AskKind.HELP, AskKind.CASES, AskKind.CASE, AskKind.MATCH, AskKind.LOG, AskKind.DIAGNOSE})
"""What is asked for by a word and never stored."""
MOST_FOUND = 10
"""Conversations of one search; a phone's screen or two."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word with everything that its answer needs; `argument` holds no secrets."""

    ask: Ask
    argument: str
    place: Place
    lang: Lang
    doors: Doors


def said_to(ask: Ask, place: Place, user: str, doors: Doors) -> SlackMessage:
    """What the bot says to a word of ours (or to no word at all); nothing of it is stored.

    Pods are read by `bot.flow.looking`.
    """
    lang = ask_lang(ask, user, doors)
    argument = without_secrets(ask.argument).text
    return _ANSWERS.get(ask.kind, _helped)(_Asked(ask, argument, place, lang, doors))


def ask_lang(ask: Ask, user: str, doors: Doors) -> Lang:
    """The language to answer a word in: that of the word itself, else that of its reader."""
    return Lang.ZH if ask.chinese else reader_lang(ask.argument, user, doors)


def reader_lang(text: RawText, user: str, doors: Doors) -> Lang:
    """The language to speak: that of the text, else that of the reader's Slack, else the setting's."""
    return prose_language(without_secrets(text).text) or doors.chat.lang(user) or doors.preferred or Lang.EN


def _helped(asked: _Asked) -> SlackMessage:
    return help_message(asked.lang, diagnoses=asked.doors.diagnose is not None)


def _cases(asked: _Asked) -> SlackMessage:
    return cases_message(asked.doors.index().book, asked.argument, asked.lang)


def _case(asked: _Asked) -> SlackMessage:
    return case_message(asked.doors.index().book, asked.argument.strip("`").lower(), asked.lang)


def _matched(asked: _Asked) -> SlackMessage:
    if not asked.argument.strip():
        return sentence(chat_wording.MATCH_WHAT[asked.lang])
    return to_blocks(answer(asked.ask.argument, asked.doors.index(), asked.lang, force=True).reply, whole=True)


def _found(asked: _Asked) -> SlackMessage:
    entries = asked.doors.log.visible(asked.argument.split(), asked.place, MOST_FOUND)

    def address(entry: Entry) -> str:
        return asked.doors.chat.link(entry.place.channel, entry.place.thread) if entry.place.thread else ""

    return log_message(entries, asked.lang, address, searched=bool(asked.argument.strip()))


def _unknown(asked: _Asked) -> SlackMessage:
    suggestion = without_secrets(RawText(asked.ask.suggestion)).text
    return unknown_message(asked.argument, suggestion, asked.lang)


_ANSWERS: Mapping[AskKind, Callable[[_Asked], SlackMessage]] = {
    AskKind.CASES: _cases,
    AskKind.CASE: _case,
    AskKind.MATCH: _matched,
    AskKind.LOG: _found,
    AskKind.UNKNOWN: _unknown,
}
