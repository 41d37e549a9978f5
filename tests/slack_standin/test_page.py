"""The page's addresses: what they show, and to whom they refuse it."""

import json
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient

from tests.slack_standin.page_routes import FOLDER
from tests.slack_standin.people import ChannelKind
from tests.slack_standin.shapes import Json
from tests.slack_standin.slack import Slack


def view(slack: Slack, user: str, channel: str = "", thread: str = "") -> Json:
    """What this person sees."""
    query = urlencode({"user": user, "channel": channel, "thread": thread})
    with urlopen(f"{slack.address}/standin/view?{query}", timeout=5) as response:  # noqa: S310 - loopback
        return dict(json.load(response))


def act(slack: Slack, user: str, act: str, **what: object) -> int:
    """Do something at the page; gives the status."""
    body = json.dumps({"user": user, "act": act, **what}).encode()
    request = Request(f"{slack.address}/standin/act", data=body, headers={"Content-Type": "application/json"})  # noqa: S310 - loopback
    try:
        with urlopen(request, timeout=5) as response:  # noqa: S310 - loopback
            return int(response.status)
    except HTTPError as error:
        with error:
            return error.code


def raw(slack: Slack, path: str, **headers: str) -> HTTPResponse:
    """A request with the given headers, the answer read."""
    connection = HTTPConnection("127.0.0.1", int(slack.address.rpartition(":")[2]), timeout=5)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def test_a_person_sees_own_channels_messages_and_whispers(slack: Slack, client: WebClient) -> None:
    """Channels of others are not listed; ephemeral messages are drawn for their reader only."""
    ana, wei = slack.user("ana"), slack.user("wei")
    channel = slack.channel("#ops")
    slack.channel("#secret", kind=ChannelKind.PRIVATE)
    wei.posts("hidden", channel="#secret")
    ana.posts("hi <b>@wei</b>")
    wei.posts("hello")
    client.chat_postEphemeral(channel=channel, user=ana.id, text="psst")
    seen = view(slack, "ana", channel)
    assert [found["name"] for found in seen["channels"]] == ["ops"]
    assert [message["ephemeral"] for message in seen["messages"]] == [False, False, True]
    spans = seen["messages"][0]["pieces"][0]["paras"][0]["spans"]
    assert [(span["kind"], span["text"]) for span in spans] == [("text", "hi <b>"), ("user", "@wei"), ("text", "</b>")]
    assert len(view(slack, "wei", channel)["messages"]) == 2


def test_a_thread_a_modal_and_the_home_tab_are_shown(slack: Slack, client: WebClient) -> None:
    """Each appears in the view of the person whom it concerns."""
    ana = slack.user("ana")
    parent = ana.posts("hi")
    ana.replies("inside", to=parent)
    run = ana.runs("/juicefs")
    title, blocks = {"type": "plain_text", "text": "Modal"}, [{"type": "divider"}]
    client.views_open(trigger_id=run.trigger_id, view={"type": "modal", "title": title, "blocks": blocks})
    client.views_publish(user_id=ana.id, view={"type": "home", "blocks": blocks})
    message = slack.message(parent)
    assert message is not None
    seen = view(slack, "ana", message.channel, parent)
    assert [found["text"] for found in seen["thread"]["messages"]] == ["hi", "inside"]
    assert (seen["modal"]["title"], seen["home"]["pieces"][0]["kind"]) == ("Modal", "divider")
    assert "inside" not in [found["text"] for found in seen["messages"]]


def test_the_page_acts_for_a_person(slack: Slack, client: WebClient) -> None:
    """Posting, replying, files, commands, buttons, edits and deletions go the same way as in a scenario."""
    ana, channel = slack.user("ana"), slack.channel("#ops")
    assert act(slack, ana.id, "post", channel=channel, text="hi", files=[], thread="") == 200
    (first,) = slack.messages()
    act(slack, ana.id, "post", channel=channel, text="below", files=[], thread=first.ts)
    files = [{"name": "paste.txt", "content": "E1123", "snippet": True}]
    act(slack, ana.id, "post", channel=channel, text="", files=files, thread="")
    act(slack, ana.id, "post", channel=channel, text="/juicefs log csi", files=[], thread="")
    act(slack, ana.id, "edit", channel=channel, ts=first.ts, text="hello")
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go"}
    posted = client.chat_postMessage(channel=channel, text="x", blocks=[{"type": "actions", "elements": [button]}])
    assert act(slack, ana.id, "press", channel=channel, ts=posted["ts"], name="go", block_id="", chosen=None) == 200
    assert act(slack, ana.id, "press", channel=channel, ts=posted["ts"], name="gone") == 400
    act(slack, ana.id, "home", channel=channel)
    act(slack, ana.id, "delete", channel=channel, ts=posted["ts"])
    assert [message.text for message in slack.thread(first.ts)] == ["hello", "below"]
    assert slack.files[0].content == b"E1123"
    sent = [found.payload.get("command") or found.payload.get("type") for found in slack.deliveries()]
    assert sent.count("/juicefs") == 1
    assert sent.count("block_actions") == 1


def test_the_page_may_load_nothing_from_elsewhere_and_no_inline_script(slack: Slack) -> None:
    """The content security policy allows the page's own files only."""
    policy = str(raw(slack, "/").headers["Content-Security-Policy"])
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", sorted(path.name for path in FOLDER.iterdir()))
def test_every_file_of_the_page_is_served(slack: Slack, path: str) -> None:
    """Scripts and style sheets come with their type."""
    response = raw(slack, f"/standin/page/{path}")
    assert response.status == 200
    assert response.headers.get_content_type() in ("text/html", "text/css", "text/javascript")


@pytest.mark.parametrize("path", ["/standin/page/..%2Fslack.py", "/standin/page/none.js", "/standin/file/F0"])
def test_nothing_else_is_served(slack: Slack, path: str) -> None:
    """No way out of the page's folder."""
    assert raw(slack, path).status == 404


def test_another_host_name_is_refused(slack: Slack) -> None:
    """A web site that points its own name at loopback gets neither page nor view."""
    for path in ("/", "/standin/view", "/standin/changes"):
        assert raw(slack, path, Host="evil.example").status == 403


def test_an_act_must_be_json(slack: Slack) -> None:
    """A form of another site cannot act: the browser would have to ask first."""
    request = Request(f"{slack.address}/standin/act", data=b"act=home")  # noqa: S310 - loopback
    with pytest.raises(HTTPError) as refused:
        urlopen(request, timeout=5)  # noqa: S310 - loopback
    assert refused.value.code == 415
    refused.value.close()


def test_no_script_of_the_page_writes_html() -> None:
    """Message content can only become text nodes: the words that would make markup of it do not occur."""
    scripts = [path for path in Path(FOLDER).glob("*.js") if path.stat().st_size]
    assert scripts
    for script in scripts:
        source = script.read_text(encoding="utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert word not in source, f"{script.name}: {word}"
