"""The Web API, driven with the real SDK client."""

from collections.abc import Callable

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.slack_standin.clock import QUICK
from tests.slack_standin.manifest import Manifest
from tests.slack_standin.people import ChannelKind
from tests.slack_standin.shapes import Json
from tests.slack_standin.slack import Slack


def refusal(refused: pytest.ExceptionInfo[SlackApiError]) -> str:
    """Slack's error word."""
    return str(refused.value.response["error"])


def section(text: str) -> Json:
    """A mrkdwn section."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def test_auth_test_names_the_bot_and_its_scopes() -> None:
    """The answer holds user, bot and team ids, the header the granted scopes."""
    with Slack(manifest=Manifest(scopes=frozenset({"chat:write", "users:read"}))) as slack:
        answer = WebClient(slack.bot_token, base_url=slack.api_url).auth_test()
        assert answer["user_id"] == slack.bot_user
        assert answer["bot_id"].startswith("B")
        assert answer.headers["x-oauth-scopes"] == "chat:write,users:read"


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-wrong", "invalid_auth")])
def test_a_wrong_token_is_refused(slack: Slack, token: str, error: str) -> None:
    """No token and a wrong token have different errors."""
    with pytest.raises(SlackApiError) as refused:
        WebClient(token, base_url=slack.api_url).auth_test()
    assert refusal(refused) == error


def test_each_token_opens_its_own_doors_only(slack: Slack, client: WebClient) -> None:
    """The bot token opens no connection and the app-level token reads nothing; a revoked token opens nothing."""
    with pytest.raises(SlackApiError) as refused:
        client.apps_connections_open(app_token=slack.bot_token)
    assert refusal(refused) == "not_allowed_token_type"
    with pytest.raises(SlackApiError) as refused:
        WebClient(slack.app_token, base_url=slack.api_url).auth_test()
    assert refusal(refused) == "not_allowed_token_type"
    slack.revokes_token("account_inactive")
    with pytest.raises(SlackApiError) as refused:
        client.auth_test()
    assert refusal(refused) == "account_inactive"


def test_a_missing_scope_names_what_is_needed() -> None:
    """Methods outside the granted scopes are refused with `needed` and `provided`."""
    with Slack(manifest=Manifest(scopes=frozenset({"chat:write"}))) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        with pytest.raises(SlackApiError) as refused:
            client.users_info(user=slack.user("ana").id)
        assert refused.value.response.data == {
            "ok": False,
            "error": "missing_scope",
            "needed": "users:read",
            "provided": "chat:write",
        }


def test_the_scope_of_history_follows_the_kind_of_channel() -> None:
    """channels:history reads public channels and not private ones."""
    with Slack(manifest=Manifest(scopes=frozenset({"channels:history"}))) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        public, private = slack.channel("#a"), slack.channel("#b", kind=ChannelKind.PRIVATE)
        assert client.conversations_history(channel=public)["messages"] == []
        with pytest.raises(SlackApiError) as refused:
            client.conversations_history(channel=private)
        assert refused.value.response["needed"] == "groups:history"


def test_an_unknown_method_is_refused_and_recorded(slack: Slack, client: WebClient) -> None:
    """The call log shows methods that the stand-in does not know."""
    with pytest.raises(SlackApiError) as refused:
        client.api_call("admin.everything", params={"a": "b"})
    assert refusal(refused) == "unknown_method"
    (call,) = slack.calls("admin.everything")
    assert (call.args, call.ok) == ({"a": "b"}, False)


def test_a_post_is_kept_with_thread_metadata_and_unfurl_flags(slack: Slack, client: WebClient) -> None:
    """What the app gave is what the message holds; timestamps rise; a reply to a reply joins the parent's thread."""
    channel = slack.channel("#ops")
    metadata = {"event_type": "juicefs_diagnosis", "event_payload": {"case": "x"}}
    parent = client.chat_postMessage(channel=channel, text="a", metadata=metadata, unfurl_links=False)["ts"]
    reply = client.chat_postMessage(channel=channel, text="b", thread_ts=parent)["ts"]
    deeper = client.chat_postMessage(channel=channel, text="c", thread_ts=reply)["ts"]
    assert parent < reply < deeper
    kept = slack.message(parent)
    assert kept is not None
    assert (kept.metadata, kept.unfurl_links, kept.unfurl_media) == (metadata, False, None)
    assert [message.ts for message in slack.answers(parent)] == [reply, deeper]
    assert kept.body["reply_count"] == 2


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ("C0NOWHERE", "channel_not_found"),
        ("public", "not_in_channel"),
        ("private", "channel_not_found"),
        ("archived", "is_archived"),
    ],
)
def test_a_post_to_the_wrong_place_is_refused(slack: Slack, client: WebClient, where: str, error: str) -> None:
    """Unknown, foreign, private and archived channels each have their error."""
    places = {
        "public": slack.channel("#far", bot=False),
        "private": slack.channel("#secret", kind=ChannelKind.PRIVATE, bot=False),
        "archived": slack.channel("#old", archived=True),
    }
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=places.get(where, where), text="x")
    assert refusal(refused) == error


