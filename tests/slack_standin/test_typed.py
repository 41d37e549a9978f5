"""What Slack makes of typed text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.slack_standin.shapes import Json
from tests.slack_standin.typed import Habits, typed


def nobody(_name: str) -> Json | None:
    """An empty directory."""
    return None


def directory(name: str) -> Json | None:
    """Knows one person, one bot, one channel and the broadcasts."""
    known: dict[str, Json] = {
        "@ana": {"type": "user", "user_id": "U1"},
        "@juicefs-bot": {"type": "user", "user_id": "U2"},
        "#ops": {"type": "channel", "channel_id": "C1"},
        "@here": {"type": "broadcast", "range": "here"},
        "@oncall": {"type": "usergroup", "usergroup_id": "S1"},
    }
    return known.get(name)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("a <b> & c", "a &lt;b&gt; &amp; c"),
        ("see https://juicefs.com/docs?a=1&b=2.", "see <https://juicefs.com/docs?a=1&amp;b=2>."),
        ("www.foo.com", "<http://www.foo.com|www.foo.com>"),
        ("run example.py now", "run <http://example.py|example.py> now"),
        ("driver name csi.juicefs.com not found", "driver name <http://csi.juicefs.com|csi.juicefs.com> not found"),
        ("ask a@b.org", "ask <mailto:a@b.org|a@b.org>"),
        ("/var/lib/foo.sh stays", "/var/lib/foo.sh stays"),
        ("kubernetes.io~csi stays", "kubernetes.io~csi stays"),
        ("redis://host.example.com:6379/1", "redis://host.example.com:6379/1"),
        ("v1.2.3 and 10.0.0.1 stay", "v1.2.3 and 10.0.0.1 stay"),
        ("@ana @juicefs-bot, @here @oncall #ops @nobody", "<@U1> <@U2>, <!here> <!subteam^S1> <#C1|> @nobody"),
        ("<!channel> is only words", "&lt;!channel&gt; is only words"),
        ("`a <b> example.py`", "`a &lt;b&gt; example.py`"),
        ("> quoted", "&gt; quoted"),
    ],
)
def test_text_is_escaped_and_linked_as_slack_does_it(words: str, text: str) -> None:
    """Only & < > are escaped; URLs, mail addresses, host-looking words and known names become tokens."""
    assert typed(words, directory).text == text


def test_a_code_fence_becomes_a_preformatted_element_whose_words_are_left_alone() -> None:
    """Inside a fence host-looking words and names stay, and the block keeps the code apart from the prose."""
    made = typed("before\n```\n@ana example.py <x>\n```\nafter", directory)
    assert made.text == "before\n```@ana example.py &lt;x&gt;\n```\nafter"
    kinds = [element["type"] for element in made.blocks[0]["elements"]]
    assert kinds == ["rich_text_section", "rich_text_preformatted", "rich_text_section"]
    assert made.blocks[0]["elements"][1]["elements"] == [{"type": "text", "text": "@ana example.py <x>\n"}]
    assert made.blocks[0]["elements"][2]["elements"] == [{"type": "text", "text": "after"}]


def test_written_out_urls_are_linked_inside_code_too() -> None:
    """A URL in a fence arrives as a link element between texts."""
    made = typed("```curl https://a.example/x -v```", nobody)
    assert made.text == "```curl <https://a.example/x> -v```"


def test_a_client_may_bend_quotes_and_put_a_no_break_space_behind_a_mention() -> None:
    """Smart quotes touch prose and never code; U+00A0 replaces the space after a mention."""
    habits = Habits(smart_quotes=True, nbsp_after_mention=True)
    made = typed('@ana "it\'s" --all `"raw"`', directory, habits)
    assert made.text == '<@U1>\u00a0\u201cit\u2019s\u201d \u2014all `"raw"`'


@given(st.text(st.characters(exclude_characters="`@#\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=80))
def test_nothing_that_a_person_types_is_lost(words: str) -> None:
    """Without links, what the text says after unescaping is what was typed."""
    made = typed(words.replace("://", ":/"), nobody, Habits(link_hosts=False)).text
    back = made.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == words.replace("://", ":/") or "<mailto:" in made


@given(st.text(max_size=120))
def test_a_stranger_cannot_type_a_live_token(words: str) -> None:
    """With an empty directory the only tokens in the text are links."""
    made = typed(words, nobody).text
    assert "<!" not in made
    assert "<@" not in made
    assert "<#" not in made
