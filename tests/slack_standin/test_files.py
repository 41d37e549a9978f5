"""Files and snippets, both ways."""

from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.slack_standin.echo_bot import EchoBot
from tests.slack_standin.slack import Slack


def fetch(url: str, token: str = "") -> tuple[int, str, bytes]:
    """Status, content type and body of a file address."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with urlopen(Request(url, headers=headers), timeout=5) as response:  # noqa: S310 - loopback
        return response.status, response.headers.get_content_type(), response.read()


def test_a_shared_file_reaches_the_bot_as_a_file_share_message(slack: Slack, bot: EchoBot) -> None:
    """The message has subtype file_share, the comment and files[]; file_shared comes beside it with ids only."""
    ts = slack.user("ana").uploads("kubelet.log", b"E1123 mount failed", text="look <here>")
    slack.wait_for_answer(ts)
    (event,) = bot.heard("message", "file_share")
    (shared,) = event["files"]
    assert event["text"] == "look &lt;here&gt;"
    assert (shared["filetype"], shared["mimetype"], shared["mode"], shared["size"]) == (
        "log",
        "text/plain",
        "hosted",
        18,
    )
    slack.wait_for(lambda: bot.heard("file_shared"))
    assert bot.heard("file_shared")[0]["file_id"] == shared["id"]


def test_a_snippet_is_a_file_of_another_mode(slack: Slack, bot: EchoBot) -> None:
    """Text pasted as a snippet has mode `snippet`; in a thread and in a DM it works the same."""
    ana = slack.user("ana")
    parent = ana.posts("see below")
    reply = ana.uploads("paste.txt", "secret", to=parent, snippet=True)
    direct = ana.uploads("paste.yaml", "a: 1", channel="@bot")
    slack.wait_for(lambda: len(bot.heard("message", "file_share")) == 2)
    events = {event["ts"]: event for event in bot.heard("message", "file_share")}
    assert (events[reply]["thread_ts"], events[reply]["files"][0]["mode"]) == (parent, "snippet")
    assert (events[direct]["channel_type"], events[direct]["files"][0]["filetype"]) == ("im", "yaml")


def test_a_file_is_given_to_the_bot_token_and_a_sign_in_page_to_anybody_else(slack: Slack) -> None:
    """Without the right bearer token the answer is 200 with HTML, never 401."""
    slack.user("ana").uploads("a.log", b"\x00bytes")
    shown = slack.files[0].to_json()
    for url in (shown["url_private"], shown["url_private_download"]):
        assert fetch(url, slack.bot_token) == (200, "text/plain", b"\x00bytes")
        for token in ("", "xoxb-wrong"):
            status, content_type, body = fetch(url, token)
            assert (status, content_type) == (200, "text/html")
            assert b"Sign in" in body


def test_a_file_from_a_channel_without_the_bot_is_not_given(slack: Slack) -> None:
    """Membership decides what the token may read."""
    slack.channel("#far", bot=False)
    slack.user("ana").uploads("a.log", b"x", channel="#far")
    assert fetch(slack.files[0].to_json()["url_private"], slack.bot_token)[1] == "text/html"


def test_the_bot_uploads_in_three_steps(slack: Slack, client: WebClient) -> None:
    """files_upload_v2 stores the bytes and shows the file in the channel and thread with its comment."""
    channel = slack.channel("#ops")
    parent = slack.user("ana").posts("plot please")
    client.files_upload_v2(
        channel=channel,
        thread_ts=parent,
        filename="plot.png",
        content=b"\x89PNG",
        title="A plot",
        initial_comment="here",
    )
    (answer,) = slack.answers(parent)
    assert (answer.subtype, answer.text, answer.files[0]["title"]) == ("file_share", "here", "A plot")
    (stored,) = slack.files
    assert (stored.content, stored.filetype) == (b"\x89PNG", "png")
    assert client.files_info(file=stored.id)["file"]["size"] == 4


def test_an_unknown_file_is_not_found(client: WebClient) -> None:
    """files.info refuses an id that it does not know."""
    with pytest.raises(SlackApiError) as refused:
        client.files_info(file="F0")
    assert refused.value.response["error"] == "file_not_found"