def test_a_post_to_a_user_lands_in_the_direct_conversation(slack: Slack, client: WebClient) -> None:
    """A user id is taken for the DM with that user."""
    ana = slack.user("ana")
    assert client.chat_postMessage(channel=ana.id, text="x")["channel"] == slack.dm(ana)
    assert client.conversations_open(users=[ana.id])["channel"]["id"] == slack.dm(ana)


def test_text_has_slacks_limits(slack: Slack, client: WebClient) -> None:
    """No text at all is refused, 4,001 characters are split on posting and refused on updating, 40,000 are cut."""
    channel = slack.channel("#ops")
    with pytest.raises(SlackApiError) as refused:
        client.api_call("chat.postMessage", params={"channel": channel})
    assert refusal(refused) == "no_text"
    ts = client.chat_postMessage(channel=channel, text="x" * 4001)["ts"]
    assert [len(message.text) for message in slack.messages("#ops")] == [4000, 1]
    with pytest.raises(SlackApiError) as refused:
        client.chat_update(channel=channel, ts=ts, text="x" * 4001)
    assert refusal(refused) == "msg_too_long"
    answer = client.chat_postMessage(channel=channel, text="y" * 40_001, blocks=[section("short")])
    assert answer["warning"] == "message_truncated"
    assert len(answer["message"]["text"]) == 40_000


def test_all_block_text_together_has_a_limit(slack: Slack, client: WebClient) -> None:
    """Four sections of 3,000 characters are each valid and too long together."""
    channel = slack.channel("#ops")
    client.chat_postMessage(channel=channel, text="x", blocks=[section("x" * 3000)] * 3)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=channel, text="x", blocks=[section("x" * 3000)] * 4)
    assert refusal(refused) == "msg_blocks_too_long"


def test_an_update_keeps_blocks_that_are_not_given(slack: Slack, client: WebClient) -> None:
    """Text alone leaves the blocks; an empty list removes them; the earlier versions stay readable for tests."""
    channel = slack.channel("#ops")
    ts = client.chat_postMessage(channel=channel, text="a", blocks=[section("shown")])["ts"]
    client.chat_update(channel=channel, ts=ts, text="b")
    kept = slack.message(ts)
    assert kept is not None
    assert (kept.text, len(kept.blocks), kept.versions[0]["text"]) == ("b", 1, "a")
    assert client.chat_update(channel=channel, ts=ts, text="c", blocks=[])["message"]["blocks"] == []


def test_only_own_messages_can_be_changed(slack: Slack, client: WebClient) -> None:
    """A person's message can be neither updated nor deleted by the bot; a vanished one is not found."""
    channel = slack.channel("#ops")
    theirs = slack.user("ana").posts("mine")
    own = client.chat_postMessage(channel=channel, text="x")["ts"]
    client.chat_delete(channel=channel, ts=own)
    attempts: list[tuple[Callable[[], object], str]] = [
        (lambda: client.chat_update(channel=channel, ts=theirs, text="x"), "cant_update_message"),
        (lambda: client.chat_delete(channel=channel, ts=theirs), "cant_delete_message"),
        (lambda: client.chat_update(channel=channel, ts=own, text="x"), "message_not_found"),
    ]
    for attempt, error in attempts:
        with pytest.raises(SlackApiError) as refused:
            attempt()
        assert refusal(refused) == error


