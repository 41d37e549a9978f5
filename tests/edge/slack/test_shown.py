"""What a message shows beside its text: blocks and attachments of other bots' alerts, and what people forward."""

from hypothesis import given
from hypothesis import strategies as st

from bot.edge.slack.incoming import read_event, read_shortcut
from bot.edge.slack.shown import shown_text
from tests.edge.slack.test_incoming import ME, SAID

ALERT: dict[str, object] = {
    "text": "",
    "bot_id": "B9",
    "ts": "1.0",
    "attachments": [
        {
            "fallback": "[FIRING:1] PodStuck",
            "title": "[FIRING:1] PodStuck",
            "text": "*Pod:* `shop/web-0`\nContainerCreating for 10 min",
            "fields": [{"title": "Node", "value": "node-b"}],
        }
    ],
}
BLOCKS: list[dict[str, object]] = [
    {"type": "header", "text": {"type": "plain_text", "text": "Pod stuck"}},
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "driver not found"},
        "fields": [{"type": "mrkdwn", "text": "kubelet 1.28"}],
    },
    {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": "node-b"}, {"type": "image", "image_url": "https://x"}],
    },
    {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Silence"}}]},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "text", "text": "see "}, {"type": "link", "url": "https://r"}],
            },
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "line one\nline two"}]},
            {
                "type": "rich_text_list",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "an item"}]}],
            },
        ],
    },
]


def shortcut(message: dict[str, object]) -> str:
    """The text that the shortcut finds in a message."""
    body = {
        "type": "message_action",
        "callback_id": "juicefs_diagnose_message",
        "trigger_id": "1",
        "user": {"id": "U1"},
        "channel": {"id": "C1"},
        "message": message,
        "response_url": "https://hooks",
    }
    found = read_shortcut(body, ME)
    assert found is not None
    return found.text


def test_an_alert_in_attachments_is_read() -> None:
    """Its title, text and fields; its fallback only where there is nothing else."""
    said = shortcut(ALERT)
    assert said.splitlines() == [
        "[FIRING:1] PodStuck",
        "*Pod:* `shop/web-0`",
        "ContainerCreating for 10 min",
        "Node: node-b",
    ]
    assert shortcut({**ALERT, "attachments": [{"fallback": "only this"}]}) == "only this"


def test_an_alert_in_blocks_is_read_without_its_buttons() -> None:
    """Every kind of block that holds text, a paragraph a line, and nothing twice."""
    said = shortcut({"text": "Pod stuck", "bot_id": "B9", "ts": "1.0", "blocks": BLOCKS})
    assert said.splitlines() == [
        "Pod stuck",
        "driver not found",
        "kubelet 1.28",
        "node-b",
        "see https://r",
        "line one",
        "line two",
        "an item",
    ]


def test_a_persons_message_is_its_text() -> None:
    """Its blocks say the same again, in another form."""
    assert shortcut({"text": "a &lt;b&gt;", "user": "U2", "ts": "1.0", "blocks": BLOCKS}) == "a &lt;b&gt;"


def test_what_somebody_forwarded_is_read() -> None:
    """By the shortcut, and where it is posted: whoever forwards an alert has pasted it."""
    forwarded: list[dict[str, object]] = [
        {"is_share": True, "from_url": "https://team.slack.com/archives/C2/p1", "text": "df: /data: error"}
    ]
    assert shortcut({"text": "look", "user": "U2", "ts": "1.0", "attachments": forwarded}).endswith("df: /data: error")
    found = read_event({**SAID, "text": "", "attachments": forwarded}, ME)
    assert found is not None
    assert found.text == "df: /data: error"


def test_the_preview_of_a_link_is_no_evidence() -> None:
    """Slack fetched a page that somebody linked: what stands there happened somewhere else."""
    preview: list[dict[str, object]] = [
        {"from_url": "https://github.com/x", "title": "Transport endpoint is not connected", "text": "t"}
    ]
    assert shortcut({"text": "see https://github.com/x", "user": "U2", "ts": "1.0", "attachments": preview}) == (
        "see https://github.com/x"
    )


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["rich_text", "rich_text_section", "text"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["type", "text", "elements", "fields"]), inner),
    max_leaves=20,
)


@given(blocks=_JSON, attachments=_JSON)
def test_odd_json_is_no_trouble(blocks: object, attachments: object) -> None:
    """What other apps post is theirs to choose."""
    assert isinstance(shown_text({"text": "t", "blocks": blocks, "attachments": attachments}, everything=True), str)
