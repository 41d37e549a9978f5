"""Files and snippets: text is read, everything else gets a kind word or nothing."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.slack.pastes import DESCRIBE, NOT_REGISTERED_TITLE, NOT_REGISTERED_TITLE_ZH
from tests.slack.running import Bot
from tests.slack.seen import quiet
from tests.slack_standin import QUICK, Manifest, Person, Slack

LOG = "I0612 10:00:00.000001 1 main.go:7] nothing to see here\n" * 400 + DESCRIBE


def test_a_log_file_is_read_like_a_paste(slack: Slack, ana: Person, room: str) -> None:
    """A text file without a word beside it is answered in the thread of its message."""
    shared = ana.uploads("describe.log", LOG, channel=room)
    answer = slack.wait_for_answer(shared)
    assert answer.thread_ts == shared
    assert NOT_REGISTERED_TITLE in slack.read(answer)


def test_a_snippet_is_read_like_a_paste(slack: Slack, ana: Person, room: str) -> None:
    """What Slack makes of a long paste is a snippet; the question beside it is read, too."""
    shared = ana.uploads("Untitled", LOG, text="这个报错是什么意思？", snippet=True, channel=room)
    assert NOT_REGISTERED_TITLE_ZH in slack.read(slack.wait_for_answer(shared)).split("\n")[0]


def test_a_file_in_a_direct_message_is_read(slack: Slack, bot: Bot, ana: Person) -> None:
    """PowerShell's UTF-16 is text as well."""
    assert bot.pid
    shared = ana.uploads("events.txt", DESCRIBE.encode("utf-16"), channel="@bot")
    assert NOT_REGISTERED_TITLE in slack.read(slack.wait_for_answer(shared))


def test_a_file_that_is_too_large_gets_a_kind_word_where_the_bot_was_asked(slack: Slack, bot: Bot, ana: Person) -> None:
    """The bot says how much it reads and which part to send; it does not even fetch the file."""
    assert bot.pid
    shared = ana.uploads("whole-day.log", "x" * (1024 * 1024 + 1), channel="@bot")
    said = slack.read(slack.wait_for_answer(shared))
    assert "whole-day.log is larger than 1 MiB" in said
    assert "Send the part around the error" in said


def test_a_picture_gets_a_kind_word_where_the_bot_was_asked(slack: Slack, ana: Person, room: str) -> None:
    """A screenshot cannot be read; the bot asks for text."""
    shared = ana.uploads(
        "Screenshot.png", b"\x89PNG\r\n\x1a\n" + bytes(100), text="@juicefs-bot what is this?", channel=room
    )
    assert "Screenshot.png is not a text file" in slack.read(slack.wait_for_answer(shared))


def test_bytes_that_call_themselves_text_are_noticed(slack: Slack, bot: Bot, ana: Person) -> None:
    """A core dump named .log is no log."""
    assert bot.pid
    shared = ana.uploads("core.log", b"\x7fELF" + bytes(2_000), channel="@bot")
    assert "core.log is a binary file" in slack.read(slack.wait_for_answer(shared))


def test_a_file_that_cannot_be_used_is_left_alone_in_a_channel(slack: Slack, ana: Person, room: str) -> None:
    """Nobody asked: a picture or a huge file among colleagues is not commented."""
    picture = ana.uploads("lunch.png", b"\x89PNG" + bytes(50), channel=room)
    huge = ana.uploads("huge.log", DESCRIBE + "x" * (1024 * 1024), channel=room)
    assert quiet(slack, ana, picture)
    assert quiet(slack, ana, huge)


@pytest.fixture
def unscoped(manifest: Manifest) -> Iterator[Slack]:
    """A workspace where the app was installed without files:read: files come as a sign-in page with status 200."""
    with Slack(
        timing=QUICK, manifest=replace(manifest, scopes=(manifest.scopes or frozenset()) - {"files:read"})
    ) as it:
        yield it


def test_a_sign_in_page_is_not_taken_for_the_file(unscoped: Slack, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Slack gives strangers its sign-in page instead of an error; the bot says what the app lacks."""
    bot = Bot(unscoped, tmp_path_factory.mktemp("unscoped")).start()
    shared = unscoped.user("ana").uploads("describe.log", LOG, channel="@bot")
    said = unscoped.read(unscoped.wait_for_answer(shared))
    assert "describe.log could not be read" in said
    assert "files:read" in said
    assert bot.stop() == 0