def test_history_comes_newest_first_in_pages_and_threads_apart(slack: Slack, client: WebClient) -> None:
    """History leaves replies out and honours limit, cursor and oldest; replies gives the parent and its thread."""
    ana, channel = slack.user("ana"), slack.channel("#ops")
    first, second, third = ana.posts("1"), ana.posts("2"), ana.posts("3")
    inside = ana.replies("inside", to=first)
    page = client.conversations_history(channel=channel, limit=2)
    assert [message["ts"] for message in page["messages"]] == [third, second]
    assert page["has_more"]
    rest = client.conversations_history(channel=channel, cursor=page["response_metadata"]["next_cursor"])
    assert [message["ts"] for message in rest["messages"]] == [first]
    assert [message["ts"] for message in client.conversations_history(channel=channel, oldest=first)["messages"]] == [
        third,
        second,
    ]
    assert [m["ts"] for m in client.conversations_replies(channel=channel, ts=first)["messages"]] == [first, inside]


def test_an_ephemeral_message_is_seen_by_one_person_and_in_no_history(slack: Slack, client: WebClient) -> None:
    """Only its reader has it; a reader outside the channel is refused."""
    ana, wei, channel = slack.user("ana"), slack.user("wei"), slack.channel("#ops")
    ana.posts("hello")
    client.chat_postEphemeral(channel=channel, user=ana.id, text="psst")
    assert [message.text for message in ana.whispers] == ["psst"]
    assert wei.whispers == []
    assert len(slack.messages("#ops")) == 1
    with pytest.raises(SlackApiError) as refused:
        client.chat_postEphemeral(channel=channel, user=wei.id, text="psst")
    assert refusal(refused) == "user_not_in_channel"


def test_people_groups_and_places_are_described(slack: Slack, client: WebClient) -> None:
    """Locale comes when asked for; bots, groups, channels, members and permalinks have Slack's shape."""
    wei = slack.user("wei", locale="zh-CN", tz="Asia/Shanghai", tz_offset=28_800)
    group = slack.usergroup("oncall", wei)
    ts = wei.posts("hi", channel="#ops")
    channel = slack.channel("#other")
    user = client.users_info(user=wei.id, include_locale=True)["user"]
    assert (user["locale"], user["tz_offset"], user["is_bot"]) == ("zh-CN", 28_800, False)
    assert "locale" not in client.users_info(user=wei.id)["user"]
    assert client.usergroups_users_list(usergroup=group.id)["users"] == [wei.id]
    assert client.usergroups_list()["usergroups"][0]["handle"] == "oncall"
    assert client.conversations_info(channel=channel)["channel"]["name"] == "other"
    ops = next(found for found in client.conversations_list()["channels"] if found["name"] == "ops")
    assert set(client.conversations_members(channel=ops["id"])["members"]) == {wei.id, slack.bot_user}
    link = client.chat_getPermalink(channel=ops["id"], message_ts=ts)["permalink"]
    assert link.endswith(f"/archives/{ops['id']}/p{ts.replace('.', '')}")
    assert client.bots_info(bot=client.auth_test()["bot_id"])["bot"]["user_id"] == slack.bot_user


def test_reactions_are_counted_once_for_each_person(slack: Slack, client: WebClient) -> None:
    """A second equal reaction of the bot is refused; people and bot are listed together."""
    ana, channel = slack.user("ana"), slack.channel("#ops")
    ts = ana.posts("hi")
    ana.reacts(ts, "eyes")
    client.reactions_add(channel=channel, timestamp=ts, name="eyes")
    with pytest.raises(SlackApiError) as refused:
        client.reactions_add(channel=channel, timestamp=ts, name="eyes")
    assert refusal(refused) == "already_reacted"
    found = client.reactions_get(channel=channel, timestamp=ts)["message"]["reactions"]
    assert found == [{"name": "eyes", "users": [ana.id, slack.bot_user], "count": 2}]
    client.reactions_remove(channel=channel, timestamp=ts, name="eyes")
    ana.unreacts(ts, "eyes")
    message = slack.message(ts)
    assert message is not None
    assert message.reactions == {}


def test_two_slacks_do_not_share_anything() -> None:
    """Each stand-in has its own port, tokens and people."""
    with Slack(timing=QUICK) as one, Slack(timing=QUICK) as other:
        one.user("ana").posts("hi")
        assert other.messages() == []
        assert one.bot_token != other.bot_token
