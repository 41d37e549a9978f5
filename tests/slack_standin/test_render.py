"""What a person reads, and what in it is live."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.slack_standin.message import Message
from tests.slack_standin.render import LiveLink, live_links, live_mentions, render_text
from tests.slack_standin.shapes import Json
from tests.slack_standin.typed import escape

HOSTILE = "<!channel> <!here|now> <@U1> <#C1|ops> <!subteam^S1> <http://evil.example|good>"


def said(text: str = "", *blocks: Json, **more: object) -> Message:
    """A message of the bot."""
    return Message("C1", {"ts": "1.000001", "text": text, "blocks": list(blocks)} | more)


def section(text: str, **more: object) -> Json:
    """A mrkdwn section."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text} | more}


def rich(kind: str, *elements: Json) -> Json:
    """A rich_text block with one element."""
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}


@pytest.mark.parametrize(
    "message",
    [
        said(HOSTILE),
        said("", section(HOSTILE)),
        said("", section(HOSTILE, verbatim=True)),
        said("", section(f"`{HOSTILE}`")),
        said("", section(f"```{HOSTILE}```")),
        said("", {"type": "section", "fields": [{"type": "mrkdwn", "text": HOSTILE}]}),
        said("", {"type": "context", "elements": [{"type": "mrkdwn", "text": HOSTILE}]}),
        said("", {"type": "markdown", "text": HOSTILE}),
        said("", attachments=[{"text": HOSTILE}]),
        said(HOSTILE, {"type": "divider"}),
    ],
    ids=["text", "section", "verbatim", "code", "fence", "field", "context", "markdown", "attachment", "fallback"],
)
def test_control_sequences_are_live_wherever_slack_parses_mrkdwn(message: Message) -> None:
    """Mentions and links count in text, mrkdwn objects (also in backticks), markdown blocks and attachments."""
    assert set(live_mentions(message)) == {"channel", "here", "U1", "C1", "S1"}
    assert any(link.url.startswith("http://evil.example") and not link.automatic for link in live_links(message))


@pytest.mark.parametrize(
    "message",
    [
        said("", {"type": "header", "text": {"type": "plain_text", "text": HOSTILE}}),
        said("", {"type": "section", "text": {"type": "plain_text", "text": HOSTILE}}),
        said("", rich("rich_text_preformatted", {"type": "text", "text": HOSTILE})),
        said("", rich("rich_text_section", {"type": "text", "text": HOSTILE})),
        said(escape(HOSTILE)),
        said("", section(escape(HOSTILE))),
        said("", {"type": "table", "rows": [[{"type": "raw_text", "text": HOSTILE}]]}),
    ],
    ids=["header", "plain", "preformatted", "rich text", "escaped", "escaped section", "table"],
)
def test_plain_preformatted_and_escaped_text_is_dead(message: Message) -> None:
    """The same words are only words in plain_text and rich_text; escaped, a bare URL is at most what it says it is."""
    assert live_mentions(message) == ()
    assert all(link.automatic and link.url == link.label for link in live_links(message))
    assert "⟪" not in render_text(message)


def test_elements_of_rich_text_are_live() -> None:
    """A user, broadcast or link element is a mention or link even in a preformatted block."""
    elements: list[Json] = [{"type": "user", "user_id": "U1"}, {"type": "link", "url": "https://a.example"}]
    message = said("", rich("rich_text_preformatted", *elements))
    assert live_mentions(message) == ("U1",)
    assert [link.url for link in live_links(message)] == ["https://a.example"]


def test_slack_links_bare_words_by_itself_unless_told_verbatim() -> None:
    """A bare URL is a link and `@channel` a mention in a mrkdwn object; verbatim stops both, backtick or not."""
    words = "see https://a.example/x and @channel"
    assert live_links(said("", section(words))) == (
        LiveLink("https://a.example/x", "https://a.example/x", automatic=True),
    )
    assert live_mentions(said("", section(words))) == ("channel",)
    assert live_links(said("", section(words, verbatim=True))) == ()
    assert live_mentions(said("", section(words, verbatim=True))) == ()
    assert live_mentions(said(words)) == ()


def test_urls_of_buttons_are_links() -> None:
    """A button that opens a page counts as a link with its label."""
    button = {"type": "button", "text": {"type": "plain_text", "text": "Docs"}, "url": "https://a.example"}
    message = said("", {"type": "actions", "elements": [button]})
    assert live_links(message) == (LiveLink("https://a.example", "Docs", automatic=False),)


def test_a_message_reads_as_on_the_screen() -> None:
    """Headers, styles, lists, code, quotes, fields, buttons and files come out in reading order."""
    message = said(
        "fallback",
        {"type": "header", "text": {"type": "plain_text", "text": "Title"}},
        section("*bold* and <https://a.example|a page>\n&gt; quoted\n```code &lt;x&gt;```"),
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "one"}, {"type": "plain_text", "text": "two"}]},
        {"type": "divider"},
        {"type": "markdown", "text": "## Steps\n1. **look**\n2. `run`\n\n- a\n  - b\n\n| h |\n|---|\n| c |"},
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Go"}}]},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}, {"type": "mrkdwn", "text": "<@U1>"}]},
        files=[{"name": "log.txt"}],
    )
    assert render_text(message).split("\n") == [
        "# Title",
        "bold and [a page](https://a.example)",
        "> quoted",
        "```",
        "code <x>",
        "```",
        "one",
        "two",
        "----",
        "## Steps",
        "1. look",
        "2. run",
        "• a",
        "  • b",
        "h",
        "c",
        "[Go]",
        "x · ⟪@U1⟫",
        "[file log.txt]",
    ]


@given(st.text(max_size=200))
def test_escaped_text_never_pings(words: str) -> None:
    """Whatever is escaped holds no live mention in a verbatim section, in text or in preformatted text."""
    preformatted = rich("rich_text_preformatted", {"type": "text", "text": words or "-"})
    message = said(escape(words), section(escape(words) or "-", verbatim=True), preformatted)
    assert live_mentions(message) == ()
