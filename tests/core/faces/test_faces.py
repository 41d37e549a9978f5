"""The three faces of a reply, whatever was pasted: nothing live, nothing over a limit, nothing broken."""

import json
from functools import cache

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.faces.as_json import reply_json
from bot.core.faces.blocks import MOST_CHARACTERS, characters, to_blocks
from bot.core.faces.terminal import to_terminal
from bot.core.matching.index import Index, index
from bot.edge.casebook import load
from bot.flow import Answer, answer
from bot.model.text import RawText
from tests.slack_standin.block_rules import check_message_blocks
from tests.slack_standin.message import Message
from tests.slack_standin.render import live_links, live_mentions

_HOSTILE = st.sampled_from(
    [
        "<!channel>", "<!here>", "<@U0001>", "<#C1|x>", "<https://evil.example|juicefs.com>", "@channel", "*b*", "`",
        "```", "juicefs", "mount pod", "Pending insufficient memory", "Socket not connected", "&lt;!here&gt;", "\u202e",
        "\x1b[31m", "csi.juicefs.com not found in the list of registered CSI drivers", "stuck", "\n", "$(reboot)",
        "NOAUTH Authentication required", 'for volume "<!channel>"', "-n <@U1>", "'; rm -rf /", "{app_pod}",
        "x" * 4000, "y" * 700,
    ]
)  # fmt: skip
_TEXTS = st.lists(st.one_of(_HOSTILE, st.text(max_size=40)), min_size=1, max_size=14).map(" ".join)


@cache
def _index() -> Index:
    return index(load())


def _answer(text: str) -> Answer:
    return answer(RawText(text), _index(), None)


@given(text=_TEXTS, whole=st.booleans())
@example(text="juicefs <!channel> Socket not connected <https://evil.example|click>", whole=True)
@settings(max_examples=200, deadline=None)
def test_nothing_pasted_is_live_and_no_limit_is_broken(*, text: str, whole: bool) -> None:
    """No mention, broadcast or link of the paste's lives; Slack would take the message as it is."""
    made = to_blocks(_answer(text).reply, whole=whole)
    blocks = json.loads(json.dumps(made.blocks))
    message = Message("C1", {"text": made.text, "blocks": blocks})
    assert live_mentions(message) == ()
    assert [link.url for link in live_links(message) if not link.url.startswith("https://juicefs.com/")] == []
    assert characters(blocks) <= MOST_CHARACTERS + 200
    assert len(check_message_blocks(blocks)) <= 50


@given(_TEXTS)
@settings(max_examples=100, deadline=None)
def test_terminal_text_holds_no_control_character(text: str) -> None:
    """A pasted escape sequence cannot colour, clear or retitle the reader's terminal."""
    said = to_terminal(_answer(text).reply)
    assert not [mark for mark in said if (ord(mark) < 32 and mark != "\n") or 127 <= ord(mark) < 160]


@given(_TEXTS)
@settings(max_examples=100, deadline=None)
def test_json_says_the_same_as_the_other_faces(text: str) -> None:
    """The JSON face is valid, and names the same first case as the blocks' fallback text."""
    found = _answer(text)
    values = json.loads(json.dumps(reply_json(found.reply, found.diagnosis)))
    best = values["best"]
    assert best == (found.reply.cases[0].case if found.reply.cases else None)
    if best:
        assert f"[{best}]" in to_blocks(found.reply).text
        assert best in to_terminal(found.reply)
