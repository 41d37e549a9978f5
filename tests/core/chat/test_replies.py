"""What the bot says beside its diagnoses: within Slack's limits, in both languages, and never alive."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.inputs import ready_index
from bot.core.chat.replies import (
    case_message,
    cases_message,
    help_message,
    log_message,
    sentence,
    unknown_message,
)
from bot.core.faces.blocks import MOST_CHARACTERS, MOST_FALLBACK, characters
from bot.core.wording import chat as chat_wording
from bot.model.case import CaseId, Strength
from bot.model.chat import SlackMessage
from bot.model.conversation import ConversationId, Door, Entry, Place
from bot.model.text import Lang, SafeText

BOOK = ready_index(None).book
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def text_of(message: SlackMessage) -> str:
    """Everything in the blocks."""
    return json.dumps(message.blocks, ensure_ascii=False)


def entry(line: str, number: int = 1) -> Entry:
    """A conversation in a list."""
    place = Place(Door.SLACK, "T1", "C1", "1.0")
    return Entry(
        ConversationId(number), NOON, NOON, place, "U1", CaseId("mount-point-lost"), Strength.CERTAIN, SafeText(line)
    )


def fits(message: SlackMessage) -> bool:
    """Whether Slack takes it: length, number of blocks, fallback."""
    size = sum(map(characters, message.blocks))
    return size <= MOST_CHARACTERS + 100 and 0 < len(message.blocks) <= 50 and 0 < len(message.text) <= MOST_FALLBACK


@pytest.mark.parametrize("lang", list(Lang))
def test_every_case_and_every_list_fits(lang: Lang) -> None:
    """All of them, also in the longer language."""
    pages = [case_message(BOOK, case.id, lang) for case in BOOK.cases]
    assert all(map(fits, [*pages, cases_message(BOOK, "", lang), help_message(lang, diagnoses=True)]))
    assert all(case.pages[lang].title in text_of(page) for case, page in zip(BOOK.cases, pages, strict=True))


@pytest.mark.parametrize("lang", list(Lang))
def test_the_list_names_every_case(lang: Lang) -> None:
    """None is left out."""
    assert all(f'"{case.id}"' in text_of(cases_message(BOOK, "", lang)) for case in BOOK.cases)


def test_help_tells_of_diagnosing_only_where_a_cluster_is_connected() -> None:
    """A word that cannot be used is not offered."""
    assert "diagnose" not in text_of(help_message(Lang.EN, diagnoses=False))
    assert "diagnose" in text_of(help_message(Lang.EN, diagnoses=True))


def test_a_conversation_is_listed_with_its_case_its_line_and_its_link() -> None:
    """A long line is cut."""
    message = log_message(
        [entry("x" * 500)], Lang.EN, lambda _: "https://team.slack.com/archives/C1/p10", searched=True
    )
    assert "mount-point-lost" in text_of(message)
    assert "archives/C1/p10" in text_of(message)
    assert "x" * 130 not in text_of(message)


@given(st.text(), st.text())
def test_nothing_that_was_typed_or_pasted_becomes_alive(word: str, line: str) -> None:
    """Only rich text, and an escaped fallback; the only links are ours."""
    messages = (
        unknown_message(word, line, Lang.EN),
        case_message(BOOK, word, Lang.ZH),
        log_message([entry(line)], Lang.EN, lambda _: "", searched=True),
    )
    for message in messages:
        assert fits(message)
        assert "<" not in message.text
        assert {block["type"] for block in message.blocks} <= {"rich_text", "header", "context"}
        assert '"type": "link"' not in text_of(message).replace("juicefs.com", "")


@given(st.lists(st.text(max_size=300), max_size=60))
def test_a_long_search_fits(lines: list[str]) -> None:
    """However many conversations there are."""
    entries = [entry(line, number) for number, line in enumerate(lines, 1)]
    assert fits(log_message(entries, Lang.EN, lambda _: "https://x", searched=True))


def test_every_sentence_is_there_in_both_languages() -> None:
    """And none is left empty."""
    said = [value for value in vars(chat_wording).values() if isinstance(value, dict) and set(value) == set(Lang)]
    assert len(said) > 30
    assert all(both[lang].strip() for both in said for lang in Lang)


def test_code_in_a_sentence_is_shown_as_code() -> None:
    """Back quotes are not shown."""
    assert "`" not in text_of(sentence("send `help`"))
